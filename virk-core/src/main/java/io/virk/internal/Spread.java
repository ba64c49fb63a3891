package io.virk.internal;

/** By how much numbers vary, also where they never did. */
public final class Spread {
  /** What never varies counts as varying by this much of its magnitude. */
  private static final double LEAST = 1e-6;

  /** Below it a deviation is rounding, whatever the unit. */
  private static final double ROUNDING = 1e-12;

  private Spread() {}

  /**
   * A deviation to divide by.
   *
   * @param deviation standard deviation of some numbers, &ge; 0
   * @param mean of them
   * @return the same; of numbers that never vary, but for rounding, a millionth of their mean, or
   *     of 1 if that is more
   */
  public static double of(double deviation, double mean) {
    double size = Math.abs(mean);
    return deviation > Math.max(LEAST * size, ROUNDING) ? deviation : LEAST * Math.max(1, size);
  }
}
