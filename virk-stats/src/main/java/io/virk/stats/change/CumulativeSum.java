package io.virk.stats.change;

import io.virk.stats.internal.Checks;

/**
 * One side of a CUSUM: S := max(0, S + step), and since when it is above 0, which is where a change
 * most likely began. What a chart and its thresholds are made of; {@link Cusum} is one with two
 * sides.
 *
 * <p>Memory: 40 bytes. Cost of a step: about a nanosecond, no allocation. Not thread-safe.
 *
 * <p>Source: E. S. Page, <i>Continuous inspection schemes</i>, Biometrika 41 (1954),
 * doi:10.1093/biomet/41.1-2.100.
 */
public final class CumulativeSum {
  private double value;
  private double total;
  private int length;

  /** At 0. */
  public CumulativeSum() {}

  /**
   * Adds a step.
   *
   * @param step how far the observation is beyond what is put up with; not NaN
   * @return the sum
   */
  public double add(double step) {
    return add(step, Double.POSITIVE_INFINITY);
  }

  /**
   * Adds a step to a sum that does not grow beyond its threshold, so that it is back soon after
   * what made it grow is over.
   *
   * @param step how far the observation is beyond what is put up with; not NaN
   * @param most the sum is no larger afterwards; 0 or more
   * @return the sum
   */
  public double add(double step, double most) {
    boolean begins = value == 0;
    double sum = value + step;
    value = sum > 0 ? Math.min(most, sum) : 0;
    total = begins ? step : total + step;
    length = begins ? 1 : length == Integer.MAX_VALUE ? length : length + 1;
    return value;
  }

  /** The sum, 0 or more. */
  public double value() {
    return value;
  }

  /** Steps since the sum was last 0, that with which it began included; 0 before the first. */
  public int length() {
    return length;
  }

  /** The sum of those steps, not cut off anywhere. */
  public double total() {
    return total;
  }

  /**
   * Takes something off, as where the threshold has come nearer.
   *
   * @param amount 0 or more
   */
  public void lower(double amount) {
    value = Math.max(0, value - Checks.nonNegative(amount, "amount"));
  }

  /** Begins anew at 0. */
  public void reset() {
    value = 0;
    total = 0;
    length = 0;
  }

  /**
   * Goes on where another one stood.
   *
   * @param sum its {@link #value()}, 0 or more
   * @param steps its {@link #length()}, 0 or more
   * @param ofSteps its {@link #total()}, finite
   */
  public void restore(double sum, int steps, double ofSteps) {
    Checks.nonNegative(sum, "sum");
    Checks.finite(ofSteps, "sum of the steps");
    if (steps < 0) {
      throw Checks.rejected("steps", steps, ">= 0");
    }
    value = sum;
    length = steps;
    total = ofSteps;
  }
}
