package io.virk.detect.internal;

import io.virk.stats.Means;
import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Mahalanobis;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The inverse of the covariance of embeddings, shrunk towards a multiple of the identity (oracle
 * approximating shrinkage), so that it exists with fewer vectors than dimensions, and with a ridge
 * of a millionth of the mean variance, so that it exists for equal vectors. Dimensions are taken in
 * runs of at most 256, as if those of different runs were uncorrelated: cost and memory then grow
 * with d and not with its cube, and there are more often enough vectors. Immutable. Memory: 2 kB
 * for each dimension. Cost to make: 128 n d + 65,536 d multiplications.
 */
public final class Precision {
  /** Dimensions of a run. */
  private static final int RUN = 256;

  private static final double RIDGE = 1e-6;
  private static final double LEAST_VARIANCE = 1e-12;

  /** Of each dimension, the elements of its row that belong to its run. */
  private final double[][] rows;

  private Precision(double[][] rows) {
    this.rows = rows;
  }

  /**
   * Estimates it.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   * @return the inverse of their covariance
   */
  public static Precision of(float[] x, int n, int d) {
    double[][] rows = new double[d][];
    int runs = (d + RUN - 1) / RUN;
    for (int r = 0; r < runs; r++) {
      int from = (int) ((long) d * r / runs);
      int to = (int) ((long) d * (r + 1) / runs);
      invert(x, n, d, from, to, rows);
    }
    return new Precision(rows);
  }

  private static void invert(float[] x, int n, int d, int from, int to, double[][] rows) {
    int length = to - from;
    float[] part = new float[n * length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, i * d + from, part, i * length, length);
    }
    CovarianceOptions options = CovarianceOptions.oas().withRidge(ridge(part, n, length));
    Mahalanobis fitted = Mahalanobis.fit(part, n, length, new int[n], 1, options);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(length);
    DMatrixRMaj inverse = new DMatrixRMaj(length, length);
    if (!solver.setA(DMatrixRMaj.wrap(length, length, fitted.covariance()))) {
      throw new IllegalStateException("covariance (expected: positive definite)");
    }
    solver.invert(inverse);
    for (int k = 0; k < length; k++) {
      rows[from + k] = Arrays.copyOfRange(inverse.data, k * length, (k + 1) * length);
    }
  }

  /** Vectors that never vary count as varying by a millionth of their length; zeros as by 1. */
  private static double ridge(float[] x, int n, int d) {
    double[] mean = Means.of(x, n, new double[d]);
    double square = 0;
    for (double m : mean) {
      square += m * m / d;
    }
    double variance = Means.variance(x, n, mean) / d;
    double ridge = RIDGE * variance + LEAST_VARIANCE * square;
    return ridge > 0 ? ridge : 1;
  }

  /**
   * The product with a vector.
   *
   * @param vector d values. Not modified.
   * @return a new array
   */
  public double[] times(double[] vector) {
    return times(vector, new double[vector.length]);
  }

  private double[] times(double[] vector, double[] product) {
    int d = vector.length;
    Arrays.fill(product, 0);
    for (int from = 0; from < d; ) {
      int length = rows[from].length;
      for (int k = 0; k < length; k++) {
        double factor = vector[from + k];
        double[] row = rows[from + k];
        for (int j = 0; j < length; j++) {
          product[from + j] = Math.fma(factor, row[j], product[from + j]);
        }
      }
      from += length;
    }
    return product;
  }

  /**
   * The length of a vector, squared, as the inverse covariance measures it.
   *
   * @param vector d values. Not modified.
   * @return vector' S^-1 vector, &ge; 0
   */
  public double squaredLength(double[] vector) {
    return squaredLength(vector, new double[vector.length]);
  }

  /**
   * The same without an array of its own.
   *
   * @param vector d values. Not modified.
   * @param work d values. Modified.
   * @return vector' S^-1 vector, &ge; 0
   */
  public double squaredLength(double[] vector, double[] work) {
    return Math.max(0, dot(times(vector, work), vector));
  }

  /**
   * The mean of (x - mean)' S^-1 (x - mean) over vectors. Cost: 256 n d multiplications.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 1 or more
   * @param d 1 or more
   * @param mean d values. Not modified.
   * @return &ge; 0
   */
  public double meanSquaredLength(float[] x, int n, int d, double[] mean) {
    double sum = 0;
    double[] difference = new double[d];
    double[] work = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        difference[k] = x[i * d + k] - mean[k];
      }
      sum += squaredLength(difference, work) / n;
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k < a.length - 1; k += 2) {
      even += a[k] * b[k];
      odd += a[k + 1] * b[k + 1];
    }
    return even + odd + (k < a.length ? a[k] * b[k] : 0);
  }
}
