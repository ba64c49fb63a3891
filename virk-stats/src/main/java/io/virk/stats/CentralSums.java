package io.virk.stats;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * The sums behind {@link Covariance}: count, mean, scatter S = sum of y y' of the centred vectors
 * y, v = sum of |y|^2 y and t = sum of |y|^4. Believes its arguments.
 */
final class CentralSums {
  /** Rows of one update of the scatter: 31 vectors, and one that carries the move of the mean. */
  private static final int BLOCK = 32;

  private final int dimension;
  private long count;
  private final double[] mean;
  private double[][] scatter; // row i has columns 0 to i; null of nothing
  private final double[] cubes;
  private double fourths;

  private final double[] product;
  private double[][] block;
  private int waiting; // vectors in the block that are not yet in the sums

  CentralSums(int dimension) {
    this.dimension = dimension;
    mean = new double[dimension];
    cubes = new double[dimension];
    product = new double[dimension];
  }

  /** The row of the block to write the next vector to. */
  double[] nextRow() {
    if (waiting == BLOCK - 1) {
      settle();
    }
    return block()[waiting++];
  }

  /** Takes in the vectors that wait in the block. */
  void settle() {
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
  private double aboutMovedMean(CentralSums of, double[] d) {
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

  /** Adds everything the other, of equal dimension, has seen; it may be this object itself. */
  void combine(CentralSums other) {
    settle();
    other.settle();
    if (other.count == 0) {
      return;
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
  }

  /** Vectors in the sums and in the block. */
  long count() {
    return count + waiting;
  }

  /** The mean, not a copy; 0 of nothing. Settle first. */
  double[] mean() {
    return mean;
  }

  /** S, the rows to the diagonal, not copies; null of nothing. Settle first. */
  double[][] scatter() {
    return scatter;
  }

  /** t. Settle first. */
  double fourths() {
    return fourths;
  }

  double trace() {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      sum += scatter[i][i];
    }
    return sum;
  }

  /** Sum of the squares of all elements of the scatter. */
  double squares() {
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

  /** Bytes that {@link #writeTo} takes at most. */
  long byteLength() {
    return count() == 0 ? 26 : 4L * dimension * (dimension + 1L) + 16L * dimension + 26;
  }

  void writeTo(BinaryOutput out) {
    settle();
    out.count(count).count(dimension);
    if (count > 0) {
      out.reals(mean, dimension).reals(cubes, dimension).real(fourths);
      for (double[] row : scatter) {
        out.reals(row, row.length);
      }
    }
  }

  /** Reads what {@link #writeTo} wrote: dimensions up to {@code largest}. */
  static CentralSums readFrom(BinaryInput in, int largest) {
    long count = in.count("count", 0, Long.MAX_VALUE);
    int d = (int) in.count("dimension", 1, largest);
    if (count > 0) {
      in.holds("sums", 4L * d * (d + 5L) + 8);
    }
    CentralSums read = new CentralSums(d);
    read.count = count;
    if (count > 0) {
      read.allocate();
      in.finites(read.mean, d, "mean");
      in.finites(read.cubes, d, "third-order sum");
      read.fourths = in.nonNegative("fourth-order sum");
      for (double[] row : read.scatter) {
        in.finites(row, row.length, "scatter");
        Checks.nonNegative(row[row.length - 1], "scatter of a dimension with itself");
      }
    }
    return read;
  }

  int dimension() {
    return dimension;
  }
}
