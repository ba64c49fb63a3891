package io.virk.stats.ood;

import io.virk.stats.internal.CacheSizes;
import io.virk.stats.internal.ColumnKernels;
import io.virk.stats.internal.ProductKernels;
import io.virk.stats.internal.ProductPanels;
import io.virk.stats.internal.RowPanels;
import java.util.Arrays;

/**
 * The k nearest of reference rows for batches of queries: products in single precision rule out,
 * what they let through is measured in double.
 */
final class NeighbourSearch {
  /** Queries that share one pass over the reference rows. */
  private static final int GROUP = 1024;

  private final ProductKernels kernels = ProductKernels.inUse();
  private final ColumnKernels columns = kernels.columns();
  private final NeighbourOptions options;

  /** Reference rows of a block: with the products half of the second cache. */
  private final int blockRows;

  private final int n;
  private final int d;

  /** [n x d] row-major. */
  private final float[] rows;

  /** The rows again, for kernels with columns, else null. */
  private final RowPanels panels;

  /** The rows again, for kernels without columns, else null. */
  private final ProductPanels packed;

  /** Nothing to take from a query. */
  private final float[] zeros;

  /** Squared lengths of the rows, lowered by what rounding can do to a product. */
  private final float[] loweredSquares;

  /** Worst relative error of a squared distance from products, of the sum of squared lengths. */
  private final double rounding;

  /** Worst error of a product of numbers too small for single precision. */
  private final double underflow;

  NeighbourSearch(float[] rows, int n, int d, NeighbourOptions options) {
    this.rows = rows;
    this.n = n;
    this.d = d;
    this.options = options;
    this.rounding = 1.01 * (d + 16) * 0x1p-24;
    this.underflow = 4.0 * (d + 16) * Float.MIN_VALUE;
    this.loweredSquares = new float[n];
    for (int i = 0; i < n; i++) {
      double squares = NearestNeighbours.squares(rows, i * d, d);
      loweredSquares[i] = Math.nextDown((float) (squares * (1 - rounding)));
    }
    this.panels = columns == null ? null : columns.pack(rows, n, d);
    this.packed = columns == null ? kernels.pack(rows, 0, n, d) : null;
    this.zeros = new float[d];
    int height = columns == null ? 1 : columns.height();
    long numbers = (long) d + (columns == null ? 0 : columns.width());
    this.blockRows = CacheSizes.inUse().inSecond(2, numbers * Float.BYTES, height);
  }

  /**
   * The scores of some queries.
   *
   * @param x [count x d] row-major. Not modified.
   * @param squares their squared lengths. Not modified.
   * @param scores the first {@code count} are written. Modified.
   */
  void scores(float[] x, int count, double[] squares, double[] scores, Workspace workspace) {
    for (int q = 0; q < count; q += GROUP) {
      group(x, q, Math.min(GROUP, count - q), squares, scores, workspace);
    }
  }

  private void group(
      float[] x, int first, int count, double[] squares, double[] scores, Workspace workspace) {
    NeighbourCandidates candidates = workspace.candidates;
    int width = columns == null ? 1 : columns.width();
    candidates.reset((count + width - 1) / width * width, options.k());
    if (packed == null) {
      queryColumns(x, first, count, squares, workspace);
    } else {
      packedRows(x, first, count, squares, workspace);
    }
    for (int q = 0; q < count; q++) {
      candidates.compact(q, options.k());
      measure(candidates, q, x, (first + q) * d);
      double[] exact = candidates.exact();
      double sum = 0;
      for (int i = 0; i < options.k(); i++) {
        sum += Math.sqrt(exact[i]);
      }
      scores[first + q] =
          options.score() == NeighbourOptions.Score.KTH_DISTANCE
              ? Math.sqrt(exact[options.k() - 1])
              : sum / options.k();
    }
  }

