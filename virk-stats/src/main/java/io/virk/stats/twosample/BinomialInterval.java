package io.virk.stats.twosample;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.Interval;
import io.virk.stats.internal.BetaFunctions;

/** Confidence intervals for the probability behind a count. */
public final class BinomialInterval {
  private static final int STEPS = 200;

  private BinomialInterval() {}

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
   * @return within 0 to 1; from 0 if nothing was counted, to 1 if everything was
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public static Interval clopperPearson(long successes, long trials, double confidence) {
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
    return new Interval(low, high);
  }

  /** The probability for which at least k of n successes have a given probability. */
  private static double solve(long k, long n, double tail) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < STEPS && high - low > 1e-16 * high; i++) {
      double middle = (low + high) / 2;
      if (BetaFunctions.incompleteBeta(k, n - k + 1.0, middle) < tail) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
