package io.virk.stats.sequence;

import io.virk.stats.internal.Checks;
import java.util.function.DoublePredicate;

/** Checks and searches that the sequences share. */
final class Levels {
  private static final int STEPS = 60;

  private Levels() {}

  /** ln(1 / alpha) of a confidence of 1 - alpha. */
  static double logThreshold(double confidence) {
    if (!(confidence > 0 && confidence < 1)) {
      throw Checks.rejected("confidence", confidence, "> 0 and < 1");
    }
    return -Math.log1p(-confidence);
  }

  /** Rejects an alpha that is no level. */
  static double alpha(double alpha) {
    if (!(alpha > 0 && alpha < 1)) {
      throw Checks.rejected("alpha", alpha, "> 0 and < 1");
    }
    return alpha;
  }

  /**
   * The place nearest to {@code outside} that is known to be rejected, by bisection: {@code inside}
   * is not, and what lies beyond a rejected place is rejected too.
   */
  static double edge(double outside, double inside, DoublePredicate rejected) {
    double out = outside;
    double in = inside;
    for (int i = 0; i < STEPS && out != in; i++) {
      double middle = out + (in - out) / 2;
      if (rejected.test(middle)) {
        out = middle;
      } else {
        in = middle;
      }
    }
    return out;
  }

  /** ln of the mean of the exponentials. */
  static double logMean(double[] logs, double[] weights) {
    double most = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      most = Math.max(most, log);
    }
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    double all = 0;
    for (int i = 0; i < logs.length; i++) {
      sum += weights[i] * Math.exp(logs[i] - most);
      all += weights[i];
    }
    return most + Math.log(sum / all);
  }

  /**
   * By how many a count has to grow until something is decided, where all counts grow alike.
   *
   * @param count now, 1 or more
   * @param decided of the factor by which they have grown
   */
  static long moreUntil(long count, DoublePredicate decided) {
    double factor = 2;
    while (!decided.test(factor)) {
      factor *= 2;
      if (factor * count > 1e12) {
        return Long.MAX_VALUE;
      }
    }
    double least = factor / 2;
    for (int i = 0; i < 30; i++) {
      double middle = (least + factor) / 2;
      if (decided.test(middle)) {
        factor = middle;
      } else {
        least = middle;
      }
    }
    return Math.max(1, (long) Math.ceil((factor - 1) * count));
  }

  /** n ln x, 0 for n = 0 whatever x. */
  static double times(long n, double log) {
    return n == 0 ? 0 : n * log;
  }
}
