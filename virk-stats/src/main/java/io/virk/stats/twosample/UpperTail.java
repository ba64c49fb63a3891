package io.virk.stats.twosample;

import io.virk.stats.internal.BetaFunctions;

/**
 * Upper tails of the chi-square and normal distributions, from the incomplete gamma function
 * itself, never as 1 less the lower tail: a tiny p keeps its digits. Relative error about 1e-12.
 */
final class UpperTail {
  private static final double TINY = 1e-300;

  private UpperTail() {}

  /** P(X &gt;= x) of the standard normal distribution. */
  static double normal(double x) {
    double beyond = Math.exp(NormalTail.logSurvival(Math.abs(x)));
    return x >= 0 ? beyond : 1 - beyond;
  }

  /** P(X &gt;= statistic) of chi-square; 1 without degrees of freedom. */
  static double chiSquare(double statistic, int degrees) {
    return degrees == 0 ? 1 : gamma(degrees / 2.0, statistic / 2);
  }

  /** The regularised upper incomplete gamma function Q(a, x), a above 0, x 0 or more. */
  static double gamma(double a, double x) {
    if (x == 0) {
      return 1;
    }
    if (x == Double.POSITIVE_INFINITY) {
      return 0;
    }
    double front = Math.exp(a * Math.log(x) - x - BetaFunctions.logGamma(a));
    if (x < a + 1) {
      return Math.max(0, 1 - front * series(a, x));
    }
    return front == 0 ? 0 : Math.min(1, front * fraction(a, x));
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (double n = a + 1; term > sum * 1e-17; n++) {
      term *= x / n;
      sum += term;
    }
    return sum;
  }

  /** Lentz's method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double product = d;
    for (int i = 1; i < 1_000_000; i++) {
      double an = -i * (i - a);
      b += 2;
      d = an * d + b;
      d = 1 / (Math.abs(d) < TINY ? TINY : d);
      c = b + an / c;
      c = Math.abs(c) < TINY ? TINY : c;
      double factor = d * c;
      product *= factor;
      if (Math.abs(factor - 1) < 1e-16) {
        break;
      }
    }
    return product;
  }
}
