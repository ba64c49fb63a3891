package io.virk.detect;

/**
 * Sums of a series over all its circular blocks, longer than its memory, and the thresholds that
 * follow from them for a CUSUM at a rate: virk-stats has charts whose thresholds are given, for
 * independent values. Not thread-safe.
 */
final class BlockSums {
  /** Blocks in autocorrelation times: of an AR(1) they hold nine tenths of the long variance. */
  private static final int TIMES = 5;

  /** Independent rows below which nothing is promised. */
  static final int MINIMUM_EFFECTIVE = 40;

  private static final int MINIMUM_BLOCKS = 8;

  /** Twice the mean excess of a normal random walk over a height is 1.166 (Siegmund 1985). */
  private static final double OVERSHOOT = 1;

  private final int block;
  private final double[] sums;
  private final double variance;

  /** theta of each side, down and up, for the k that it was last asked for. */
  private final double[] exponents = new double[2];

  private double exponentsOf = Double.NaN;

  /**
   * Adds up.
   *
   * @param z in time order, of mean about 0. Not modified.
   * @param time integrated autocorrelation time, &ge; 1
   */
  BlockSums(double[] z, double time) {
    int n = z.length;
    block = length(n, time);
    sums = new double[n];
    double squares = 0;
    double all = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < block; j++) {
        sums[i] += z[(i + j) % n];
      }
      squares += z[i] * z[i];
      all += sums[i] * sums[i];
    }
    double ofBlocks = all / n / block;
    variance = Math.max(ofBlocks, time * squares / n);
    // what a finite block lacks of the variance of long sums
    double stretch = Math.sqrt(variance / ofBlocks);
    for (int i = 0; i < n; i++) {
      sums[i] *= stretch;
    }
  }

  /**
   * Whether there are so many independent rows that something can be promised. A memory that looks
   * short because it was seen for a short time is the trap: the time is taken a standard deviation
   * longer than it was estimated (Sokal 1997: relative, the root of 2 (2 x 5 time) / rows).
   *
   * @param rows of the baseline
   * @param time integrated autocorrelation time as estimated
   */
  static boolean isEnough(int rows, double time) {
    return rows >= MINIMUM_EFFECTIVE * time * (1 + (time > 1.5 ? Math.sqrt(20 * time / rows) : 0));
  }

  /** Rows of a block that is longer than the memory of a signal: 1 if it has none. */
  static int length(int rows, double time) {
    int wanted = time <= 1.5 ? 1 : (int) Math.ceil(TIMES * time);
    return Math.max(1, Math.min(wanted, rows / MINIMUM_BLOCKS));
  }

  /**
   * The height that a CUSUM passes once in exp(evidence) observations: from the mean time of a
   * Brownian motion, variance / (2 k^2) exp(theta h), and where there is no memory less what a sum
   * of steps passes it by.
   *
   * @param k &gt; 0
   * @param side 1 or -1
   * @param evidence logarithm of the mean time between passages
   */
  double threshold(double k, int side, double evidence) {
    if (k != exponentsOf) {
      exponents[0] = exponent(k, -1);
      exponents[1] = exponent(k, 1);
      exponentsOf = k;
    }
    double frequency = Math.min(1, 2 * k * k / variance);
    double height = (evidence + Math.log(frequency)) / exponents[(side + 1) / 2];
    return Math.max(1, block == 1 ? height - OVERSHOOT : height);
  }

  /**
   * theta &gt; 0 with mean exp(theta (side sum - block k)) = 1, but no more than that of a normal
   * sum of the same variance.
   *
   * @param k &gt; 0
   * @param side 1 or -1
   */
  private double exponent(double k, int side) {
    double normal = 2 * k / variance;
    if (logMean(normal, k, side) <= 0) {
      return normal;
    }
    double low = 0;
    double high = normal;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (logMean(middle, k, side) > 0) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  /** Bytes, about. */
  long memory() {
    return 100 + 8L * sums.length;
  }

  private double logMean(double theta, double k, int side) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double s : sums) {
      largest = Math.max(largest, side * s);
    }
    double mean = 0;
    for (double s : sums) {
      mean += Math.exp(theta * (side * s - largest)) / sums.length;
    }
    return Math.log(mean) + theta * (largest - block * k);
  }
}
