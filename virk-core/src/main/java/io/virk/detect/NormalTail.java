package io.virk.detect;

/** Far tails of the normal and of Student's t distribution. */
final class NormalTail {
  private static final double[] CENTRE = {
    3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
    1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
    3.3430575583588128105e4, 2.5090809287301226727e3
  };
  private static final double[] CENTRE_BELOW = {
    1,
    4.2313330701600911252e1,
    6.8718700749205790830e2,
    5.3941960214247511077e3,
    2.1213794301586595867e4,
    3.9307895800092710610e4,
    2.8729085735721942674e4,
    5.2264952788528545610e3
  };
  private static final double[] SHOULDER = {
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
    3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
    2.27238449892691845833e-2, 7.74545014278341407640e-4
  };
  private static final double[] SHOULDER_BELOW = {
    1,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };
  private static final double[] TAIL = {
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
    2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
    2.71155556874348757815e-5, 2.01033439929228813265e-7
  };
  private static final double[] TAIL_BELOW = {
    1,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  private NormalTail() {}

  /**
   * The normal deviate that is exceeded with a probability: Wichura (1988), "Algorithm AS 241",
   * Applied Statistics 37:477-484, doi:10.2307/2347330. Relative error about 1e-16.
   *
   * @param probability in (0, 0.5]
   */
  static double quantile(double probability) {
    double q = 0.5 - probability;
    if (q <= 0.425) {
      double r = 0.180625 - q * q;
      return q * horner(CENTRE, r) / horner(CENTRE_BELOW, r);
    }
    double r = Math.sqrt(-Math.log(probability));
    return r <= 5
        ? horner(SHOULDER, r - 1.6) / horner(SHOULDER_BELOW, r - 1.6)
        : horner(TAIL, r - 5) / horner(TAIL_BELOW, r - 5);
  }

  private static double horner(double[] coefficients, double x) {
    double value = 0;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value * x + coefficients[i];
    }
    return value;
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