  /** The queries are columns; blocks of reference rows pass them by. */
  private void queryColumns(
      float[] x, int first, int count, double[] squares, Workspace workspace) {
    int width = columns.width();
    int height = columns.height();
    int groups = (count + width - 1) / width;
    float[] queries = workspace.rows(Math.multiplyExact(groups * width, d));
    for (int g = 0; g < groups; g++) {
      int from = g * width;
      int inGroup = Math.min(width, count - from);
      columns.packColumns(x, (first + from) * d, inGroup, d, zeros, zeros, queries, from * d);
    }
    // nothing is near to what fills up the last columns
    Arrays.fill(workspace.candidates.thresholds, count, groups * width, Float.NEGATIVE_INFINITY);
    float[] products = workspace.products(Math.multiplyExact(blockRows, width));
    for (int block = 0; block < n; block += blockRows) {
      int size = Math.min(blockRows, n - block);
      int panelTo = (block + size + height - 1) / height;
      for (int from = 0; from < count; from += width) {
        columns.products(panels, block / height, panelTo, queries, from * d, products, 0);
        int inGroup = Math.min(width, count - from);
        sift(x, first, squares, products, from, inGroup, block, size, workspace);
      }
    }
  }

  /** Takes from the products of a block with some queries what may be near. */
  private void sift(
      float[] x,
      int first,
      double[] squares,
      float[] products,
      int firstQuery,
      int queries,
      int block,
      int size,
      Workspace workspace) {
    int width = columns.width();
    NeighbourCandidates candidates = workspace.candidates;
    float[] thresholds = candidates.thresholds;
    for (int i = 0; ; i++) {
      i = columns.nextWithin(loweredSquares, block, i, size, products, thresholds, firstQuery);
      if (i == size) {
        return;
      }
      float h = loweredSquares[block + i];
      long near = kernels.atMost(products, i * width, queries, h, thresholds, firstQuery);
      for (; near != 0; near &= near - 1) {
        int j = Long.numberOfTrailingZeros(near);
        int q = firstQuery + j;
        float lower = h - 2 * products[i * width + j];
        take(q, x, first + q, squares[first + q], block + i, lower, candidates);
      }
    }
  }

  /** The reference rows are packed, the queries are few rows. */
  private void packedRows(float[] x, int first, int count, double[] squares, Workspace workspace) {
    int width = packed.width();
    int step = 64;
    float[] products = workspace.products(step * width);
    float[][] lanes = workspace.lanes(width);
    for (int p = 0; p < packed.panels(); p++) {
      int inPanel = Math.min(width, n - p * width);
      for (int from = 0; from < count; from += step) {
        int size = Math.min(step, count - from);
        kernels.products(x, (first + from) * d, d, size, packed, p, products, 0, width, lanes);
        for (int r = 0; r < size; r++) {
          int q = from + r;
          sift(q, x, first + q, squares, products, r * width, p * width, inPanel, workspace);
        }
      }
    }
  }

  /** Takes from the products of one query with a panel of rows what may be near. */
  private void sift(
      int q,
      float[] x,
      int query,
      double[] squares,
      float[] products,
      int from,
      int firstRow,
      int count,
      Workspace workspace) {
    NeighbourCandidates candidates = workspace.candidates;
    for (int i = 0; i < count; i++) {
      float lower = loweredSquares[firstRow + i] - 2 * products[from + i];
      if (lower <= candidates.thresholds[q]) {
        take(q, x, query, squares[query], firstRow + i, lower, candidates);
      }
    }
  }

  private void take(
      int q,
      float[] x,
      int query,
      double squares,
      int row,
      float lower,
      NeighbourCandidates candidates) {
    // with r = rounding and v = distance^2 - |x|^2: lower - r |x|^2 <= v <= that + 2 r (|x|^2 +
    // |row|^2)
    double down = lower - rounding * squares - underflow;
    double rowSquares = loweredSquares[row] / (1 - rounding);
    double up = down + 2 * rounding * (squares + rowSquares) + 2 * underflow;
    if (candidates.add(q, row, Math.nextDown((float) down), Math.nextUp((float) up))) {
      candidates.compact(q, options.k());
      if (candidates.isCrowded(q, options.k())) {
        measure(candidates, q, x, query * d);
        candidates.keepNearest(q, options.k(), squares);
      }
      // what is compared is lower: the limit for v, and what was taken off
      candidates.thresholds[q] =
          Math.nextUp((float) (candidates.limits[q] + rounding * squares + underflow));
    }
  }

  /** Measures the candidates of one query and sorts them. */
  private void measure(NeighbourCandidates candidates, int q, float[] x, int xFrom) {
    double[] exact = candidates.exact();
    for (int i = 0; i < candidates.size(q); i++) {
      exact[i] = kernels.wideSquaredDistance(x, xFrom, rows, candidates.row(q, i) * d, d);
    }
    candidates.sortExact(q);
  }
}
