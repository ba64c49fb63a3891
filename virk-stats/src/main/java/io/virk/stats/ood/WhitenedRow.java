package io.virk.stats.ood;

import io.virk.stats.internal.Kernels;
import java.util.Arrays;

/**
 * What {@link WhitenedColumns} does with many rows, for one: the same sums in the same order, so
 * that a row has the same score to the last bit whether it comes alone or in a batch. There each
 * lane of a vector is a row; here it is a component, so a row costs what it is worth.
 */
final class WhitenedRow {
  /** As in {@link WhitenedColumns}. */
  private static final int CANCELLING = 4;

  private final Kernels pairs = Kernels.inUse();
  private final int d;
  private final int classes;

  /** Column k of L^-1, which is 0 above its diagonal. */
  private final float[][] inverse;

  /** Component k of all means. */
  private final float[][] means;

  private final float[] meanRows;
  private final float[] meanSquares;
  private final float largestMeanSquare;

  WhitenedRow(float[] inverse, float[] meanRows, float[] meanSquares, float largestMeanSquare) {
    this.classes = meanSquares.length;
    this.d = meanRows.length / classes;
    this.inverse = transposed(inverse, d, d);
    this.means = classes == 1 ? null : transposed(meanRows, classes, d);
    this.meanRows = meanRows;
    this.meanSquares = meanSquares;
    this.largestMeanSquare = largestMeanSquare;
  }

  private static float[][] transposed(float[] matrix, int rows, int columns) {
    float[][] transposed = new float[columns][rows];
    for (int i = 0; i < rows; i++) {
      for (int k = 0; k < columns; k++) {
        transposed[k][i] = matrix[i * columns + k];
      }
    }
    return transposed;
  }

  /**
   * The distance to the nearest mean.
   *
   * @param row less the centre. Not modified.
   */
  double nearest(float[] row, Workspace workspace) {
    float[] z = workspace.whitened(d);
    Arrays.fill(z, 0, d, 0);
    for (int k = 0; k < d; k++) {
      add(row[k], inverse[k], k, d, z);
    }
    float even = 0;
    float odd = 0;
    int i = 0;
    for (; i <= d - 2; i += 2) {
      even = Math.fma(z[i], z[i], even);
      odd = Math.fma(z[i + 1], z[i + 1], odd);
    }
    if (i < d) {
      even = Math.fma(z[i], z[i], even);
    }
    float squares = even + odd;
    return classes == 1 ? squares : nearest(z, squares, workspace);
  }

  /** sum := sum + factor x vector, from one index to another. */
  private static void add(float factor, float[] vector, int from, int to, float[] sum) {
    for (int i = from; i < to; i++) {
      sum[i] = Math.fma(factor, vector[i], sum[i]);
    }
  }

  private double nearest(float[] z, float squares, Workspace workspace) {
    float[] products = workspace.products(classes);
    Arrays.fill(products, 0, classes, 0);
    for (int k = 0; k < d; k++) {
      add(z[k], means[k], 0, classes, products);
    }
    float least = Float.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      least = Math.min(least, meanSquares[c] - (products[c] + products[c]));
    }
    double score = (double) squares + least;
    if (CANCELLING * score >= (double) squares + largestMeanSquare) {
      return score;
    }
    // twice what rounding can do to one of two distances
    float slack = Math.nextUp((float) (2 * (d + 16) * 0x1p-24));
    float limit = Math.nextUp(least + slack * (squares + largestMeanSquare));
    double nearest = Double.POSITIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      if (meanSquares[c] - (products[c] + products[c]) <= limit) {
        nearest = Math.min(nearest, pairs.squaredDistance(z, 0, meanRows, c * d, d));
      }
    }
    return nearest;
  }
}
