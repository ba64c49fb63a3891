package io.virk.signal;

/** Checks the numbers of outputs. */
final class Checked {
  private static final double LARGEST_SIDE = 1e6;

  private Checked() {}

  static void range(String what, int value, int most) {
    if (value < 1 || value > most) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: 1 .. " + most + ")");
    }
  }

  static void side(String what, double value) {
    if (!(value > 0 && value <= LARGEST_SIDE)) {
      throw new IllegalArgumentException(what + ": " + value + " (expected: in (0, 1,000,000])");
    }
  }
}
