package io.virk.detect;

/** Far tails of the normal and of Student's t distribution. */
final class NormalTail {
  private NormalTail() {}

  /**
   * The normal deviate that is exceeded with a probability, by bisection on the logarithm of the
   * tail.
   *
   * @param probability in (0, 0.5]
   */
  static double quantile(double probability) {
    double target = Math.log(probability);
    double low = 0;
    double high = 40;
    for (int i = 0; i < 80; i++) {
      double middle = (low + high) / 2;
      if (logSurvival(middle) > target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /**
   * log P(Z &gt; z) for z &ge; 0. Below 2 the integral of the density by Simpson's rule; from there
   * the continued fraction of Mills' ratio (Abramowitz and Stegun 26.2.14). Relative error of the
   * probability below 1e-9.
   */
  static double logSurvival(double z) {
    if (z < 2) {
      int steps = 400;
      double h = z / steps;
      double sum = density(0) + density(z);
      for (int i = 1; i < steps; i++) {
        sum += (i % 2 == 0 ? 2 : 4) * density(i * h);
      }
      return Math.log(0.5 - sum * h / 3);
    }
    double fraction = z;
    for (int k = 120; k >= 1; k--) {
      fraction = z + k / fraction;
    }
    return -0.5 * z * z - 0.5 * Math.log(2 * Math.PI) - Math.log(fraction);
  }

  private static double density(double z) {
    return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  }

  /**
   * By how much a deviate of Student's t distribution is larger than the normal one of the same
   * tail probability: the Cornish-Fisher expansion (Abramowitz and Stegun 26.7.5), four terms.
   *
   * @param probability in (0, 0.5)
   * @param degrees of freedom, &ge; 2
   * @return &ge; 1
   */
  static double studentInflation(double probability, double degrees) {
    double z = quantile(probability);
    double z2 = z * z;
    double g1 = (z2 + 1) / 4;
    double g2 = ((5 * z2 + 16) * z2 + 3) / 96;
    double g3 = (((3 * z2 + 19) * z2 + 17) * z2 - 15) / 384;
    double g4 = ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / 92_160;
    double v = degrees;
    return Math.max(1, 1 + g1 / v + g2 / (v * v) + g3 / (v * v * v) + g4 / (v * v * v * v));
  }
}
