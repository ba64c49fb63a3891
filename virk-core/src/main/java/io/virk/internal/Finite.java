package io.virk.internal;

/** Looks for values that are not finite. */
public final class Finite {
  private Finite() {}

  /**
   * Whether all values are finite, in a loop without a branch.
   *
   * @param values not modified
   * @return false if one is NaN or infinite
   */
  public static boolean all(float[] values) {
    float zero = 0;
    for (float v : values) {
      zero += v * 0f;
    }
    return zero == 0;
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
