package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The linear algebra of fitting {@link VirtualLogit}. */
final class PrincipalSubspace {
  private PrincipalSubspace() {}

  /** -pinv(W) b. */
  static double[] origin(double[] weights, double[] bias, int d) {
    DMatrixRMaj w = new DMatrixRMaj(bias.length, d, true, weights);
    DMatrixRMaj inverse = new DMatrixRMaj(d, bias.length);
    CommonOps_DDRM.pinv(w, inverse);
    double[] origin = new double[d];
    for (int k = 0; k < d; k++) {
      for (int c = 0; c < bias.length; c++) {
        origin[k] -= inverse.get(k, c) * bias[c];
      }
    }
    return origin;
  }

  /**
   * The eigenvectors of X'X of the largest eigenvalues.
   *
   * @param x [n x d] row-major. Not modified.
   * @return [count x d] row-major, orthonormal
   */
  static double[] basis(double[] x, int n, int d, int count) {
    boolean gram = n < d;
    int size = Math.min(n, d);
    DMatrixRMaj rows = new DMatrixRMaj(n, d, true, x);
    DMatrixRMaj products = new DMatrixRMaj(size, size);
    if (gram) {
      CommonOps_DDRM.multOuter(rows, products);
    } else {
      CommonOps_DDRM.multInner(rows, products);
    }
    CommonOps_DDRM.divide(products, n);
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
    if (!eigen.decompose(products)) {
      throw rejected("x", "without eigenvalue decomposition", "features of moderate size");
    }
    int[] order =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -eigen.getEigenvalue(i).getReal()))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] basis = new double[count * d];
    for (int j = 0; j < count; j++) {
      double[] vector = eigen.getEigenVector(order[j]).getData();
      if (gram) {
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < d; k++) {
            basis[j * d + k] += vector[i] * x[i * d + k];
          }
        }
      } else {
        System.arraycopy(vector, 0, basis, j * d, d);
      }
      orthonormalize(basis, j, d);
    }
    return basis;
  }

  /** Against the vectors before, twice: once leaves what rounding made. */
  private static void orthonormalize(double[] basis, int j, int d) {
    for (int pass = 0; pass < 2; pass++) {
      double before = normalize(basis, j, d);
      if (!(before > 0)) {
        throw rejected("principal", j + 1, "at most the rank of the features " + j);
      }
      for (int i = 0; i < j; i++) {
        double along = 0;
        for (int k = 0; k < d; k++) {
          along += basis[i * d + k] * basis[j * d + k];
        }
        for (int k = 0; k < d; k++) {
          basis[j * d + k] -= along * basis[i * d + k];
        }
      }
    }
    if (!(normalize(basis, j, d) > 0)) {
      throw rejected("principal", j + 1, "at most the rank of the features " + j);
    }
  }

  private static double normalize(double[] basis, int j, int d) {
    double squares = 0;
    for (int k = j * d; k < (j + 1) * d; k++) {
      squares += basis[k] * basis[k];
    }
    double length = Math.sqrt(squares);
    for (int k = j * d; k < (j + 1) * d; k++) {
      basis[k] /= length;
    }
    return length;
  }
}
