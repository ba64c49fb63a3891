package io.virk.stats.divergence;

import java.util.Objects;

/**
 * Jensen-Shannon divergence: the mean of KL(p || m) and KL(q || m), with m the mean of p and q; and
 * its square root, which is a metric.
 *
 * <p>Symmetric, 0 to ln 2 in nats and 0 to 1 in bits, finite whatever bins are empty; 0 for equal
 * distributions only. With {@link Smoothing#floor} the two do not sum to 1, and the value may be
 * above. Bins that differ little are summed by a series, so that small divergences keep their
 * digits. Cost: two logarithms per bin, no allocation.
 *
 * <p>Source: J. Lin, <i>Divergence measures based on the Shannon entropy</i>, IEEE Trans. Inf.
 * Theory 37 (1991), doi:10.1109/18.61115; the metric: D. M. Endres and J. E. Schindelin, ibid. 49
 * (2003), doi:10.1109/TIT.2003.813506.
 */
public final class JensenShannon {
  private static final double LN2 = Math.log(2);
  private static final double SERIES_BELOW = 0.1;

  private JensenShannon() {}

  /**
   * In nats.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double divergence(double[] p, double[] q, Smoothing smoothing) {
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
      sum += part(pi, qi);
    }
    return smoothing.inRange(sum, LN2);
  }

  /**
   * The square root of {@link #divergence}, in nats: 0 to sqrt(ln 2), as SciPy's jensenshannon.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double distance(double[] p, double[] q, Smoothing smoothing) {
    return Math.sqrt(divergence(p, q, smoothing));
  }

  /**
   * {@link #divergence} in bits: 0 to 1.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double divergenceBits(double[] p, double[] q, Smoothing smoothing) {
    return divergence(p, q, smoothing) / LN2;
  }

  /**
   * The square root of {@link #divergenceBits}: 0 to 1.
   *
   * @param p counts or masses: finite, 0 or more, of positive sum. Not modified.
   * @param q as many counts or masses. Not modified.
   * @param smoothing of both
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static double distanceBits(double[] p, double[] q, Smoothing smoothing) {
    return Math.sqrt(divergenceBits(p, q, smoothing));
  }

  /**
   * With m = (p + q) / 2 and r = (p - q) / (p + q): m / 2 ((1 + r) ln(1 + r) + (1 - r) ln(1 - r)).
   */
  private static double part(double p, double q) {
    double sum = p + q;
    if (!(sum > 0)) {
      return 0;
    }
    double r = (p - q) / sum;
    double r2 = r * r;
    if (Math.abs(r) < SERIES_BELOW) {
      // sum of r^2k / (k (2 k - 1)), halved here and once more with m
      double tail = r2 * (1 / 15.0 + r2 * (1 / 28.0 + r2 * (1 / 45.0 + r2 * (1 / 66.0 + r2 / 91))));
      return sum / 4 * r2 * (1 + r2 * (1 / 6.0 + tail));
    }
    double plus = r > -1 ? (1 + r) * Math.log1p(r) : 0;
    double minus = r < 1 ? (1 - r) * Math.log1p(-r) : 0;
    return sum / 4 * (plus + minus);
  }
}
