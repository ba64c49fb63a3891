package io.virk.stats;

/**
 * An interval for an unknown number.
 *
 * @param low end; NaN only where the page of what made it says so
 * @param high end, not below it
 */
public record Interval(double low, double high) {
  /** Checks the order of the ends. */
  public Interval {
    if (low > high) {
      throw new IllegalArgumentException("low: " + low + " (expected: <= high " + high + ")");
    }
  }

  /**
   * Whether it holds a number; one with a NaN end holds none.
   *
   * @param value any number
   */
  public boolean contains(double value) {
    return value >= low && value <= high;
  }

  /** Its length, 0 or more. */
  public double width() {
    return high - low;
  }

  /**
   * A number and an error on either side, cut to a range.
   *
   * @param centre finite
   * @param error on either side, 0 or more
   * @param least that can be
   * @param most that can be, not below it
   */
  public static Interval around(double centre, double error, double least, double most) {
    return new Interval(
        Math.min(most, Math.max(least, centre - error)),
        Math.max(least, Math.min(most, centre + error)));
  }
}
