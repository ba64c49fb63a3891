package io.virk.signal;

/** Looks for NaN and infinity. */
final class Finite {
  private Finite() {}

  /** Whether all values are finite, in a loop without a branch. */
  static boolean all(float[] values) {
    float zero = 0;
    for (float v : values) {
      zero += v * 0f;
    }
    return zero == 0;
  }

  /** The index of the first value that is not finite; the length if all are. */
  static int firstNot(float[] values) {
    int at = 0;
    while (at < values.length && Float.isFinite(values[at])) {
      at++;
    }
    return at;
  }
}
