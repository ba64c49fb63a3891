package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Streaming mean and covariance of vectors, with the sums that shrinkage needs.
 *
 * <p>Updates and merges central sums, never raw ones, so that a large offset costs no digits.
 * Merging is commutative and associative up to rounding, with the empty object as identity. Cost:
 * d^2 / 2 multiplications for a vector, done 31 vectors at a time. Memory: 24 d bytes, and 4 d^2 +
 * 260 d more once a vector was accepted; no allocation after that. Vectors of double with elements
 * above 1e70 overflow. Not thread-safe, not even for reading: a result first takes in what waits.
 *
 * <p>Besides the scatter S = sum of y y' of the centred vectors y it keeps v = sum of |y|^2 y and t
 * = sum of |y|^4, which move exactly when the mean moves; that makes the shrinkage of Ledoit and
 * Wolf available at any moment without a second pass over the data.
 *
 * <p>Source: of the sums as {@link Moments}; of the shrinkage see {@link #ledoitWolf} and {@link
 * #oas}.
 */
public final class Covariance {
  private static final char KIND = 'C';
  private static final int VERSION = 1;

  /** The largest dimension: a matrix of it is one array. */
  private static final int LARGEST = 1 << 15;

  /** What is left of |C|^2 - trace^2 / d where C is a multiple of the identity. */
  private static final double ROUNDING = 1e-14;

  private final int dimension;
  private final CentralSums sums;

  /**
   * Of nothing yet.
   *
   * @param dimension of the vectors, 1 to 32768
   */
  public Covariance(int dimension) {
    if (dimension < 1 || dimension > LARGEST) {
      throw rejected("dimension", dimension, "1 to " + LARGEST);
    }
    this.dimension = dimension;
    this.sums = new CentralSums(dimension);
  }

  private Covariance(CentralSums sums) {
    this.dimension = sums.dimension();
    this.sums = sums;
  }

  /**
   * Adds one vector.
   *
   * @param vector [dimension], finite. Not modified.
   * @throws IllegalArgumentException if it is not; this object is then unchanged
   */
  public void accept(float[] vector) {
    accept(vector, 1);
  }

  /**
   * Adds one vector.
   *
   * @param vector [dimension], finite. Not modified.
   * @throws IllegalArgumentException if it is not; this object is then unchanged
   */
  public void accept(double[] vector) {
    Checks.allFinite(vector, "vector");
    Checks.sameLength(vector.length, dimension, "vector", "the mean");
    System.arraycopy(vector, 0, sums.nextRow(), 0, dimension);
  }

  /**
   * Adds many vectors.
   *
   * @param vectors [n x dimension] row-major, finite. Not modified.
   * @param n 1 or more
   * @throws IllegalArgumentException if they are not; this object is then unchanged
   */
  public void accept(float[] vectors, int n) {
    Finite.rows(vectors, n, dimension, "vectors");
    for (int i = 0, at = 0; i < n; i++, at += dimension) {
      double[] row = sums.nextRow();
      for (int j = 0; j < dimension; j++) {
        row[j] = vectors[at + j];
      }
    }
  }

  /**
   * Adds everything the other has seen.
   *
   * @param other of equal dimension; unchanged; may be this object itself
   * @return this
   * @throws IllegalArgumentException if the dimensions differ; this object is then unchanged
   */
  public Covariance combine(Covariance other) {
    Objects.requireNonNull(other, "other");
    if (other.dimension != dimension) {
      throw rejected("other.dimension", other.dimension, "" + dimension);
    }
    sums.combine(other.sums);
    return this;
  }

  /** Length of the vectors. */
  public int dimension() {
    return dimension;
  }

  /** Number of vectors. */
  public long count() {
    return sums.count();
  }

  /** The mean, [dimension]; a copy. NaN everywhere of nothing. */
  public double[] mean() {
    sums.settle();
    double[] copy = sums.mean().clone();
    if (sums.count() == 0) {
      Arrays.fill(copy, Double.NaN);
    }
    return copy;
  }

  /**
   * The covariance with divisor n, [d x d] row-major; a new array. Singular for n &lt;= d.
   *
   * @throws IllegalStateException of nothing
   */
  public double[] population() {
    requireVectors(1);
    return matrix(sums.count(), 0);
  }

  /**
   * The covariance with divisor n - 1, [d x d] row-major; a new array. Singular for n &lt;= d.
   *
   * @throws IllegalStateException of fewer than two vectors
   */
  public double[] sample() {
    requireVectors(2);
    return matrix(sums.count() - 1.0, 0);
  }

  /**
   * (1 - rho) C + rho (trace / d) I with C of divisor n: well conditioned for any number of
   * vectors, singular for constant ones only.
   *
   * @param intensity rho: 0 to 1, as from {@link #ledoitWolf} or {@link #oas}
   * @return [d x d] row-major; a new array
   * @throws IllegalStateException of nothing
   */
  public double[] shrunk(double intensity) {
    requireVectors(1);
    if (!(intensity >= 0 && intensity <= 1)) {
      throw rejected("intensity", intensity, "0 to 1");
    }
    return matrix(sums.count(), intensity);
  }

  /**
   * The intensity of Ledoit and Wolf, which is optimal as n and d grow together, whatever the
   * distribution: the estimated mean square error of C over its mean square distance to the target.
   * 0 where C is the target itself, as for d = 1 and for constant vectors.
   *
   * <p>Source: O. Ledoit and M. Wolf, <i>A well-conditioned estimator for large-dimensional
   * covariance matrices</i>, J. Multivariate Anal. 88 (2004), doi:10.1016/S0047-259X(03)00096-4.
   *
   * @return 0 to 1
   * @throws IllegalStateException of nothing
   */
  public double ledoitWolf() {
    requireVectors(1);
    double n = sums.count();
    double trace = sums.trace() / n;
    double squares = sums.squares() / n / n;
    double distance = squares - trace / dimension * trace;
    double error = Math.max(0, (sums.fourths() / n - squares) / n);
    return distance > ROUNDING * squares ? Math.min(1, error / distance) : 0;
  }

  /**
   * The intensity of oracle approximating shrinkage: better than {@link #ledoitWolf} for few
   * vectors that are about Gaussian. 1 where C is the target itself.
   *
   * <p>Source: Y. Chen, A. Wiesel, Y. C. Eldar and A. O. Hero, <i>Shrinkage algorithms for MMSE
   * covariance estimation</i>, IEEE Trans. Signal Process. 58 (2010), doi:10.1109/TSP.2010.2053029,
   * equation 23.
   *
   * @return 0 to 1
   * @throws IllegalStateException of nothing
   */
  public double oas() {
    requireVectors(1);
    double d = dimension;
    double trace = sums.trace();
    double squares = sums.squares();
    double above = (1 - 2 / d) * squares + trace * trace;
    double distance = squares - trace / d * trace;
    double below = (sums.count() + 1.0 - 2 / d) * distance;
    return distance > ROUNDING * squares ? Math.max(0, Math.min(1, above / below)) : 1;
  }

  private void requireVectors(int least) {
    sums.settle();
    if (sums.count() < least) {
      throw new IllegalStateException("count: " + sums.count() + " (expected: >= " + least + ")");
    }
  }

  private double[] matrix(double divisor, double intensity) {
    double[] matrix = new double[Math.multiplyExact(dimension, dimension)];
    double[][] scatter = sums.scatter();
    double target = sums.trace() / divisor / dimension;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j < i; j++) {
        double element = (1 - intensity) * (scatter[i][j] / divisor);
        matrix[i * dimension + j] = element;
        matrix[j * dimension + i] = element;
      }
      matrix[i * dimension + i] = (1 - intensity) * (scatter[i][i] / divisor) + intensity * target;
    }
    return matrix;
  }

  /** The state in a compact, versioned form for {@link #fromBytes}: about 4 d^2 + 20 d bytes. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, Math.toIntExact(sums.byteLength()));
    sums.writeTo(out);
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote, to the last bit.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible state
   */
  public static Covariance fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    Covariance read = new Covariance(CentralSums.readFrom(in, LARGEST));
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "Covariance[dimension=" + dimension + ", count=" + count() + "]";
  }
}
