package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

/**
 * Means over bandwidths of the sums of kernel values, without the diagonals.
 *
 * @param xx over pairs i &lt; j of x
 * @param yy over pairs i &lt; j of y
 * @param xy over all pairs of x and y
 */
record MmdSums(double xx, double yy, double xy) {

  static double biased(double xx, double yy, double xy, double n, double m) {
    return Math.max(0, (n + 2 * xx) / n / n + (m + 2 * yy) / m / m - 2 * xy / n / m);
  }

  static double unbiased(double xx, double yy, double xy, double n, double m) {
    return 2 * xx / n / (n - 1) + 2 * yy / m / (m - 1) - 2 * xy / n / m;
  }

  double biased(int n, int m) {
    return biased(xx, yy, xy, n, m);
  }

  double unbiased(int n, int m) {
    return unbiased(xx, yy, xy, n, m);
  }

  /** Rejects a sample without a pair. */
  static void checkPairs(int size, String name) {
    if (size < 2) {
      throw rejected(name, size, ">= 2 for the unbiased estimate");
    }
  }

  static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
