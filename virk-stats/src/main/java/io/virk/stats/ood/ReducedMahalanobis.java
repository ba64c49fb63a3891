package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Kernels;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * {@link Mahalanobis} with a covariance of few numbers, for one observation at a time where it is
 * in a hurry: the principal components as they are, and one variance for all others. Score = sum
 * over components i of (u_i - m_ci)^2 + |rest of x - mu_c|^2 / v, with u whitened, c the class
 * whose mean is nearest in the components, and v the mean of the remaining eigenvalues; larger =
 * more out of distribution.
 *
 * <p>With all components it is the distance of {@link Mahalanobis} within rounding of single
 * precision. Immutable and thread-safe. Memory: 4 d (k + c) + 4 k c bytes, k components, c classes.
 * Cost of a score: d (k + 2) + k c multiplications; to make one, an eigenvalue decomposition, a
 * second for d = 512.
 *
 * <p>Source: M. Tipping, C. Bishop, <i>Probabilistic principal component analysis</i>, JRSS B 61
 * (1999): the covariance is that of their model.
 */
public final class ReducedMahalanobis {
  private static final int ROWS = 4;

  private final Kernels kernels = Kernels.inUse();
  private final int d;
  private final int k;
  private final int classes;

  /** Of each dimension its part in every whitened component; d of k. */
  private final float[][] whitening;

  /** Eigenvalues of the components. */
  private final float[] variances;

  /** One over the variance of the rest; 0 if there is none. */
  private final double inverseRest;

  private final float[] centre;

  /** Of each class its mean less the centre, [classes x d] row-major. */
  private final float[] means;

  /** Of each class its mean in whitened components, [classes x k] row-major. */
  private final float[] whitenedMeans;

  private ReducedMahalanobis(Mahalanobis model, int components) {
    d = model.dimension();
    k = Math.min(components, d);
    classes = model.classes();
    double[] full = model.means();
    double[] middle = new double[d];
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < d; j++) {
        middle[j] += full[c * d + j] / classes;
      }
    }
    EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
    if (!eigen.decompose(new DMatrixRMaj(d, d, true, model.covariance()))) {
      throw new IllegalArgumentException(
          "model: a covariance without eigenvalues (expected: finite, of moderate size)");
    }
    Integer[] order =
        IntStream.range(0, d)
            .boxed()
            .sorted((a, b) -> Double.compare(value(eigen, b), value(eigen, a)))
            .toArray(Integer[]::new);
    variances = new float[k];
    whitening = new float[d][k];
    for (int i = 0; i < k; i++) {
      double variance = Math.max(Double.MIN_NORMAL, value(eigen, order[i]));
      variances[i] = (float) variance;
      double[] vector = eigen.getEigenVector(order[i]).getData();
      for (int j = 0; j < d; j++) {
        whitening[j][i] = (float) (vector[j] / Math.sqrt(variance));
      }
    }
    double rest = 0;
    for (int i = k; i < d; i++) {
      rest += Math.max(0, value(eigen, order[i])) / (d - k);
    }
    inverseRest = rest > 0 ? 1 / rest : 0;
    centre = new float[d];
    means = new float[classes * d];
    whitenedMeans = new float[classes * k];
    for (int j = 0; j < d; j++) {
      centre[j] = (float) middle[j];
    }
    float[] mean = new float[d];
    float[] whitened = new float[k];
    for (int c = 0; c < classes; c++) {
      for (int j = 0; j < d; j++) {
        mean[j] = (float) (full[c * d + j] - centre[j]);
      }
      System.arraycopy(mean, 0, means, c * d, d);
      whiten(mean, whitened);
      System.arraycopy(whitened, 0, whitenedMeans, c * k, k);
    }
  }

  private static double value(EigenDecomposition_F64<DMatrixRMaj> eigen, int i) {
    return eigen.getEigenvalue(i).getReal();
  }

  /**
   * Reduces a model.
   *
   * @param model any
   * @param components 1 or more; more than its dimensions are all of them
   * @return the reduced model
   * @throws IllegalArgumentException if components is not as said, or its covariance has no
   *     eigenvalues
   */
  public static ReducedMahalanobis of(Mahalanobis model, int components) {
    Checks.atLeast(components, 1, "components");
    return new ReducedMahalanobis(model, components);
  }

  /**
   * The length of a vector.
   *
   * @return d
   */
  public int dimension() {
    return d;
  }

  /**
   * The number of components.
   *
   * @return k
   */
  public int components() {
    return k;
  }

  /**
   * Squared distance to the nearest class mean, without allocation.
   *
   * @param x d numbers, finite. Not modified.
   * @param centred d numbers, of this thread. Modified.
   * @param whitened as many as components, of this thread. Modified.
   * @return 0 or more; NaN if x is not finite
   */
  public double score(float[] x, float[] centred, float[] whitened) {
    if (x.length != d || centred.length != d || whitened.length != k) {
      throw new IllegalArgumentException(
          "x.length: "
              + x.length
              + " (expected: "
              + d
              + ", and scratch of "
              + d
              + " and "
              + k
              + ")");
    }
    for (int j = 0; j < d; j++) {
      centred[j] = x[j] - centre[j];
    }
    whiten(centred, whitened);
    int nearest = 0;
    double best = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      double distance = kernels.squaredDistance(whitened, 0, whitenedMeans, c * k, k);
      if (distance < best) {
        best = distance;
        nearest = c;
      }
    }
    if (inverseRest == 0 || best == Double.POSITIVE_INFINITY) {
      return best == Double.POSITIVE_INFINITY ? Double.NaN : best;
    }
    double within = 0;
    for (int i = 0; i < k; i++) {
      double difference = whitened[i] - whitenedMeans[nearest * k + i];
      within += difference * difference * variances[i];
    }
    double whole = kernels.squaredDistance(centred, 0, means, nearest * d, d);
    return best + Math.max(0, whole - within) * inverseRest;
  }

  private void whiten(float[] from, float[] into) {
    Arrays.fill(into, 0);
    int j = 0;
    for (; j <= d - ROWS; j += ROWS) {
      add(
          from[j],
          whitening[j],
          from[j + 1],
          whitening[j + 1],
          from[j + 2],
          whitening[j + 2],
          from[j + 3],
          whitening[j + 3],
          into);
    }
    for (; j < d; j++) {
      float x = from[j];
      float[] row = whitening[j];
      for (int i = 0; i < k; i++) {
        into[i] = Math.fma(x, row[i], into[i]);
      }
    }
  }

  /** Four rows at a time: every array is indexed by the loop variable itself, which is SIMD. */
  private void add(
      float a,
      float[] rowA,
      float b,
      float[] rowB,
      float c,
      float[] rowC,
      float e,
      float[] rowE,
      float[] into) {
    for (int i = 0; i < k; i++) {
      into[i] =
          Math.fma(
              e,
              rowE[i],
              Math.fma(c, rowC[i], Math.fma(b, rowB[i], Math.fma(a, rowA[i], into[i]))));
    }
  }
}
