package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/** What all tests on two samples of a scalar need. */
final class Samples {
  private Samples() {}

  /** A sorted copy; -0.0 becomes 0.0. Rejects an empty sample and numbers that are not finite. */
  static double[] sorted(double[] values, String name) {
    double[] sorted = Checks.allFinite(values, name).clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0.0;
    }
    Arrays.sort(sorted);
    return sorted;
  }

  /** Rejects what is empty, not finite or not in ascending order. */
  static void checkSorted(double[] values, String name) {
    Checks.allFinite(values, name);
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1]) {
        throw Checks.rejected(name + "[" + i + "]", values[i], ">= " + values[i - 1]);
      }
    }
  }

  /** b - a without overflow to infinity before it is multiplied by a factor of 0 to 1. */
  static double scaledGap(double a, double b, double factor) {
    double gap = b - a;
    return gap <= Double.MAX_VALUE ? gap * factor : b * factor - a * factor;
  }

  /** Standard deviation with divisor n; right for any scale; exactly 0 for constant values. */
  static double standardDeviation(double[] values) {
    double largest = 0;
    boolean constant = true;
    for (double value : values) {
      largest = Math.max(largest, Math.abs(value));
      constant &= value == values[0];
    }
    if (constant) {
      return 0;
    }
    int exponent = Math.getExponent(largest); // scaling by a power of two is exact
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += Math.scalb(value, -exponent) / n;
    }
    double squares = 0;
    double error = 0;
    for (double value : values) {
      double d = Math.scalb(value, -exponent) - mean;
      squares += d * d;
      error += d;
    }
    return Math.scalb(Math.sqrt((squares - error / n * error) / n), exponent);
  }
}
