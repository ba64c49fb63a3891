package io.virk.stats.kernel;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;

/**
 * The Gaussian (RBF) kernel k(a, b) = exp(-|a - b|^2 / (2 sigma^2)): 1 for equal vectors, towards 0
 * far away. In the other convention, gamma = 1 / (2 sigma^2).
 */
public final class GaussianKernel {
  private GaussianKernel() {}

  /** The sigma that belongs to gamma = 1 / (2 sigma^2). */
  public static double sigmaOfGamma(double gamma) {
    return Math.sqrt(0.5 / Checks.positive(gamma, "gamma"));
  }

  /**
   * All kernel values between two sets of vectors. Cost: n m d multiplications; memory n m floats.
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
    double gamma = gamma(sigma);
    Kernels kernels = Kernels.inUse();
    float[] matrix = new float[Math.multiplyExact(n, m)];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        matrix[i * m + j] =
            (float) Math.exp(-gamma * kernels.squaredDistance(x, i * d, y, j * d, d));
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
