package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.Checks;

/** The check of every observation. */
final class Observations {
  /** So that no square or sum of squares overflows. */
  static final double LARGEST = 1e100;

  private Observations() {}

  /** A number read from a stranger's bytes that was an observation, or a bound of them. */
  static double read(BinaryInput in, String name) {
    double x = in.real(name);
    if (!(Math.abs(x) <= LARGEST)) {
      throw Checks.rejected(name, x, "finite and at most 1e100 in size");
    }
    return x;
  }

  /** The exception for an observation that is not below {@link #LARGEST}. */
  static IllegalArgumentException rejected(double x) {
    return Checks.rejected("x", x, "finite and at most 1e100 in size");
  }
}
