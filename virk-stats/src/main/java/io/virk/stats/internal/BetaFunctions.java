package io.virk.stats.internal;

/** Gamma and beta functions. Relative error below 1e-11. Static, for any thread. */
public final class BetaFunctions {
  private static final double TINY = 1e-300;
  private static final double[] STIRLING = {
    1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0, 1 / 156.0
  };

  private BetaFunctions() {}

  /** ln Gamma(a), a above 0: Stirling's series, after the argument was raised to 16 or more. */
  public static double logGamma(double a) {
    double z = a;
    double raised = 1;
    while (z < 16) {
      raised *= z;
      z++;
    }
    double sum = 0;
    double power = 1 / z;
    for (double coefficient : STIRLING) {
      sum += coefficient * power;
      power /= z * z;
    }
    return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + sum - Math.log(raised);
  }

  /** ln B(a, b), both above 0. */
  public static double logBeta(double a, double b) {
    return logGamma(a) + logGamma(b) - logGamma(a + b);
  }

  /** I_x(a, b), the regularised incomplete beta function, by Lentz's continued fraction. */
  public static double incompleteBeta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - incompleteBeta(b, a, 1 - x);
    }
    double front = a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b);
    double c = 1;
    double d = 1 / nonZero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < 10_000; m++) {
      double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / nonZero(1 + even * d);
      c = nonZero(1 + even / c);
      fraction *= d * c;
      double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / nonZero(1 + odd * d);
      c = nonZero(1 + odd / c);
      fraction *= d * c;
      if (Math.abs(d * c - 1) < 1e-15) {
        break;
      }
    }
    return Math.exp(front) * fraction / a;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
