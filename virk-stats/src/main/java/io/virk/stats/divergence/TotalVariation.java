package io.virk.stats.divergence;

import java.util.Objects;

/**
 * Total variation distance: half the sum of |p - q|, which is the largest difference of probability
 * that any set of bins has under the two.
 *
 * <p>Symmetric, 0 to 1; with {@link Smoothing#floor} the two do not sum to 1, and the value may be
 * above. Cost: two divisions per bin, no allocation.
 *
 * <p>Source: A. B. Tsybakov, <i>Introduction to Nonparametric Estimation</i>, Springer (2009),
 * section 2.4, doi:10.1007/b13794.
 */
public final class TotalVariation {
  private TotalVariation() {}

  /**
   * Of two binned samples.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   * @return 0 to 1
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
      sum += Math.abs(pi - qi);
    }
    return smoothing.inRange(sum / 2, 1);
  }
}
