package io.virk.stats.performance;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import io.virk.stats.twosample.NormalTail;

/**
 * An accuracy that was estimated without labels.
 *
 * @param accuracy 0 to 1
 * @param standardError by which the accuracy that is counted on these observations, once they are
 *     labelled, differs from it, as long as the method's assumption holds
 * @param n number of observations
 */
public record AccuracyEstimate(double accuracy, double standardError, int n) {
  /**
   * Where the counted accuracy will lie, if the method's assumption holds: normal approximation,
   * for one look.
   *
   * @param confidence in (0, 1)
   */
  public Interval interval(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw Checks.rejected("confidence", confidence, "> 0 and < 1");
    }
    double z = NormalTail.quantile((1 - confidence) / 2);
    return Interval.around(accuracy, z * standardError, 0, 1);
  }
}
