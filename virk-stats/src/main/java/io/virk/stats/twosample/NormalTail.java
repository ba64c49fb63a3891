package io.virk.stats.twosample;

/**
 * Far tails of the normal and of Student's t distribution, in logarithms where a probability would
 * come out as 0. Static methods alone, which allocate nothing and are safe for any thread.
 */
public final class NormalTail {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private NormalTail() {}

  /**
   * The normal deviate that is exceeded with a probability, by Newton's iteration on the logarithm
   * of the tail. That is concave, so every step but the first comes from above.
   *
   * @param probability in (0, 0.5]
   * @return 0 or more
   */
  public static double quantile(double probability) {
    double target = Math.log(probability);
    double z = Math.sqrt(-2 * target);
    for (int i = 0; i < 50; i++) {
      double tail = logSurvival(z);
      double slope = Math.exp(logDensity(z) - tail);
      double next = Math.max(0, z + (tail - target) / slope);
      if (Math.abs(next - z) <= 1e-14 * z) {
        return next;
      }
      z = next;
    }
    return z;
  }

  /**
   * log P(Z &gt; z) for z &ge; 0. Below 3 the power series of the integral (Abramowitz and Stegun
   * 26.2.11); from there the continued fraction of Mills' ratio (26.2.14). Relative error of the
   * probability below 1e-12.
   *
   * @param z 0 or more
   * @return 0 or less
   */
  public static double logSurvival(double z) {
    if (z < 3) {
      double term = z;
      double sum = z;
      for (int k = 3; term > 1e-17 * sum; k += 2) {
        term *= z * z / k;
        sum += term;
      }
      return Math.log(0.5 - Math.exp(logDensity(z)) * sum);
    }
    double fraction = z;
    for (int k = z < 4 ? 60 : z < 6 ? 40 : z < 10 ? 20 : 12; k >= 1; k--) { // as many as tell
      fraction = z + k / fraction;
    }
    return logDensity(z) - Math.log(fraction);
  }

  private static double logDensity(double z) {
    return -0.5 * z * z - HALF_LOG_TWO_PI;
  }

  /**
   * By how much a deviate of Student's t distribution is larger than the normal one of the same
   * tail probability: the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), four terms.
   *
   * @param z the normal deviate, &gt; 0
   * @param degrees of freedom, &ge; 2
   * @return &ge; 1
   */
  public static double studentInflationAt(double z, double degrees) {
    double z2 = z * z;
    double g1 = (z2 + 1) / 4;
    double g2 = ((5 * z2 + 16) * z2 + 3) / 96;
    double g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    double g4 = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160;
    double v = degrees;
    return Math.max(1, 1 + g1 / v + g2 / (v * v) + g3 / (v * v * v) + g4 / (v * v * v * v));
  }
}
