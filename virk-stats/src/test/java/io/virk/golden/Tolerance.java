package io.virk.golden;

/**
 * The pass rule of the golden set: {@code |got - expected| <= absolute + relative * |expected|};
 * equal infinities pass and NaN matches NaN.
 *
 * @param relative 0 or more
 * @param absolute 0 or more
 */
public record Tolerance(double relative, double absolute) {

  /** Nothing but equal numbers. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** Whether {@code got} passes for {@code expected}. */
  public boolean accepts(double expected, double got) {
    if (Double.isNaN(expected)) {
      return Double.isNaN(got);
    }
    return expected == got
        || Math.abs(got - expected) <= absolute + relative * Math.abs(expected)
            && !Double.isInfinite(expected);
  }

  /** Fails with both numbers if {@code got} does not pass. */
  public void check(String what, double expected, double got) {
    if (!accepts(expected, got)) {
      throw new AssertionError(
          what
              + ": "
              + got
              + " (expected: "
              + expected
              + ", difference "
              + (got - expected)
              + ", allowed "
              + this
              + ")");
    }
  }

  /** Checks each element. */
  public void check(String what, double[] expected, double[] got) {
    if (expected.length != got.length) {
      throw new AssertionError(what + ": " + got.length + " numbers (expected: " + expected.length);
    }
    for (int i = 0; i < expected.length; i++) {
      check(what + "[" + i + "]", expected[i], got[i]);
    }
  }
}
