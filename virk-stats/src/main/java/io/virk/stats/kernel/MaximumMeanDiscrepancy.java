package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;

/**
 * Squared maximum mean discrepancy MMD^2 of two samples with the Gaussian kernel: the squared
 * distance of their mean embeddings; larger = further apart.
 *
 * <p>The biased estimate keeps the diagonal (V-statistic): 0 or more, and above 0 by about (1/n +
 * 1/m) for equal distributions. The unbiased one drops it (U-statistic): 0 on average for equal
 * distributions, so it may be negative; it needs two vectors on each side. Memory: no kernel matrix
 * is formed.
 *
 * <p>Source: A. Gretton et al., <i>A kernel two-sample test</i>, JMLR 13 (2012), equations 3 and 5.
 */
public final class MaximumMeanDiscrepancy {
  private MaximumMeanDiscrepancy() {}

  /**
   * The biased estimate. Cost: (n^2 / 2 + m^2 / 2 + n m) d multiplications.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return 0 or more
   */
  public static double biased(float[] x, int n, float[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    return biased(sums(x, n, y, m, d, GaussianKernel.gamma(sigma)), n, m);
  }

  /**
   * The unbiased estimate. Cost: as for the biased one.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return may be negative
   */
  public static double unbiased(float[] x, int n, float[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    checkPairs(n, m);
    return unbiased(sums(x, n, y, m, d, GaussianKernel.gamma(sigma)), n, m);
  }

  /**
   * The biased estimate in double arithmetic. Cost: (n^2 / 2 + m^2 / 2 + n m) d steps.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return 0 or more
   */
  public static double biased(double[] x, int n, double[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    return biased(sums(x, n, y, m, d, GaussianKernel.gamma(sigma)), n, m);
  }

  /**
   * The unbiased estimate in double arithmetic. Cost: as for the biased one.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 2 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 2 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return may be negative
   */
  public static double unbiased(double[] x, int n, double[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    checkPairs(n, m);
    return unbiased(sums(x, n, y, m, d, GaussianKernel.gamma(sigma)), n, m);
  }

  private static void checkPairs(int n, int m) {
    if (n < 2) {
      throw rejected("n", n, ">= 2 for the unbiased estimate");
    }
    if (m < 2) {
      throw rejected("m", m, ">= 2 for the unbiased estimate");
    }
  }

  /**
   * Sums of kernel values without the diagonals.
   *
   * @param xx over pairs i &lt; j of x
   * @param yy over pairs i &lt; j of y
   * @param xy over all pairs of x and y
   */
  private record Sums(double xx, double yy, double xy) {}

  private static double biased(Sums sums, int n, int m) {
    double xx = (n + 2 * sums.xx) / n / n;
    double yy = (m + 2 * sums.yy) / m / m;
    return Math.max(0, xx + yy - 2 * sums.xy / n / m);
  }

  private static double unbiased(Sums sums, int n, int m) {
    return 2 * sums.xx / n / (n - 1) + 2 * sums.yy / m / (m - 1) - 2 * sums.xy / n / m;
  }

  private static Sums sums(float[] x, int n, float[] y, int m, int d, double gamma) {
    Kernels kernels = Kernels.inUse();
    double xy = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        xy += Math.exp(-gamma * kernels.squaredDistance(x, i * d, y, j * d, d));
      }
    }
    return new Sums(within(x, n, d, gamma, kernels), within(y, m, d, gamma, kernels), xy);
  }

  private static double within(float[] x, int n, int d, double gamma, Kernels kernels) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        sum += Math.exp(-gamma * kernels.squaredDistance(x, i * d, x, j * d, d));
      }
    }
    return sum;
  }

  private static Sums sums(double[] x, int n, double[] y, int m, int d, double gamma) {
    double xy = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        xy += Math.exp(-gamma * GaussianKernel.squaredDistance(x, i * d, y, j * d, d));
      }
    }
    return new Sums(within(x, n, d, gamma), within(y, m, d, gamma), xy);
  }

  private static double within(double[] x, int n, int d, double gamma) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        sum += Math.exp(-gamma * GaussianKernel.squaredDistance(x, i * d, x, j * d, d));
      }
    }
    return sum;
  }
}
