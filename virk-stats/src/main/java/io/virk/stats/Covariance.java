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
 */
public final class Covariance {
  private static final char KIND = 'C';
  private static final int VERSION = 1;

  /** Rows of one update of the scatter: 31 vectors, and one that carries the move of the mean. */
  private static final int BLOCK = 32;

  /** The largest dimension: a matrix of it is one array. */
  private static final int LARGEST = 1 << 15;

  /** What is left of |C|^2 - trace^2 / d where C is a multiple of the identity. */
  private static final double ROUNDING = 1e-14;

  private final int dimension;
  private long count;
  private final double[] mean;
  private double[][] scatter; // row i has columns 0 to i; null of nothing
  private final double[] cubes;
  private double fourths;

  private final double[] product;
  private double[][] block;
  private int waiting; // vectors in the block that are not yet in the sums

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
    mean = new double[dimension];
    cubes = new double[dimension];
    product = new double[dimension];
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
    System.arraycopy(vector, 0, nextRow(), 0, dimension);
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
      double[] row = nextRow();
      for (int j = 0; j < dimension; j++) {
        row[j] = vectors[at + j];
      }
    }
  }

  /** The row of the block to write the next vector to. */
  private double[] nextRow() {
    if (waiting == BLOCK - 1) {
      settle();
    }
    return block()[waiting++];
  }

  /** Takes in the vectors that wait in the block. */
  private void settle() {
    if (waiting > 0) {
      acceptBlock(waiting);
      waiting = 0;
    }
  }

  private double[][] block() {
    if (block == null) {
      block = new double[BLOCK][dimension];
    }
    if (scatter == null) {
      allocate();
    }
    return block;
  }

  private void allocate() {
    scatter = new double[dimension][];
    for (int i = 0; i < dimension; i++) {
      scatter[i] = new double[i + 1];
    }
  }

  /** Adds the first rows of the block. Overwrites them. */
  private void acceptBlock(int rows) {
    double[] moved = block[rows];
    Arrays.fill(moved, 0);
    for (int r = 0; r < rows; r++) {
      double[] row = block[r];
      for (int j = 0; j < dimension; j++) {
        moved[j] += row[j] - mean[j];
      }
    }
    double n = (double) count + rows;
    for (int j = 0; j < dimension; j++) {
      moved[j] /= n;
    }
    moveTo(moved);
    for (int r = 0; r < rows; r++) {
      double[] row = block[r];
      double squared = 0;
      for (int j = 0; j < dimension; j++) {
        row[j] -= mean[j];
        squared += row[j] * row[j];
      }
      for (int j = 0; j < dimension; j++) {
        cubes[j] = Math.fma(squared, row[j], cubes[j]);
      }
      fourths += squared * squared;
    }
    double root = Math.sqrt(count);
    for (int j = 0; j < dimension; j++) {
      moved[j] *= root;
    }
    addOuterProducts(rows + 1);
    count += rows;
  }

  /** Moves mean, v and t; the scatter stays as it was. */
  private void moveTo(double[] moved) {
    fourths = aboutMovedMean(this, moved);
    System.arraycopy(product, 0, cubes, 0, dimension);
    for (int j = 0; j < dimension; j++) {
      mean[j] += moved[j];
    }
  }

  /**
   * With y replaced by y - d: t' = t - 4 v'd + 4 d'S d + 2 |d|^2 trace + n |d|^4, returned, and v'
   * = v - d trace - 2 S d - n |d|^2 d, left in {@code product}.
   */
  private double aboutMovedMean(Covariance of, double[] d) {
    Arrays.fill(product, 0);
    double trace = 0;
    for (int i = 0; i < dimension; i++) {
      double[] row = of.scatter[i];
      double di = d[i];
      double sum = 0;
      for (int j = 0; j < i; j++) {
        sum += row[j] * d[j];
      }
      for (int j = 0; j < i; j++) {
        product[j] = Math.fma(row[j], di, product[j]);
      }
      product[i] += sum + row[i] * di;
      trace += row[i];
    }
    double squared = 0;
    double cubic = 0;
    double quadratic = 0;
    for (int j = 0; j < dimension; j++) {
      squared += d[j] * d[j];
      cubic += of.cubes[j] * d[j];
      quadratic += product[j] * d[j];
    }
    for (int j = 0; j < dimension; j++) {
      product[j] = of.cubes[j] - 2 * product[j] - d[j] * (trace + of.count * squared);
    }
    double moved =
        of.fourths - 4 * cubic + 4 * quadratic + 2 * squared * trace + of.count * squared * squared;
    return Math.max(0, moved);
  }

  /** S += sum of z z' over the first rows of the block. */
  private void addOuterProducts(int rows) {
    int r = 0;
    for (; r <= rows - 4; r += 4) {
      double[] z0 = block[r];
      double[] z1 = block[r + 1];
      double[] z2 = block[r + 2];
      double[] z3 = block[r + 3];
      for (int i = 0; i < dimension; i++) {
        addFour(scatter[i], z0, z1, z2, z3, i);
      }
    }
    for (; r < rows; r++) {
      double[] z = block[r];
      for (int i = 0; i < dimension; i++) {
        double[] row = scatter[i];
        double zi = z[i];
        for (int j = 0; j <= i; j++) {
          row[j] = Math.fma(zi, z[j], row[j]);
        }
      }
    }
  }

  private static void addFour(
      double[] row, double[] z0, double[] z1, double[] z2, double[] z3, int i) {
    double a0 = z0[i];
    double a1 = z1[i];
    double a2 = z2[i];
    double a3 = z3[i];
    for (int j = 0; j <= i; j++) {
      row[j] += a0 * z0[j] + a1 * z1[j] + (a2 * z2[j] + a3 * z3[j]);
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
    settle();
    other.settle();
    if (other.count == 0) {
      return this;
    }
    double[] apart = block()[0];
    double[] moved = block[1];
    double na = count;
    double nb = other.count;
    double n = na + nb;
    for (int j = 0; j < dimension; j++) {
      apart[j] = other.mean[j] - mean[j];
      moved[j] = -apart[j] * (na / n);
    }
    double otherFourths = aboutMovedMean(other, moved);
    double[] otherCubes = block[2];
    System.arraycopy(product, 0, otherCubes, 0, dimension);
    for (int j = 0; j < dimension; j++) {
      moved[j] = apart[j] * (nb / n);
    }
    moveTo(moved);
    fourths += otherFourths;
    double root = Math.sqrt(na * (nb / n));
    for (int i = 0; i < dimension; i++) {
      cubes[i] += otherCubes[i];
      apart[i] *= root;
      double[] row = scatter[i];
      double[] added = other.scatter[i];
      for (int j = 0; j <= i; j++) {
        row[j] += added[j];
      }
    }
    addOuterProducts(1);
    count += other.count;
    return this;
  }

  /** Length of the vectors. */
  public int dimension() {
    return dimension;
  }

  /** Number of vectors. */
  public long count() {
    return count + waiting;
  }

  /** The mean, [dimension]; a copy. NaN everywhere of nothing. */
  public double[] mean() {
    settle();
    double[] copy = mean.clone();
    if (count == 0) {
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
    return matrix(count, 0);
  }

  /**
   * The covariance with divisor n - 1, [d x d] row-major; a new array. Singular for n &lt;= d.
   *
   * @throws IllegalStateException of fewer than two vectors
   */
  public double[] sample() {
    requireVectors(2);
    return matrix(count - 1.0, 0);
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
    return matrix(count, intensity);
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
    double n = count;
    double trace = trace() / n;
    double squares = squares() / n / n;
    double distance = squares - trace / dimension * trace;
    double error = Math.max(0, (fourths / n - squares) / n);
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
    double trace = trace();
    double squares = squares();
    double above = (1 - 2 / d) * squares + trace * trace;
    double distance = squares - trace / d * trace;
    double below = (count + 1 - 2 / d) * distance;
    return distance > ROUNDING * squares ? Math.max(0, Math.min(1, above / below)) : 1;
  }

  private void requireVectors(int least) {
    settle();
    if (count < least) {
      throw new IllegalStateException("count: " + count + " (expected: >= " + least + ")");
    }
  }

  private double trace() {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += scatter[i][i];
    }
    return sum;
  }

  /** Sum of the squares of all elements of the scatter. */
  private double squares() {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double[] row = scatter[i];
      double below = 0;
      for (int j = 0; j < i; j++) {
        below += row[j] * row[j];
      }
      sum += 2 * below + row[i] * row[i];
    }
    return sum;
  }

  private double[] matrix(double divisor, double intensity) {
    double[] matrix = new double[Math.multiplyExact(dimension, dimension)];
    double target = trace() / divisor / dimension;
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
    settle();
    long size = count == 0 ? 0 : 4L * dimension * (dimension + 1L) + 16L * dimension;
    BinaryOutput out = new BinaryOutput(KIND, VERSION, Math.toIntExact(size + 26));
    out.count(count).count(dimension);
    if (count > 0) {
      out.reals(mean, dimension).reals(cubes, dimension).real(fourths);
      for (double[] row : scatter) {
        out.reals(row, row.length);
      }
    }
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
    long count = in.count("count", 0, Long.MAX_VALUE);
    int d = (int) in.count("dimension", 1, LARGEST);
    if (count > 0) {
      in.holds("sums", 4L * d * (d + 5L) + 8);
    }
    Covariance read = new Covariance(d);
    read.count = count;
    if (count > 0) {
      read.allocate();
      in.finites(read.mean, d, "mean");
      in.finites(read.cubes, d, "third-order sum");
      read.fourths = Checks.nonNegative(in.real("fourth-order sum"), "fourth-order sum");
      for (double[] row : read.scatter) {
        in.finites(row, row.length, "scatter");
        Checks.nonNegative(row[row.length - 1], "scatter of a dimension with itself");
      }
    }
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "Covariance[dimension=" + dimension + ", count=" + count() + "]";
  }
}
