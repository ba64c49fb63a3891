package io.virk.stats.divergence;

import java.util.Objects;

/**
 * Hellinger distance: sqrt(1/2 sum of (sqrt p - sqrt q)^2), and the Bhattacharyya coefficient sum
 * of sqrt(p q). For distributions the squared distance is 1 less the coefficient.
 *
 * <p>Symmetric, both 0 to 1, finite whatever bins are empty: distance 0 for equal distributions, 1
 * for those that share no bin. With {@link Smoothing#floor} the two do not sum to 1, and neither
 * value keeps below it. Cost: two square roots per bin, no allocation.
 *
 * <p>Source: A. Bhattacharyya, <i>On a measure of divergence between two multinomial
 * populations</i>, Sankhya 7 (1946); L. Le Cam, <i>Asymptotic Methods in Statistical Decision
 * Theory</i>, Springer (1986), doi:10.1007/978-1-4612-4946-7.
 */
public final class Hellinger {
  private Hellinger() {}

  /**
   * The distance; computed from differences, so that small ones keep their digits.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   * @return 0 to 1
   */
  public static double distance(double[] p, double[] q, Smoothing smoothing) {
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
      double difference = Math.sqrt(pi) - Math.sqrt(qi);
      sum += difference * difference;
    }
    return Math.sqrt(smoothing.inRange(sum / 2, 1));
  }

  /**
   * The Bhattacharyya coefficient: 1 for equal distributions, 0 for those that share no bin.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   * @return 0 to 1
   */
  public static double bhattacharyya(double[] p, double[] q, Smoothing smoothing) {
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
      sum += Math.sqrt(pi) * Math.sqrt(qi);
    }
    return smoothing.inRange(sum, 1);
  }
}
