package io.virk.stats.twosample;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The direction that parts two classes best, w = C^-1 (mean of y - mean of x), with C the shrunk
 * covariance within the classes. With fewer vectors than dimensions the n x n matrix of inner
 * products is solved instead of the d x d covariance: the same w, by the matrix inversion lemma.
 * Constant classes have C = I.
 */
final class FisherDiscriminant {
  private final double[] direction;

  private FisherDiscriminant(double[] direction) {
    this.direction = direction;
  }

  /**
   * Fits.
   *
   * @param rows [n x d] row-major. Not modified.
   * @param d columns
   * @param ofX the rows of the one class, at least one
   * @param ofY the rows of the other, at least one
   */
  static FisherDiscriminant fit(float[] rows, int d, int[] ofX, int[] ofY) {
    int n = ofX.length + ofY.length;
    double[] meanX = mean(rows, d, ofX);
    double[] meanY = mean(rows, d, ofY);
    double[][] centred = new double[n][];
    for (int i = 0; i < n; i++) {
      boolean x = i < ofX.length;
      centred[i] = centred(rows, d, x ? ofX[i] : ofY[i - ofX.length], x ? meanX : meanY);
    }
    double[] apart = new double[d];
    for (int j = 0; j < d; j++) {
      apart[j] = meanY[j] - meanX[j];
    }
    return new FisherDiscriminant(n > d ? primal(centred, apart) : dual(centred, apart));
  }

  /** The projection of a row on the direction: larger = more like y. */
  double score(float[] rows, int at) {
    double sum = 0;
    for (int j = 0; j < direction.length; j++) {
      sum += direction[j] * rows[at + j];
    }
    return sum;
  }

  private static double[] mean(float[] rows, int d, int[] of) {
    double[] mean = new double[d];
    for (int i : of) {
      for (int j = 0; j < d; j++) {
        mean[j] += rows[i * d + j];
      }
    }
    for (int j = 0; j < d; j++) {
      mean[j] /= of.length;
    }
    return mean;
  }

  private static double[] centred(float[] rows, int d, int row, double[] mean) {
    double[] centred = new double[d];
    for (int j = 0; j < d; j++) {
      centred[j] = rows[row * d + j] - mean[j];
    }
    return centred;
  }

  private static double[] primal(double[][] centred, double[] apart) {
    int d = apart.length;
    double[][] scatter = new double[d][d];
    for (double[] row : centred) {
      for (int i = 0; i < d; i++) {
        double[] sums = scatter[i];
        double factor = row[i];
        for (int j = 0; j < d; j++) {
          sums[j] = Math.fma(factor, row[j], sums[j]);
        }
      }
    }
    Shrinkage shrinkage = Shrinkage.of(scatter, centred.length, d);
    return shrinkage.constant() ? apart : solve(scatter, shrinkage, apart);
  }

  private static double[] dual(double[][] centred, double[] apart) {
    int n = centred.length;
    int d = apart.length;
    double[][] products = new double[n][n];
    double[] projected = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = dot(centred[i], centred[j]);
        products[j][i] = products[i][j];
      }
      projected[i] = dot(centred[i], apart);
    }
    Shrinkage shrinkage = Shrinkage.of(products, n, d);
    if (shrinkage.constant()) {
      return apart;
    }
    double[] dual = solve(products, shrinkage, projected);
    double[] direction = apart.clone();
    for (int i = 0; i < n; i++) {
      double factor = shrinkage.scale * dual[i];
      double[] row = centred[i];
      for (int j = 0; j < d; j++) {
        direction[j] -= factor * row[j];
      }
    }
    return direction;
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

  /** (scale K + ridge I)^-1 right side. */
  private static double[] solve(double[][] k, Shrinkage shrinkage, double[] right) {
    int size = right.length;
    DMatrixRMaj matrix = new DMatrixRMaj(size, size);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        matrix.data[i * size + j] = shrinkage.scale * k[i][j];
      }
    }
    CommonOps_DDRM.addEquals(matrix, shrinkage.ridge, CommonOps_DDRM.identity(size));
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
    if (!solver.setA(matrix)) {
      throw new IllegalStateException(
          "ridge: " + shrinkage.ridge + " (expected: positive definite)");
    }
    DMatrixRMaj solution = new DMatrixRMaj(size, 1);
    solver.solve(DMatrixRMaj.wrap(size, 1, right.clone()), solution);
    return solution.data;
  }

  /**
   * Oracle approximating shrinkage of K / n: C = scale K + ridge I. Trace and sum of squares are
   * the same for the scatter and for the inner products.
   */
  private record Shrinkage(double scale, double ridge) {

    static Shrinkage of(double[][] k, int n, int d) {
      double trace = 0;
      double squares = 0;
      for (int i = 0; i < k.length; i++) {
        trace += k[i][i];
        for (double element : k[i]) {
          squares += element * element;
        }
      }
      double above = (1 - 2.0 / d) * squares + trace * trace;
      double below = (n + 1 - 2.0 / d) * (squares - trace / d * trace);
      double rho = below > 0 ? Math.max(0, Math.min(1, above / below)) : 1;
      double mean = trace / d / n;
      // C^-1 times ridge: only the direction matters, and the dual form needs ridge = 1 x ridge
      double ridge = Math.max(rho, 1e-12) * mean;
      return new Shrinkage((1 - rho) / n, ridge);
    }

    boolean constant() {
      return !(ridge > 0);
    }
  }
}
