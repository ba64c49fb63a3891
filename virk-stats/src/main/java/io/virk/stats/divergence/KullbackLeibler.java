package io.virk.stats.divergence;

import java.util.Objects;

/**
 * Kullback-Leibler divergence KL(p || q) = sum of p ln(p / q), with 0 ln(0 / q) = 0.
 *
 * <p>0 or more, and 0 for equal distributions only; +Infinity where p has mass in a bin in which q
 * has none, which can happen without smoothing only. With {@link Smoothing#floor} the two do not
 * sum to 1, and the value may be below 0. Not symmetric. Cost: two logarithms per bin, no
 * allocation.
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
    Smoothing.check(p, q, "p", "q");
    double pTotal = Smoothing.total(p, "p");
    double qTotal = Smoothing.total(q, "q");
    double pDivisor = smoothing.divisor(p, pTotal);
    double qDivisor = smoothing.divisor(q, qTotal);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double pi = smoothing.probability(p[i], pTotal, pDivisor);
      double qi = smoothing.probability(q[i], qTotal, qDivisor);
      if (pi > 0) {
        sum += pi * (Math.log(pi) - Math.log(qi));
      }
    }
    return smoothing.inRange(sum, Double.POSITIVE_INFINITY);
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
}
