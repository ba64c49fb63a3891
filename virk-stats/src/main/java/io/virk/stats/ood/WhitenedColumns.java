package io.virk.stats.ood;

import io.virk.stats.internal.CacheSizes;
import io.virk.stats.internal.ColumnKernels;
import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.RowPanels;
import java.util.Arrays;

/** What {@link Whitener} does with many rows where there are kernels for columns. */
final class WhitenedColumns {
  /** Rows that pass at a time at most, however few their dimensions. */
  private static final int MOST_ROWS = 256;

  /** A score that is at least the inverse of this of what it is the difference of is kept. */
  private static final int CANCELLING = 4;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final ColumnKernels columns = kernels.columns();
  private final Kernels pairs = Kernels.inUse();

  /** Rows of a block: with what is made of them half of the second cache. */
  private final int blockRows;

  /** Rows of the triangle and of the means that pass a block at a time: a quarter of that cache. */
  private final int passing;

  private final int width = columns.width();
  private final int height = columns.height();
  private final int d;
  private final int classes;
  private final float[] centreHigh;
  private final float[] centreLow;
  private final RowPanels inverse;
  private final RowPanels means;
  private final float[] meanRows;
  private final float[] meanSquares;
  private final float largestMeanSquare;

  WhitenedColumns(
      float[] centreHigh,
      float[] centreLow,
      float[] inverse,
      float[] meanRows,
      float[] meanSquares,
      float largestMeanSquare) {
    this.d = centreHigh.length;
    this.classes = meanSquares.length;
    this.centreHigh = centreHigh;
    this.centreLow = centreLow;
    this.inverse = columns.pack(inverse, d, d);
    this.meanRows = meanRows;
    this.meanSquares = meanSquares;
    this.largestMeanSquare = largestMeanSquare;
    CacheSizes caches = CacheSizes.inUse();
    long bytes = (long) d * Float.BYTES;
    this.blockRows = Math.min(caches.inSecond(2, 2 * bytes, width), MOST_ROWS);
    this.passing = Math.min(caches.inSecond(4, bytes, height), MOST_ROWS);
    this.means = classes == 1 ? null : columns.pack(meanRows, classes, d);
  }

  /** As {@link Whitener#nearest}. */
  boolean nearest(float[] x, int n, double[] scores, Workspace workspace) {
    for (int block = 0; block < n; block += blockRows) {
      int size = Math.min(blockRows, n - block);
      float[] z = whiten(x, block, size, workspace);
      float[] squares = workspace.row(blockRows + width);
      for (int c = 0; c < size; c += width) {
        columns.squares(z, c * inverse.panels() * height, d, squares, c);
      }
      if (classes > 1) {
        choose(z, squares, size, workspace);
      }
      for (int c = 0; c < size; c += width) {
        if (!finish(z, c, Math.min(width, size - c), squares, scores, block, workspace)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * The scores of some columns: from the least difference where it stands for most of what it was
   * taken from, else from differences.
   */
  private boolean finish(
      float[] z,
      int first,
      int count,
      float[] squares,
      double[] scores,
      int block,
      Workspace workspace) {
    float[] leasts = workspace.leasts(0);
    boolean apart = false;
    for (int r = first; r < first + count; r++) {
      double score = squares[r];
      if (classes > 1) {
        score += leasts[r];
        if (!(CANCELLING * score >= (double) squares[r] + largestMeanSquare)) {
          if (!apart) {
            int from = first * inverse.panels() * height;
            columns.unpackColumns(z, from, count, d, workspace.rows(0), first * d);
            apart = true;
          }
          score = fromDifferences(workspace.rows(0), r, workspace);
        }
      }
      if (!(score <= Float.MAX_VALUE)) {
        return false;
      }
      scores[block + r] = score;
    }
    return true;
  }

  /** Columns z = L^-1 (x - centre), padded at the end to whole panels. */
  private float[] whiten(float[] x, int first, int size, Workspace workspace) {
    int padded = (size + width - 1) / width * width;
    int stride = inverse.panels() * height;
    float[] from = workspace.rows(Math.multiplyExact(padded, d));
    float[] z = workspace.whitened(Math.multiplyExact(padded, stride));
    for (int c = 0; c < size; c += width) {
      int count = Math.min(width, size - c);
      columns.packColumns(x, (first + c) * d, count, d, centreHigh, centreLow, from, c * d);
    }
    int step = passing / height;
    for (int p = 0; p < inverse.panels(); p += step) {
      int to = Math.min(p + step, inverse.panels());
      for (int c = 0; c < size; c += width) {
        columns.products(inverse, p, to, from, c * d, z, c * stride + p * height * width);
      }
    }
    return z;
  }

  /** Notes for each row the classes that rounding could have made the nearest. */
  private void choose(float[] z, float[] squares, int size, Workspace workspace) {
    int stride = inverse.panels() * height;
    int padded = (size + width - 1) / width * width;
    float[] products = workspace.products(passing * width);
    float[] leasts = workspace.leasts(padded);
    float[] limits = workspace.limits(padded);
    NearestClasses nearest = workspace.nearest;
    nearest.reset(size);
    Arrays.fill(leasts, 0, padded, Float.POSITIVE_INFINITY);
    Arrays.fill(limits, 0, padded, Float.NEGATIVE_INFINITY);
    // twice what rounding can do to one of two distances
    float slack = Math.nextUp((float) (2 * (d + 16) * 0x1p-24));
    int step = passing / height;
    for (int p = 0; p < means.panels(); p += step) {
      int to = Math.min(p + step, means.panels());
      int first = p * height;
      int count = Math.min(to * height, classes) - first;
      for (int c = 0; c < size; c += width) {
        int rows = Math.min(width, size - c);
        columns.products(means, p, to, z, c * stride, products, 0);
        columns.leastDifferences(meanSquares, first, count, products, leasts, c);
        for (int r = c; r < c + rows; r++) {
          limits[r] = Math.nextUp(leasts[r] + slack * (squares[r] + largestMeanSquare));
        }
        for (int i = 0; ; i++) {
          i = columns.nextWithin(meanSquares, first, i, count, products, limits, c);
          if (i == count) {
            break;
          }
          float h = meanSquares[first + i];
          long near = kernels.atMost(products, i * width, rows, h, limits, c);
          for (; near != 0; near &= near - 1) {
            int j = Long.numberOfTrailingZeros(near);
            float lower = h - 2 * products[i * width + j];
            nearest.add(c + j, first + i, lower, limits[c + j]);
          }
        }
      }
    }
  }

  /** The distance of one row to the nearest mean. */
  private double fromDifferences(float[] rows, int r, Workspace workspace) {
    NearestClasses noted = workspace.nearest;
    boolean all = noted.isCrowded(r);
    if (!all) {
      noted.keep(r, workspace.limits(0)[r]);
    }
    int count = all ? classes : noted.size(r);
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      int c = all ? i : noted.get(r, i);
      nearest = Math.min(nearest, pairs.squaredDistance(rows, r * d, meanRows, c * d, d));
    }
    return nearest;
  }
}
