package io.virk.stats.agreement;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import io.virk.stats.twosample.NormalTail;
import java.util.function.IntToDoubleFunction;

/**
 * Standard errors by leaving out each of some groups in turn: sqrt((g - 1) / g sum (value without i
 * - mean of these)^2).
 *
 * <p>Source: B. Efron and C. Stein, <i>The jackknife estimate of variance</i>, Ann. Stat. 9 (1981),
 * doi:10.1214/aos/1176345462.
 */
final class Jackknife {
  private Jackknife() {}

  /** NaN if there are fewer than two groups, or a value without one is NaN. */
  static double standardError(int groups, IntToDoubleFunction without) {
    double[] values = new double[groups];
    double mean = 0;
    for (int i = 0; i < groups; i++) {
      values[i] = without.applyAsDouble(i);
      mean += values[i] / groups;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return groups < 2 ? Double.NaN : Math.sqrt((groups - 1.0) / groups * squares);
  }

  /** By Student's t, cut to -1 to 1; NaN ends without an error. */
  static Interval interval(double value, double error, double degrees, double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw Checks.rejected("confidence", confidence, "> 0 and < 1");
    }
    if (Double.isNaN(value) || Double.isNaN(error)) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double z = NormalTail.quantile((1 - confidence) / 2);
    double t = z * NormalTail.studentInflationAt(z, Math.max(2, degrees));
    return Interval.around(value, t * error, -1, 1);
  }
}
