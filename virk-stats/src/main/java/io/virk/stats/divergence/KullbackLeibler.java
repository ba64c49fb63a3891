package io.virk.stats.divergence;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Kullback-Leibler divergence KL(p || q) = sum of p ln(p / q), with 0 ln(0 / q) = 0.
 *
 * <p>0 or more, and 0 for equal distributions only; +Infinity where p has mass in a bin in which q
 * has none, which can happen without smoothing only. With {@link Smoothing#floor} the two do not
 * sum to 1, and the value may be below 0. Not symmetric. Cost: one logarithm per bin.
 *
 * <p>Source: S. Kullback and R. A. Leibler, <i>On information and sufficiency</i>, Ann. Math.
 * Statist. 22 (1951), doi:10.1214/aoms/1177729694.
 */
public final class KullbackLeibler {
  private static final double LN2 = Math.log(2);

  private KullbackLeibler() {}

  /**
   * In nats.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double of(double[] p, double[] q, Smoothing smoothing) {
    Objects.requireNonNull(smoothing, "smoothing");
    Checks.nonEmpty(p, "p");
    Checks.nonEmpty(q, "q");
    Checks.sameLength(p.length, q.length, "p", "q");
    return ofProbabilities(smoothing.probabilities(p, "p"), smoothing.probabilities(q, "q"));
  }

  /**
   * In bits: {@link #of} divided by ln 2.
   *
   * @param p counts or masses. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   */
  public static double bits(double[] p, double[] q, Smoothing smoothing) {
    return of(p, q, smoothing) / LN2;
  }

  private static double ofProbabilities(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      if (p[i] > 0) {
        sum += p[i] * (Math.log(p[i]) - Math.log(q[i]));
      }
    }
    return sum;
  }
}
