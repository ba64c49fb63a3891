package io.virk.detect;

import io.virk.stats.ood.CovarianceOptions;
import io.virk.stats.ood.Mahalanobis;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The inverse of the covariance of embeddings, shrunk towards a multiple of the identity (oracle
 * approximating shrinkage), so that it exists with fewer vectors than dimensions, and with a ridge
 * of a millionth of the mean variance, so that it exists for equal vectors. Immutable. Memory: 8
 * d^2 bytes. Cost to make: n d^2 / 2 + d^3 multiplications.
 */
final class Precision {
  private static final double RIDGE = 1e-6;
  private static final double LEAST_VARIANCE = 1e-12;

  private final double[][] inverse;

  private Precision(double[][] inverse) {
    this.inverse = inverse;
  }

  /**
   * Estimates it.
   *
   * @param x [n x d] row-major. Not modified.
   * @param n 2 or more
   * @param d 1 or more
   */
  static Precision of(float[] x, int n, int d) {
    double[] mean = EmbeddedRows.mean(x, n, d);
    double variance = 0;
    double square = 0;
    for (int k = 0; k < d; k++) {
      square += mean[k] * mean[k] / d;
      for (int i = 0; i < n; i++) {
        double difference = x[i * d + k] - mean[k];
        variance += difference * difference / d / n;
      }
    }
    double ridge = RIDGE * variance + LEAST_VARIANCE * square;
    Mahalanobis fitted =
        Mahalanobis.fit(
            x, n, d, new int[n], 1, CovarianceOptions.oas().withRidge(ridge > 0 ? ridge : 1));
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(d);
    DMatrixRMaj inverse = new DMatrixRMaj(d, d);
    if (!solver.setA(DMatrixRMaj.wrap(d, d, fitted.covariance()))) {
      throw new IllegalStateException("covariance (expected: positive definite)");
    }
    solver.invert(inverse);
    double[][] rows = new double[d][d];
    for (int k = 0; k < d; k++) {
      System.arraycopy(inverse.data, k * d, rows[k], 0, d);
    }
    return new Precision(rows);
  }

  /** The product with a vector, a new array. */
  double[] times(double[] vector) {
    int d = vector.length;
    double[] product = new double[d];
    for (int k = 0; k < d; k++) {
      double factor = vector[k];
      double[] row = inverse[k];
      for (int j = 0; j < d; j++) {
        product[j] = Math.fma(factor, row[j], product[j]);
      }
    }
    return product;
  }

  /** vector' S^-1 vector, 0 or more. */
  double squaredLength(double[] vector) {
    return Math.max(0, dot(times(vector), vector));
  }

  /** The mean of (x - mean)' S^-1 (x - mean) over vectors. Cost: n d^2 multiplications. */
  double meanSquaredLength(float[] x, int n, int d, double[] mean) {
    double sum = 0;
    double[] difference = new double[d];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        difference[k] = x[i * d + k] - mean[k];
      }
      sum += squaredLength(difference) / n;
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
