package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.Arrays;

/**
 * The median heuristic for the bandwidth of a Gaussian kernel, over the distances of all pairs i
 * &lt; j of a pooled sample. Two conventions are in use, a factor sqrt(2) apart; the median of an
 * even number is the mean of the middle two. Where more than half of all pairs are equal vectors
 * the median is 0 and no bandwidth: rejected. Cost: n^2 d / 2 steps; memory n^2 / 2 numbers.
 *
 * <p>Source: A. Gretton et al., <i>A kernel two-sample test</i>, JMLR 13 (2012), section 8; D.
 * Garreau et al., <i>Large sample analysis of the median heuristic</i> (2017), arXiv:1707.07269.
 */
public final class MedianBandwidth {
  private MedianBandwidth() {}

  /**
   * sigma = median |a - b|.
   *
   * @param pooled [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   */
  public static double ofDistances(float[] pooled, int n, int d) {
    double[] squared = squaredDistances(pooled, n, d);
    return positive(median(roots(squared)));
  }

  /**
   * sigma = median |a - b|.
   *
   * @param pooled [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   */
  public static double ofDistances(double[] pooled, int n, int d) {
    double[] squared = squaredDistances(pooled, n, d);
    return positive(median(roots(squared)));
  }

  /**
   * sigma = sqrt(median |a - b|^2 / 2): the kernel is exp(-|a - b|^2 / median).
   *
   * @param pooled [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   */
  public static double ofHalfSquaredDistances(float[] pooled, int n, int d) {
    return positive(Math.sqrt(median(squaredDistances(pooled, n, d)) / 2));
  }

  /**
   * sigma = sqrt(median |a - b|^2 / 2): the kernel is exp(-|a - b|^2 / median).
   *
   * @param pooled [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   */
  public static double ofHalfSquaredDistances(double[] pooled, int n, int d) {
    return positive(Math.sqrt(median(squaredDistances(pooled, n, d)) / 2));
  }

  private static double[] squaredDistances(float[] pooled, int n, int d) {
    Checks.matrix(pooled, n, d, "pooled");
    Kernels kernels = Kernels.inUse();
    double[] squared = new double[pairs(n)];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        squared[next++] = kernels.squaredDistance(pooled, i * d, pooled, j * d, d);
      }
    }
    return squared;
  }

  private static double[] squaredDistances(double[] pooled, int n, int d) {
    Checks.matrix(pooled, n, d, "pooled");
    double[] squared = new double[pairs(n)];
    int next = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        squared[next++] = GaussianKernel.squaredDistance(pooled, i * d, pooled, j * d, d);
      }
    }
    return squared;
  }

  private static int pairs(int n) {
    Checks.atLeast(n, 2, "n");
    return Math.toIntExact((long) n * (n - 1) / 2);
  }

  private static double[] roots(double[] squared) {
    for (int i = 0; i < squared.length; i++) {
      squared[i] = Math.sqrt(squared[i]);
    }
    return squared;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
  }

  private static double positive(double sigma) {
    if (!(sigma > 0 && sigma <= Double.MAX_VALUE)) {
      throw rejected("median distance", sigma, "> 0: more than half of all pairs must differ");
    }
    return sigma;
  }
}
