package io.virk.image.internal;

/** How far the sum of a row, or of a column, is from those of its two neighbours. */
final class LinePatterns {
  private LinePatterns() {}

  /**
   * The standard deviation of the second differences of sums, halved.
   *
   * @param sums of lines. Not modified.
   * @param lines how many, &ge; 3
   * @return in the unit of the sums
   */
  static double deviation(double[] sums, int lines) {
    double total = 0;
    double squares = 0;
    int n = lines - 2;
    for (int i = 1; i <= n; i++) {
      total += sums[i] - (sums[i - 1] + sums[i + 1]) / 2;
    }
    double mean = total / n;
    for (int i = 1; i <= n; i++) {
      double deviation = sums[i] - (sums[i - 1] + sums[i + 1]) / 2 - mean;
      squares += deviation * deviation;
    }
    return Math.sqrt(squares / n);
  }
}
