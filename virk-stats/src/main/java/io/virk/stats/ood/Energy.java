package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Energy score of logits z: -T ln(sum of exp(z / T)); larger = more out of distribution. In the
 * unit of the logits. The largest logit is taken out first, so that nothing overflows. Cost: one
 * exponential per class, no allocation. A logit of -infinity is a class that is masked out: it adds
 * nothing.
 *
 * <p>Source: W. Liu et al., <i>Energy-based out-of-distribution detection</i>, NeurIPS (2020),
 * arXiv:2010.03759.
 */
public final class Energy {
  private Energy() {}

  /**
   * The energy of one observation.
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   */
  public static double of(float[] logits, double temperature) {
    Checks.positive(temperature, "temperature");
    checkUsable(logits);
    float max = max(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(((double) logit - max) / temperature);
    }
    return -(max + temperature * Math.log(sum));
  }

  /**
   * The energy of one observation.
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   */
  public static double of(double[] logits, double temperature) {
    Checks.positive(temperature, "temperature");
    checkUsable(logits);
    double max = max(logits);
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp((logit - max) / temperature);
    }
    return -(max + temperature * Math.log(sum));
  }

  /** Rejects NaN, +infinity, and logits of which none is finite. */
  static void checkUsable(float[] logits) {
    Objects.requireNonNull(logits, "logits");
    boolean any = false;
    for (int i = 0; i < logits.length; i++) {
      if (Float.isNaN(logits[i]) || logits[i] == Float.POSITIVE_INFINITY) {
        throw rejected("logits[" + i + "]", logits[i], "finite, or -infinity where masked");
      }
      any |= logits[i] != Float.NEGATIVE_INFINITY;
    }
    if (!any) {
      throw rejected("logits", "none is finite", "at least one");
    }
  }

  /** Rejects NaN, +infinity, and logits of which none is finite. */
  static void checkUsable(double[] logits) {
    Objects.requireNonNull(logits, "logits");
    boolean any = false;
    for (int i = 0; i < logits.length; i++) {
      if (Double.isNaN(logits[i]) || logits[i] == Double.POSITIVE_INFINITY) {
        throw rejected("logits[" + i + "]", logits[i], "finite, or -infinity where masked");
      }
      any |= logits[i] != Double.NEGATIVE_INFINITY;
    }
    if (!any) {
      throw rejected("logits", "none is finite", "at least one");
    }
  }

  static float max(float[] logits) {
    float max = Float.NEGATIVE_INFINITY;
    for (float logit : logits) {
      max = Math.max(max, logit);
    }
    return max;
  }

  static double max(double[] logits) {
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      max = Math.max(max, logit);
    }
    return max;
  }
}
