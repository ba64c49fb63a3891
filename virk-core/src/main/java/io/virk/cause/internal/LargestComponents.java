package io.virk.cause.internal;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** The largest components of a symmetric matrix without negative ones, as of a covariance. */
final class LargestComponents {
  /** Of the largest component, below which one is noise. */
  private static final double LEAST = 1e-9;

  private LargestComponents() {}

  /**
   * A component.
   *
   * @param value eigenvalue, above 0
   * @param vector eigenvector, of length 1
   */
  record Component(double value, double[] vector) {}

  /**
   * Finds them. Cost: the cube of the rows.
   *
   * @param products of row i and j, i &ge; j; others are not read
   * @param most how many are wanted
   * @return the largest first; fewer where the others are noise
   */
  static List<Component> of(double[][] products, int most) {
    int n = products.length;
    if (n == 0) {
      return List.of();
    }
    DMatrixRMaj matrix = new DMatrixRMaj(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        matrix.set(i, j, products[i][j]);
        matrix.set(j, i, products[i][j]);
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
    if (!eigen.decompose(matrix)) {
      return List.of();
    }
    List<Component> sorted =
        IntStream.range(0, n)
            .filter(i -> eigen.getEigenVector(i) != null)
            .mapToObj(
                i -> new Component(eigen.getEigenvalue(i).getReal(), eigen.getEigenVector(i).data))
            .sorted((a, b) -> Double.compare(b.value(), a.value()))
            .toList();
    double least = sorted.isEmpty() ? 0 : LEAST * Math.max(0, sorted.get(0).value());
    return sorted.stream()
        .limit(most)
        .filter(c -> c.value() > Math.max(least, Double.MIN_NORMAL))
        .toList();
  }
}
