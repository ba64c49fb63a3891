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
 * with d and not with its cube, and there are more often enough vectors. Immutable. Memory: 1 kB
 * for each dimension. Cost to make: 128 n d + 65,536 d multiplications.
 */
public final class Precision {
  /** Dimensions of a run. */
  private static final int RUN = 256;

  private static final double RIDGE = 1e-6;
  private static final double LEAST_VARIANCE = 1e-12;

  /** Rows that are added to a product at a time, so that it is read and written less often. */
  private static final int AT_ONCE = 4;

  /** Of each dimension, the elements of its row from the diagonal to the end of its run. */
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
    return of(x, n, d, 0);
  }

  /**
   * Estimates it of vectors that vary more than they show.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   * @param more variance of each dimension beside what the vectors show, &ge; 0
   * @return the inverse of their covariance
   */
  public static Precision of(float[] x, int n, int d, double more) {
    double[][] rows = new double[d][];
    int runs = (d + RUN - 1) / RUN;
    for (int r = 0; r < runs; r++) {
      int from = (int) ((long) d * r / runs);
      int to = (int) ((long) d * (r + 1) / runs);
      invert(x, n, d, from, to, more, rows);
    }
    return new Precision(rows);
  }

  private static void invert(
      float[] x, int n, int d, int from, int to, double more, double[][] rows) {
    int length = to - from;
    float[] part = new float[n * length];
    for (int i = 0; i < n; i++) {
      System.arraycopy(x, i * d + from, part, i * length, length);
    }
    CovarianceOptions options = CovarianceOptions.oas().withRidge(ridge(part, n, length) + more);
    Mahalanobis fitted = Mahalanobis.fit(part, n, length, new int[n], 1, options);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(length);
    DMatrixRMaj inverse = new DMatrixRMaj(length, length);
    if (!solver.setA(DMatrixRMaj.wrap(length, length, fitted.covariance()))) {
      throw new IllegalStateException("covariance (expected: positive definite)");
    }
    solver.invert(inverse);
    for (int k = 0; k < length; k++) {
      rows[from + k] = Arrays.copyOfRange(inverse.data, k * length + k, (k + 1) * length);
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
    double[] product = new double[vector.length];
    timesAbove(vector, product);
    for (int k = 0; k < product.length; k++) {
      product[k] += dot(rows[k], vector, k);
    }
    return product;
  }

  /** The product of the part above the diagonal, transposed: each row times its own element. */
  private void timesAbove(double[] vector, double[] product) {
    Arrays.fill(product, 0);
    for (int from = 0; from < vector.length; ) {
      int to = from + rows[from].length;
      for (int k = from; k < to; k += AT_ONCE) {
        int next = Math.min(k + AT_ONCE, to);
        for (int i = k; i < next; i++) {
          for (int j = i + 1; j < next; j++) {
            product[j] = Math.fma(vector[i], rows[i][j - i], product[j]);
          }
        }
        if (next < to) {
          addFour(vector, k, to - next, product);
        }
      }
      from = to;
    }
  }

  /** Adds what lies beyond four rows' own columns. */
  private void addFour(double[] vector, int k, int length, double[] product) {
    double[] row0 = rows[k];
    double[] row1 = rows[k + 1];
    double[] row2 = rows[k + 2];
    double[] row3 = rows[k + 3];
    double factor0 = vector[k];
    double factor1 = vector[k + 1];
    double factor2 = vector[k + 2];
    double factor3 = vector[k + 3];
    for (int j = 0; j < length; j++) {
      double sum = Math.fma(factor0, row0[j + 4], product[k + 4 + j]);
      sum = Math.fma(factor1, row1[j + 3], sum);
      sum = Math.fma(factor2, row2[j + 2], sum);
      product[k + 4 + j] = Math.fma(factor3, row3[j + 1], sum);
    }
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
    timesAbove(vector, work);
    double above = 0;
    double diagonal = 0;
    for (int k = 0; k < vector.length; k++) {
      above += vector[k] * work[k];
      diagonal += vector[k] * vector[k] * rows[k][0];
    }
    return Math.max(0, diagonal + 2 * above);
  }

  /**
   * The mean of (x - mean)' S^-1 (x - mean) over vectors. Cost: 128 n d multiplications.
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

  /** Of a row, and the vector from an element on. */
  private static double dot(double[] row, double[] vector, int from) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k < row.length - 1; k += 2) {
      even += row[k] * vector[from + k];
      odd += row[k + 1] * vector[from + k + 1];
    }
    return even + odd + (k < row.length ? row[k] * vector[from + k] : 0);
  }
}
