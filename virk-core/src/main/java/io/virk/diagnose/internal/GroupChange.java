package io.virk.diagnose.internal;

import io.virk.stats.change.EValues;
import io.virk.stats.twosample.NormalTail;

/**
 * The change of the mean of some numbers between two times, and how sure it is. Neighbours that
 * resemble each other count for less: of numbers whose lag-1 correlation is r, (1 + r) / (1 - r)
 * are worth one.
 */
final class GroupChange {
  private static final double MOST_ALIKE = 0.98;

  private final Side before = new Side();
  private final Side since = new Side();

  /** Sums of the numbers of one time, in their order. */
  private static final class Side {
    private long n;
    private double mean;
    private double squares;
    private double first;
    private double last;
    private double products; // of neighbours, about the first number

    private void add(double x) {
      if (n == 0) {
        first = x;
      } else {
        products += (last - first) * (x - first);
      }
      n++;
      double d = x - mean;
      mean += d / n;
      squares += d * (x - mean);
      last = x;
    }

    /** Sum of the products of neighbours' deviations from the mean, about. */
    private double lagged() {
      double m = mean - first;
      double sum = n * m; // of the numbers, less the first
      return products - m * (2 * sum - (last - first)) + (n - 1) * m * m;
    }

    private double variance() {
      return n < 2 ? 0 : squares / (n - 1);
    }
  }

  void before(double x) {
    before.add(x);
  }

  void since(double x) {
    since.add(x);
  }

  long countBefore() {
    return before.n;
  }

  long countSince() {
    return since.n;
  }

  double meanBefore() {
    return before.mean;
  }

  double meanSince() {
    return since.mean;
  }

  /** Of deviations from both means. */
  double squares() {
    return before.squares + since.squares;
  }

  /** Of the mean. */
  double change() {
    return since.mean - before.mean;
  }

  /** Numbers that are worth one. */
  private double alike() {
    double squares = before.squares + since.squares;
    double r = squares > 0 ? (before.lagged() + since.lagged()) / squares : 0;
    double clipped = Math.max(0, Math.min(MOST_ALIKE, r));
    return (1 + clipped) / (1 - clipped);
  }

  /** Standard error of the change, at least as if the numbers had a variance. */
  double error(double leastVariance) {
    double ofBefore = Math.max(before.variance(), leastVariance);
    double ofSince = Math.max(since.variance(), leastVariance);
    return Math.sqrt(alike() * (ofBefore / before.n + ofSince / since.n));
  }

  /** At most 1 in the mean if nothing has changed. */
  double eValue(double leastVariance) {
    double error = error(leastVariance);
    if (!(error > 0)) {
      return change() == 0 ? EValues.ofPValue(1) : EValues.ofPValue(Double.MIN_NORMAL);
    }
    double t = change() / error;
    double freedom = Math.max(2, (before.n + since.n) / alike() - 2);
    // Student's t as a normal deviate (Wallace 1959)
    double z =
        (8 * freedom + 1) / (8 * freedom + 3) * Math.sqrt(freedom * Math.log1p(t * t / freedom));
    double log = Math.log(2) + NormalTail.logSurvival(z);
    return EValues.ofPValue(Math.max(Double.MIN_NORMAL, Math.min(1, Math.exp(log))));
  }
}
