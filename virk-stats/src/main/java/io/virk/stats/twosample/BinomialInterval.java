package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

/**
 * A confidence interval for the probability behind a count.
 *
 * @param low end, 0 to 1; 0 if nothing was counted
 * @param high end, 0 to 1; 1 if everything was counted
 */
public record BinomialInterval(double low, double high) {
  private static final int STEPS = 200;
  private static final double TINY = 1e-300;

  /**
   * The interval of Clopper and Pearson: it holds the true probability in at least the share of
   * repetitions asked for, whatever that probability is, if the trials are independent.
   *
   * <p>Source: C. Clopper and E. Pearson, <i>The use of confidence or fiducial limits illustrated
   * in the case of the binomial</i>, Biometrika 26 (1934), doi:10.1093/biomet/26.4.404. The tails
   * are incomplete beta functions, by Lentz's continued fraction, inverted by bisection: relative
   * error below 1e-9.
   *
   * @param successes 0 to trials
   * @param trials 1 or more
   * @param confidence in (0, 1), for example 0.95
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static BinomialInterval clopperPearson(long successes, long trials, double confidence) {
    if (trials < 1) {
      throw rejected("trials", trials, ">= 1");
    }
    if (successes < 0 || successes > trials) {
      throw rejected("successes", successes, "0 to " + trials);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw rejected("confidence", confidence, "in (0, 1)");
    }
    double side = (1 - confidence) / 2;
    double low = successes == 0 ? 0 : solve(successes, trials, side);
    double high = successes == trials ? 1 : solve(successes + 1, trials, 1 - side);
    return new BinomialInterval(low, high);
  }

  /**
   * Whether the interval holds a probability.
   *
   * @param probability any number
   */
  public boolean contains(double probability) {
    return probability >= low && probability <= high;
  }

  /** The probability for which at least k of n successes have a given probability. */
  private static double solve(long k, long n, double tail) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < STEPS && high - low > 1e-16 * high; i++) {
      double middle = (low + high) / 2;
      if (incompleteBeta(k, n - k + 1.0, middle) < tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /** I_x(a, b), the probability of at least a successes among a + b - 1. */
  private static double incompleteBeta(double a, double b, double x) {
    if (x <= 0 || x >= 1) {
      return x <= 0 ? 0 : 1;
    }
    if (x > (a + 1) / (a + b + 2)) {
      return 1 - incompleteBeta(b, a, 1 - x);
    }
    double front =
        UpperTail.logGamma(a + b)
            - UpperTail.logGamma(a)
            - UpperTail.logGamma(b)
            + a * Math.log(x)
            + b * Math.log1p(-x);
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
