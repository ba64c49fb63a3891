package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;

/**
 * The Gaussian (RBF) kernel k(a, b) = exp(-|a - b|^2 / (2 sigma^2)): 1 for equal vectors, towards 0
 * far away. In the other convention, gamma = 1 / (2 sigma^2). Safe for any thread; cost and memory
 * at each method.
 */
public final class GaussianKernel {
  private GaussianKernel() {}

  /** The sigma that belongs to gamma = 1 / (2 sigma^2). */
  public static double sigmaOfGamma(double gamma) {
    return Math.sqrt(0.5 / Checks.positive(gamma, "gamma"));
  }

  /**
   * All kernel values between two sets of vectors, with a relative error of about 1e-5. Cost: n m d
   * multiplications; memory n m floats.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return [n x m] row-major, 0 to 1
   */
  public static float[] matrix(float[] x, int n, float[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    Bandwidths bandwidths = Bandwidths.of(sigma);
    float[] matrix = new float[Math.multiplyExact(n, m)];
    float[] centre = MaximumMeanDiscrepancy.commonMean(x, n, y, m, d);
    PackedRows left = PackedRows.of(x, n, d, centre);
    PackedRows right = PackedRows.of(y, m, d, centre);
    if (!bandwidths.fitSinglePrecision(left) || !bandwidths.fitSinglePrecision(right)) {
      double[] wide =
          matrix(
              MaximumMeanDiscrepancy.widened(x), n, MaximumMeanDiscrepancy.widened(y), m, d, sigma);
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = (float) wide[i];
      }
      return matrix;
    }
    Pairs pairs = new Pairs();
    Kernels kernels = pairs.kernels();
    float gamma = bandwidths.floats()[0];
    float[][] block = kernels.newBlock(kernels.width(), kernels.width());
    for (int l = 0; l < left.blocks(); l++) {
      for (int r = 0; r < right.blocks(); r++) {
        pairs.squaredDistances(left, l, right, r, false, gamma, block, 0);
        kernels.kernelValues(block, 0, left.columns(l), right.columns(r), gamma);
        for (int i = 0; i < left.columns(l); i++) {
          int row = (left.start(l) + i) * m;
          kernels.copyRow(block, i, right.columns(r), matrix, row + right.start(r));
        }
      }
    }
    return matrix;
  }

  /**
   * All kernel values between two sets of vectors, in double arithmetic. Cost: n m d steps.
   *
   * @param x [n x d] row-major, finite. Not modified.
   * @param n 1 or more
   * @param y [m x d] row-major, finite. Not modified.
   * @param m 1 or more
   * @param d 1 or more
   * @param sigma bandwidth, &gt; 0, in the unit of the vectors
   * @return [n x m] row-major, 0 to 1
   */
  public static double[] matrix(double[] x, int n, double[] y, int m, int d, double sigma) {
    Checks.matrix(x, n, d, "x");
    Checks.matrix(y, m, d, "y");
    double gamma = gamma(sigma);
    double[] matrix = new double[Math.multiplyExact(n, m)];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        matrix[i * m + j] = Math.exp(-gamma * squaredDistance(x, i * d, y, j * d, d));
      }
    }
    return matrix;
  }

  /** 1 / (2 sigma^2), checked. */
  static double gamma(double sigma) {
    Checks.positive(sigma, "sigma");
    return Checks.positive(0.5 / sigma / sigma, "1 / (2 sigma^2)");
  }

  static double squaredDistance(double[] a, int aFrom, double[] b, int bFrom, int d) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = a[aFrom + k] - b[bFrom + k];
      sum += difference * difference;
    }
    return sum;
  }
}
