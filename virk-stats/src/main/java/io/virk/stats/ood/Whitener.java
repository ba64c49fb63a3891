package io.virk.stats.ood;

import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.ProductPanels;
import java.util.Arrays;

/**
 * The single-precision side of {@link Mahalanobis}: z = L^-1 (x - centre) for blocks of rows as a
 * product with a packed triangle, and the distances from z to the whitened class means as another.
 *
 * <p>The products only choose: the distance that comes out is summed from differences, for every
 * class that rounding could have made the nearest. So a mean far from the centre costs no digits.
 */
final class Whitener {
  /** Rows of a block: with their products they stay in the second cache. */
  private static final int BLOCK = 128;

  /** Added to the length of rows, which at a power of 2 apart would share few sets of a cache. */
  private static final int APART = 32;

  /** Columns cost by the whole vector: fewer rows than this are taken one by one. */
  private static final int FEW = 8;

  /** Classes that are looked into together. */
  private static final int CHUNK = 64;

  /**
   * Largest factor by which whitening may enlarge rounding errors of single precision; beyond it
   * the caller computes in double.
   */
  private static final double LARGEST_GAIN = 1000;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final Kernels pairs = Kernels.inUse();
  private final int d;
  private final int classes;

  /** The centre in two parts: x - high is all but exact near the centre. */
  private final float[] centreHigh;

  private final float[] centreLow;

  /** For few rows where there are kernels for columns; else null, as those are. */
  private final WhitenedRow one;

  private final WhitenedColumns columns;

  /** Null where there are kernels for columns. */
  private final ProductPanels inverse;

  private final ProductPanels means;

  /** [classes x d] row-major. */
  private final float[] meanRows;

  private final float[] meanSquares;
  private final float largestMeanSquare;

  private Whitener(double[] centre, float[] inverse, double[] whitenedMeans, int classes, int d) {
    this.d = d;
    this.classes = classes;
    this.centreHigh = new float[d];
    this.centreLow = new float[d];
    for (int k = 0; k < d; k++) {
      centreHigh[k] = (float) centre[k];
      centreLow[k] = (float) (centre[k] - centreHigh[k]);
    }
    this.meanRows = new float[classes * d];
    this.meanSquares = new float[classes];
    float largest = 0;
    for (int c = 0; c < classes; c++) {
      double squares = 0;
      for (int k = 0; k < d; k++) {
        meanRows[c * d + k] = (float) whitenedMeans[c * d + k];
        squares += (double) meanRows[c * d + k] * meanRows[c * d + k];
      }
      meanSquares[c] = (float) squares;
      largest = Math.max(largest, meanSquares[c]);
    }
    this.largestMeanSquare = largest;
    if (kernels.columns() == null) {
      this.inverse = kernels.pack(inverse, 0, d, d);
      this.means = classes == 1 ? null : kernels.pack(meanRows, 0, classes, d);
      this.one = null;
      this.columns = null;
      return;
    }
    this.inverse = null;
    this.means = null;
    this.one = new WhitenedRow(inverse, meanRows, meanSquares, largest);
    this.columns =
        new WhitenedColumns(centreHigh, centreLow, inverse, meanRows, meanSquares, largest);
  }

  /**
   * Null where single precision is not good enough.
   *
   * @param lower L, [d x d] row-major
   * @param covariance L L'
   */
  static Whitener of(
      double[] centre,
      double[] lower,
      double[] covariance,
      double[] whitenedMeans,
      int classes,
      int d) {
    float[] inverse = new float[d * d];
    double[] column = new double[d];
    double[] gains = new double[d];
    for (int j = 0; j < d; j++) {
      Arrays.fill(column, 0);
      double spread = Math.sqrt(covariance[j * d + j]);
      column[j] = 1 / lower[j * d + j];
      for (int i = j; i < d; i++) {
        double sum = i == j ? column[j] : -dot(lower, i * d, column, j, i) / lower[i * d + i];
        column[i] = sum;
        inverse[i * d + j] = (float) sum;
        gains[i] += Math.abs(sum) * spread;
      }
    }
    double squares = 0;
    for (double gain : gains) {
      squares += gain * gain;
    }
    double gain = Math.sqrt(squares / d);
    if (!(gain <= LARGEST_GAIN) || !fits(inverse) || !fits(whitenedMeans) || !fits(centre)) {
      return null;
    }
    return new Whitener(centre, inverse, whitenedMeans, classes, d);
  }

