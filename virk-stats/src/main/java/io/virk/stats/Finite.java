package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import java.util.Objects;

/** Looks for NaN and infinities in long arrays, eight elements at a time. */
final class Finite {
  private Finite() {}

  /** Rejects anything but {@code n} rows of {@code columns} finite numbers, n at least 1. */
  static void rows(float[] values, int n, int columns, String name) {
    Objects.requireNonNull(values, name);
    if (n < 1) {
      throw rejected("rows of " + name, n, ">= 1");
    }
    if (values.length != (long) n * columns) {
      throw rejected(name + ".length", values.length, n + " rows x " + columns + " columns");
    }
    all(values, name);
  }

  /** Rejects a NaN or infinity; an empty array has none. */
  static void all(float[] values, String name) {
    // v - v is 0 for a finite v and NaN otherwise
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= values.length - 8; i += 8) {
      s0 += values[i] - values[i];
      s1 += values[i + 1] - values[i + 1];
      s2 += values[i + 2] - values[i + 2];
      s3 += values[i + 3] - values[i + 3];
      s4 += values[i + 4] - values[i + 4];
      s5 += values[i + 5] - values[i + 5];
      s6 += values[i + 6] - values[i + 6];
      s7 += values[i + 7] - values[i + 7];
    }
    for (; i < values.length; i++) {
      s0 += values[i] - values[i];
    }
    if (!(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 == 0)) {
      for (int k = 0; k < values.length; k++) {
        if (!(Math.abs(values[k]) <= Float.MAX_VALUE)) {
          throw rejected(name + "[" + k + "]", values[k], "finite");
        }
      }
    }
  }
}
