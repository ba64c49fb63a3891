package io.virk.stats.change;

import io.virk.stats.internal.Checks;

/** The check of every observation. */
final class Observations {
  /** So that no square or sum of squares overflows. */
  static final double LARGEST = 1e100;

  private Observations() {}

  /** The exception for an observation that is not below {@link #LARGEST}. */
  static IllegalArgumentException rejected(double x) {
    return Checks.rejected("x", x, "finite and at most 1e100 in size");
  }
}