  private static double dot(double[] lower, int row, double[] column, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = from;
    for (; k <= to - 4; k += 4) {
      s0 += lower[row + k] * column[k];
      s1 += lower[row + k + 1] * column[k + 1];
      s2 += lower[row + k + 2] * column[k + 2];
      s3 += lower[row + k + 3] * column[k + 3];
    }
    for (; k < to; k++) {
      s0 += lower[row + k] * column[k];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static boolean fits(float[] values) {
    for (float value : values) {
      if (!(Math.abs(value) <= 1e15f)) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(double[] values) {
    for (double value : values) {
      if (!(Math.abs(value) <= 1e15)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Distances of n rows to the nearest mean.
   *
   * @return false if a row is so far out that single precision overflows; then the scores are not
   *     to be used
   */
  boolean nearest(float[] x, int n, double[] scores, Workspace workspace) {
    if (columns == null) {
      return byPanels(x, n, scores, workspace);
    }
    return n < FEW ? oneByOne(x, n, scores, workspace) : columns.nearest(x, n, scores, workspace);
  }

  private boolean oneByOne(float[] x, int n, double[] scores, Workspace workspace) {
    float[] row = workspace.row(d);
    for (int r = 0; r < n; r++) {
      System.arraycopy(x, r * d, row, 0, d);
      centre(row);
      scores[r] = one.nearest(row, workspace);
      if (!(scores[r] <= Float.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  private boolean byPanels(float[] x, int n, double[] scores, Workspace workspace) {
    int zStride = inverse.paddedCount() + APART;
    int pStride = means == null ? 0 : means.paddedCount() + APART;
    float[] rows = workspace.rows(BLOCK * d);
    float[] row = workspace.row(d);
    float[] z = workspace.whitened(BLOCK * zStride);
    float[] products = workspace.products(BLOCK * pStride);
    float[] leasts = workspace.leasts((classes + CHUNK - 1) / CHUNK);
    float[][] lanes = workspace.lanes(Math.max(inverse.width(), means == null ? 0 : means.width()));
    for (int block = 0; block < n; block += BLOCK) {
      int size = Math.min(BLOCK, n - block);
      for (int r = 0; r < size; r++) {
        System.arraycopy(x, (block + r) * d, row, 0, d);
        centre(row);
        System.arraycopy(row, 0, rows, r * d, d);
      }
      for (int p = 0; p < inverse.panels(); p++) {
        kernels.products(rows, 0, d, size, inverse, p, z, p * inverse.width(), zStride, lanes);
      }
      if (means != null) {
        for (int p = 0; p < means.panels(); p++) {
          kernels.products(
              z, 0, zStride, size, means, p, products, p * means.width(), pStride, lanes);
        }
      }
      for (int r = 0; r < size; r++) {
        double score = nearest(z, r * zStride, products, r * pStride, leasts);
        if (!(score <= Float.MAX_VALUE)) {
          return false;
        }
        scores[block + r] = score;
      }
    }
    return true;
  }

  private void centre(float[] row) {
    for (int k = 0; k < d; k++) {
      row[k] = row[k] - centreHigh[k] - centreLow[k];
    }
  }

  private double nearest(float[] z, int zFrom, float[] products, int pFrom, float[] leasts) {
    if (classes == 1) {
      return pairs.squaredDistance(z, zFrom, meanRows, 0, d);
    }
    // the least of each chunk first, so that only chunks that matter are looked into
    float least = Float.POSITIVE_INFINITY;
    for (int from = 0, chunk = 0; from < classes; from += CHUNK, chunk++) {
      int count = Math.min(CHUNK, classes - from);
      float here = kernels.leastDifference(meanSquares, from, products, pFrom + from, count);
      leasts[chunk] = here;
      least = Math.min(least, here);
    }
    double squares = pairs.dot(z, zFrom, z, zFrom, d);
    // twice what rounding can do to one of two distances
    double slack = 2 * (d + 16) * 0x1p-24 * (squares + largestMeanSquare);
    float limit = Math.nextUp((float) (least + slack));
    double nearest = Double.POSITIVE_INFINITY;
    for (int from = 0, chunk = 0; from < classes; from += CHUNK, chunk++) {
      if (leasts[chunk] <= limit) {
        int to = Math.min(from + CHUNK, classes);
        for (int c = from; c < to; c++) {
          if (meanSquares[c] - 2 * products[pFrom + c] <= limit) {
            nearest = Math.min(nearest, pairs.squaredDistance(z, zFrom, meanRows, c * d, d));
          }
        }
      }
    }
    return nearest;
  }
}
