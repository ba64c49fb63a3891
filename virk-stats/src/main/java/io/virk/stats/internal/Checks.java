package io.virk.stats.internal;

import java.util.Objects;

/** Argument checks. Every message reads {@code name: value (expected: rule)}. */
public final class Checks {
  private Checks() {}

  /** An exception with the message {@code name: value (expected: rule)}. */
  public static IllegalArgumentException rejected(String name, Object value, String rule) {
    return new IllegalArgumentException(name + ": " + value + " (expected: " + rule + ")");
  }

  /** Rejects NaN and the infinities. */
  public static double finite(double value, String name) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      throw rejected(name, value, "finite");
    }
    return value;
  }

  /** Rejects NaN, the infinities and everything not above zero. */
  public static double positive(double value, String name) {
    if (!(value > 0 && value <= Double.MAX_VALUE)) {
      throw rejected(name, value, "> 0 and finite");
    }
    return value;
  }

  /** Rejects NaN, the infinities and everything below zero. */
  public static double nonNegative(double value, String name) {
    if (!(value >= 0 && value <= Double.MAX_VALUE)) {
      throw rejected(name, value, ">= 0 and finite");
    }
    return value;
  }

  /** Rejects a count below {@code least}. */
  public static int atLeast(int value, int least, String name) {
    if (value < least) {
      throw rejected(name, value, ">= " + least);
    }
    return value;
  }

  /** Rejects an array without elements. */
  public static double[] nonEmpty(double[] values, String name) {
    Objects.requireNonNull(values, name);
    if (values.length == 0) {
      throw rejected(name + ".length", 0, ">= 1");
    }
    return values;
  }

  /** Rejects an array without elements, or with one that is NaN or infinite. */
  public static double[] allFinite(double[] values, String name) {
    nonEmpty(values, name);
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= Double.MAX_VALUE)) {
        throw rejected(name + "[" + i + "]", values[i], "finite");
      }
    }
    return values;
  }

  /** Rejects an array without elements, or with one that is NaN or infinite. */
  public static float[] allFinite(float[] values, String name) {
    Objects.requireNonNull(values, name);
    if (values.length == 0) {
      throw rejected(name + ".length", 0, ">= 1");
    }
    return allFinite(values, values.length, name);
  }

  private static float[] allFinite(float[] values, int length, String name) {
    // x - x is 0 for a finite x and NaN otherwise: no branch per element
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int at = 0;
    for (; at <= length - 8; at += 8) {
      s0 += values[at] - values[at];
      s1 += values[at + 1] - values[at + 1];
      s2 += values[at + 2] - values[at + 2];
      s3 += values[at + 3] - values[at + 3];
      s4 += values[at + 4] - values[at + 4];
      s5 += values[at + 5] - values[at + 5];
      s6 += values[at + 6] - values[at + 6];
      s7 += values[at + 7] - values[at + 7];
    }
    float sum = ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7));
    for (; at < length; at++) {
      sum += values[at] - values[at];
    }
    if (sum != 0) {
      for (int i = 0; i < length; i++) {
        if (!(Math.abs(values[i]) <= Float.MAX_VALUE)) {
          throw rejected(name + "[" + i + "]", values[i], "finite");
        }
      }
    }
    return values;
  }

  /** Rejects anything but {@code rows} by {@code columns} finite numbers, both at least 1. */
  public static void matrix(float[] values, int rows, int columns, String name) {
    Objects.requireNonNull(values, name);
    shape(values.length, rows, columns, name);
    allFinite(values, values.length, name);
  }

  /** Rejects anything but {@code rows} by {@code columns} finite numbers, both at least 1. */
  public static void matrix(double[] values, int rows, int columns, String name) {
    Objects.requireNonNull(values, name);
    shape(values.length, rows, columns, name);
    allFinite(values, name);
  }

  /** Rejects a length that is not {@code rows} by {@code columns}, both at least 1. */
  public static void shape(int length, int rows, int columns, String name) {
    // names are put together for a failure only: a streaming update allocates nothing
    if (rows < 1) {
      throw rejected("rows of " + name, rows, ">= 1");
    }
    if (columns < 1) {
      throw rejected("columns of " + name, columns, ">= 1");
    }
    if ((long) rows * columns != length) {
      throw rejected(name + ".length", length, rows + " rows x " + columns + " columns");
    }
  }

  /** Rejects two lengths that differ. */
  public static void sameLength(int length, int other, String name, String otherName) {
    if (length != other) {
      throw rejected(name + ".length", length, otherName + ".length " + other);
    }
  }
}
