package io.virk.internal;

/** Looks for values that are not finite. */
public final class Finite {
  private Finite() {}

  /**
   * Whether all values are finite, in sums of which none waits for another.
   *
   * @param values not modified
   * @return false if one is NaN or infinite
   */
  public static boolean all(float[] values) {
    float zero0 = 0;
    float zero1 = 0;
    float zero2 = 0;
    float zero3 = 0;
    int i = 0;
    for (; i <= values.length - 8; i += 8) {
      zero0 += values[i] * 0f + values[i + 1] * 0f;
      zero1 += values[i + 2] * 0f + values[i + 3] * 0f;
      zero2 += values[i + 4] * 0f + values[i + 5] * 0f;
      zero3 += values[i + 6] * 0f + values[i + 7] * 0f;
    }
    for (; i < values.length; i++) {
      zero0 += values[i] * 0f;
    }
    return zero0 + zero1 + zero2 + zero3 == 0;
  }

  /**
   * Where the first value is that is not finite.
   *
   * @param values not modified
   * @return its index; the length if all are finite
   */
  public static int firstNot(float[] values) {
    int at = 0;
    while (at < values.length && Float.isFinite(values[at])) {
      at++;
    }
    return at;
  }
}
