package io.virk.stats;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * Means and deviations of samples that are there as a whole: two plain passes, a nanosecond a
 * number, where {@link Moments} takes some and {@link Covariance} d. Sums are taken about the first
 * value, so that equal values give that value and a deviation of 0, exactly. Static methods alone,
 * which are safe for any thread. What is not finite makes the result NaN or infinite.
 */
public final class Means {
  private Means() {}

  /**
   * The mean.
   *
   * @param values at least one. Not modified.
   * @return their mean
   */
  public static double of(double[] values) {
    Checks.atLeast(values.length, 1, "values.length");
    double sum = 0;
    for (double value : values) {
      sum += value - values[0];
    }
    return values[0] + sum / values.length;
  }

  /**
   * The standard deviation about a mean, with divisor n - 1.
   *
   * @param values at least two. Not modified.
   * @param mean their mean
   * @return 0 or more
   */
  public static double deviation(double[] values, double mean) {
    Checks.atLeast(values.length, 2, "values.length");
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }

  /**
   * The mean vector.
   *
   * @param vectors [n x d] row-major, d the length of {@code mean}. Not modified.
   * @param n 1 or more
   * @param mean Modified: all of it is overwritten.
   * @return {@code mean}
   */
  public static double[] of(float[] vectors, int n, double[] mean) {
    Checks.shape(vectors.length, n, mean.length, "vectors");
    int d = mean.length;
    Arrays.fill(mean, 0);
    for (int i = 1; i < n; i++) {
      for (int k = 0; k < d; k++) {
        mean[k] += (double) vectors[i * d + k] - vectors[k];
      }
    }
    for (int k = 0; k < d; k++) {
      mean[k] = vectors[k] + mean[k] / n;
    }
    return mean;
  }

  /**
   * The variance of vectors: the mean of |x - mean|^2, which is the trace of their covariance with
   * divisor n.
   *
   * @param vectors [n x d] row-major, d the length of {@code mean}. Not modified.
   * @param n 1 or more
   * @param mean of the vectors. Not modified.
   * @return 0 or more
   */
  public static double variance(float[] vectors, int n, double[] mean) {
    Checks.shape(vectors.length, n, mean.length, "vectors");
    int d = mean.length;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        double difference = vectors[i * d + k] - mean[k];
        variance += difference * difference / n;
      }
    }
    return variance;
  }
}
