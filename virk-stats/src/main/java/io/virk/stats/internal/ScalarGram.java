package io.virk.stats.internal;

import java.util.Arrays;

/** The part of {@link ScalarKernels} that packs vectors and multiplies blocks of them. */
final class ScalarGram {
  /** Rows of a block that stay in the first cache: half of it. */
  private static final int DEPTH = CacheSizes.inUse().inFirst(ScalarKernels.WIDTH * Float.BYTES, 4);

  /** Rows of the result that stay in the second cache: a quarter of it. */
  private static final int RESULTS =
      CacheSizes.inUse().inSecond(4, ScalarKernels.WIDTH * Float.BYTES, 2);

  private ScalarGram() {}

  static void pack(
      float[] x, int from, int count, int d, float[] centre, float[][] block, int column) {
    // sixteen vectors at a time: their elements fill one cache line of each row
    for (int i = 0; i < count; i += 16) {
      int end = Math.min(i + 16, count);
      for (int k = 0; k < d; k++) {
        float[] row = block[k];
        float c = centre[k];
        for (int l = i; l < end; l++) {
          row[column + l] = x[from + l * d + k] - c;
        }
      }
    }
  }

  static void norms(float[][] block, int d, int columns, float[] norms) {
    Arrays.fill(norms, 0, columns, 0);
    for (int k = 0; k < d; k++) {
      addSquares(norms, block[k], columns);
    }
  }

  private static void addSquares(float[] sums, float[] row, int columns) {
    for (int j = 0; j < columns; j++) {
      sums[j] = ScalarTiles.fma(row[j], row[j], sums[j]);
    }
  }

  static void gram(
      float[][] left,
      int leftColumns,
      float[][] right,
      int rightColumns,
      int kFrom,
      int kTo,
      float[][] out,
      int outRow,
      boolean upper) {
    for (int i = 0; i < leftColumns; i++) {
      Arrays.fill(out[outRow + i], 0, rightColumns, 0);
    }
    for (int rows = 0; rows < leftColumns; rows += RESULTS) {
      int rowsTo = Math.min(rows + RESULTS, leftColumns);
      for (int k = kFrom; k < kTo; k += DEPTH) {
        int end = Math.min(k + DEPTH, kTo);
        int i = rows;
        for (; i <= rowsTo - 2; i += 2) {
          int from = upper ? Math.min(i & -16, rightColumns) : 0;
          twoRows(left, i, right, from, rightColumns, k, end, out[outRow + i], out[outRow + i + 1]);
        }
        for (; i < rowsTo; i++) {
          oneRow(left, i, right, rightColumns, k, end, out[outRow + i]);
        }
      }
    }
  }

  private static void twoRows(
      float[][] left,
      int i,
      float[][] right,
      int from,
      int to,
      int kFrom,
      int kTo,
      float[] c0,
      float[] c1) {
    int k = kFrom;
    for (; k <= kTo - 4; k += 4) {
      float[] x = left[k];
      float[] y = left[k + 1];
      float[] z = left[k + 2];
      float[] w = left[k + 3];
      ScalarTiles.twoByFour(
          c0,
          c1,
          right[k],
          right[k + 1],
          right[k + 2],
          right[k + 3],
          x[i],
          x[i + 1],
          y[i],
          y[i + 1],
          z[i],
          z[i + 1],
          w[i],
          w[i + 1],
          from,
          to);
    }
    for (; k < kTo; k++) {
      ScalarTiles.one(c0, right[k], left[k][i], from, to);
      ScalarTiles.one(c1, right[k], left[k][i + 1], from, to);
    }
  }

  private static void oneRow(
      float[][] left, int i, float[][] right, int to, int kFrom, int kTo, float[] c) {
    int k = kFrom;
    for (; k <= kTo - 4; k += 4) {
      ScalarTiles.oneByFour(
          c,
          right[k],
          right[k + 1],
          right[k + 2],
          right[k + 3],
          left[k][i],
          left[k + 1][i],
          left[k + 2][i],
          left[k + 3][i],
          0,
          to);
    }
    for (; k < kTo; k++) {
      ScalarTiles.one(c, right[k], left[k][i], 0, to);
    }
  }

  static void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    Arrays.fill(out, outFrom, outFrom + columns, 0);
    int k = 0;
    if (outFrom == 0) {
      for (; k <= d - 4; k += 4) {
        ScalarTiles.oneByFour(
            out,
            right[k],
            right[k + 1],
            right[k + 2],
            right[k + 3],
            x[k],
            x[k + 1],
            x[k + 2],
            x[k + 3],
            0,
            columns);
      }
    }
    for (; k < d; k++) {
      float[] b = right[k];
      float factor = x[k];
      for (int j = 0; j < columns; j++) {
        out[outFrom + j] = ScalarTiles.fma(factor, b[j], out[outFrom + j]);
      }
    }
  }
}
