package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.Means;
import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The median heuristic for the bandwidth of a Gaussian kernel, over the distances of all pairs i
 * &lt; j of a pooled sample. Two conventions are in use, a factor sqrt(2) apart; the median of an
 * even number is the mean of the middle two. Where more than half of all pairs are equal vectors
 * the median is 0 and no bandwidth: rejected, but by {@link #ofAny}. Cost: n^2 d / 2 steps. Memory:
 * for float arrays a packed copy and a few per cent of the distances, for double all n^2 / 2.
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
    double[] middle = middleTwo(pooled, n, d);
    return positive(Math.sqrt(middle[0]) / 2 + Math.sqrt(middle[1]) / 2);
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
    double[] middle = middleTwo(pooled, n, d);
    return positive(Math.sqrt((middle[0] / 2 + middle[1] / 2) / 2));
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

  /**
   * A bandwidth of any sample: the median distance; where more than half of all pairs are equal,
   * and the median is 0, the root mean square distance; 1 where all are equal.
   *
   * @param pooled [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   * @return above 0
   */
  public static double ofAny(float[] pooled, int n, int d) {
    Checks.matrix(pooled, n, d, "pooled");
    Checks.atLeast(n, 2, "n");
    if (2 * equalPairs(pooled, n, d) <= (long) n * (n - 1) / 2) {
      return ofDistances(pooled, n, d);
    }
    double squared = 2 * Means.variance(pooled, n, Means.of(pooled, n, new double[d]));
    return squared > 0 ? Math.sqrt(squared) : 1;
  }

  private static long equalPairs(float[] x, int n, int d) {
    float[] values = x.clone();
    for (int i = 0; i < values.length; i++) {
      values[i] += 0f; // -0 to 0
    }
    Comparator<Integer> byValue =
        (a, b) -> Arrays.compare(values, a * d, (a + 1) * d, values, b * d, (b + 1) * d);
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, byValue);
    long pairs = 0;
    int run = 0;
    for (int i = 1; i < n; i++) {
      run = byValue.compare(order[i - 1], order[i]) == 0 ? run + 1 : 0;
      pairs += run;
    }
    return pairs;
  }

  private static double[] middleTwo(float[] pooled, int n, int d) {
    Checks.matrix(pooled, n, d, "pooled");
    Checks.atLeast(n, 2, "n");
    PackedRows packed = PackedRows.of(pooled, n, d, PackedRows.mean(pooled, n, d));
    if (packed.maxNorm() <= Bandwidths.LARGEST) {
      Pairs pairs = new Pairs();
      DistanceBlocks blocks = new DistanceBlocks(packed, null, pairs, 0, false);
      double[] middle = middleTwo(blocks, pairs, null, pooled, n, pooled, 0, d);
      // digits lost by |a|^2 + |b|^2 - 2 ab show where the median is far below the lengths
      if (middle[0] * 1000 > packed.maxNorm()) {
        return middle;
      }
    }
    double[] all = squaredDistances(MaximumMeanDiscrepancy.widened(pooled), n, d);
    Arrays.sort(all);
    return new double[] {all[(all.length - 1) / 2], all[all.length / 2]};
  }

  /**
   * The middle two squared distances of all pairs of x and y together.
   *
   * @param blocks over all pairs
   * @param watcher of all distances, or null
   * @param x [n x d] row-major. Not modified.
   * @param y [m x d] row-major. Not modified.
   */
  static double[] middleTwo(
      DistanceBlocks blocks,
      Pairs pairs,
      MedianOfPairs.Watcher watcher,
      float[] x,
      int n,
      float[] y,
      int m,
      int d) {
    Kernels kernels = pairs.kernels();
    return new MedianOfPairs(blocks, kernels, watcher)
        .middleTwo(
            random -> {
              int i = random.nextInt(n + m);
              int j = random.nextInt(n + m - 1);
              j += j >= i ? 1 : 0;
              return (float)
                  kernels.squaredDistance(
                      i < n ? x : y,
                      (i < n ? i : i - n) * d,
                      j < n ? x : y,
                      (j < n ? j : j - n) * d,
                      d);
            });
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

  static double positive(double sigma) {
    if (!(sigma > 0 && sigma <= Double.MAX_VALUE)) {
      throw rejected("median distance", sigma, "> 0: more than half of all pairs must differ");
    }
    return sigma;
  }
}
