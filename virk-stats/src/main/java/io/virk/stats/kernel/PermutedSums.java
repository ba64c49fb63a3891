package io.virk.stats.kernel;

import io.virk.stats.internal.Kernels;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;

/**
 * For many splits of a pooled sample at once, the kernel sums within x.
 *
 * <p>How: over squares of up to 2048 by 2048 pairs, of which the splits are unpacked to zeros and
 * ones; within one, over tiles of 512 rows k by one block of columns i. Such a tile of kernel
 * values is made, k &lt; i only, stays in the second cache, and is multiplied with all splits:
 * first G = K' S[k], then the sum over i of S[i] G. The mean of the kernel is subtracted before the
 * product and its share added afterwards, for the sums are in single precision. So what a tile adds
 * up shows in the last digits, and its size is the same on every machine: 64 kB with the Vector
 * API, which any second cache holds.
 */
final class PermutedSums {
  private static final int SQUARE = 2048;
  private static final int TILE = 512;

  private final PackedRows pooled;
  private final PermutationSplits splits;
  private final float gamma;
  private final Pairs pairs;
  private final Kernels kernels;
  private final int width;
  private final double[] rows;
  private final double[] within;
  private final double[] rowsOfX;
  private final float[][] products;
  private float shift = Float.NaN;

  PermutedSums(PackedRows pooled, PermutationSplits splits, float gamma, Pairs pairs) {
    this.pooled = pooled;
    this.splits = splits;
    this.gamma = gamma;
    this.pairs = pairs;
    this.kernels = pairs.kernels();
    this.width = kernels.width();
    this.rows = new double[pooled.size()];
    this.within = new double[splits.count()];
    this.rowsOfX = new double[splits.count()];
    this.products = kernels.newBlock(width, width);
  }

  /** Of each split, the sum over pairs i &lt; j of x. */
  double[] within() {
    return within;
  }

  /** Sums of the rows of the kernel matrix without its diagonal. */
  double[] rows() {
    return rows;
  }

  /** Of each split, the sum of {@link #rows()} over x. */
  double[] rowsOfX() {
    return rowsOfX;
  }

  void compute() {
    int size = pooled.size();
    int square = Math.min(SQUARE, (size + width - 1) / width * width);
    float[][][] left = newSplitBlocks(square);
    float[][][] right = size > square ? newSplitBlocks(square) : left;
    float[][] tile = kernels.newBlock(square, width);
    for (int from = 0; from < size; from += square) {
      int to = Math.min(from + square, size);
      splits.unpack(from, to - from, kernels, right);
      for (int below = 0; below <= from; below += square) {
        if (below < from) {
          splits.unpack(below, square, kernels, left);
        }
        int end = Math.min(below + square, to);
        addSquare(below, end, below < from ? left : right, from, to, right, tile);
      }
    }
    double chosen = splits.chosen();
    for (int p = 0; p < within.length; p++) {
      within[p] += shift * chosen * (chosen - 1) / 2;
    }
    addRows(right, square);
  }

  /** In single precision, about the mean. */
  private void addRows(float[][][] blocks, int square) {
    double mean = 0;
    for (double row : rows) {
      mean += row / rows.length;
    }
    float[] deviations = new float[square];
    float[] sums = new float[width];
    for (int from = 0; from < rows.length; from += square) {
      int count = Math.min(square, rows.length - from);
      if (rows.length > square) {
        splits.unpack(from, count, kernels, blocks);
      }
      for (int i = 0; i < count; i++) {
        deviations[i] = (float) (rows[from + i] - mean);
      }
      for (int b = 0; b < blocks.length; b++) {
        int columns = Math.min(width, splits.count() - b * width);
        kernels.gramRow(deviations, blocks[b], columns, count, sums, 0);
        for (int j = 0; j < columns; j++) {
          rowsOfX[b * width + j] += sums[j];
        }
      }
    }
    for (int p = 0; p < rowsOfX.length; p++) {
      rowsOfX[p] += mean * splits.chosen();
    }
  }

  private float[][][] newSplitBlocks(int square) {
    int count = splits.count();
    float[][][] blocks = new float[(count + width - 1) / width][][];
    for (int b = 0; b < blocks.length; b++) {
      blocks[b] = kernels.newBlock(square, Math.min(width, count - b * width));
    }
    return blocks;
  }

  /** All pairs k &lt; i with k in [kFrom, kTo) and i in [iFrom, iTo). */
  private void addSquare(
      int kFrom, int kTo, float[][][] left, int iFrom, int iTo, float[][][] right, float[][] tile) {
    for (int slab = kFrom; slab < kTo; slab += TILE) {
      int slabEnd = Math.min(slab + TILE, kTo);
      int first = Math.max(iFrom, slab) / width;
      for (int r = first; pooled.start(r) < iTo; r++) {
        int columns = pooled.columns(r);
        int end = Math.min(slabEnd, pooled.start(r) + columns);
        fill(slab, end, r, tile, kFrom);
        multiply(tile, slab - kFrom, end - kFrom, columns, left, right, pooled.start(r) - iFrom);
        if (r + 1 == pooled.blocks()) {
          break;
        }
      }
    }
  }

  /** Kernel values of the vectors from k to end with those of block r, less the shift. */
  private void fill(int k, int end, int r, float[][] tile, int kFrom) {
    int columns = pooled.columns(r);
    for (int l = k / width; l < pooled.blocks() && pooled.start(l) < end; l++) {
      int row = pooled.start(l) - kFrom;
      int count = pooled.columns(l);
      pairs.squaredDistances(pooled, l, pooled, r, l == r, gamma, tile, row);
      kernels.kernelValues(tile, row, count, columns, gamma);
      if (l == r) {
        clearLower(tile, row, count, columns, 0);
      }
      kernels.addSums(
          tile, row, count, columns, rows, pooled.start(l), rows, pooled.start(r), pairs.scratch());
      if (Float.isNaN(shift)) {
        shift = typical(tile, row, count, columns);
      }
      kernels.shiftAndScale(tile, row, count, columns, shift, 1);
      if (l == r) {
        clearLower(tile, row, count, columns, 0);
      }
    }
  }

  private void clearLower(float[][] tile, int row, int count, int columns, float value) {
    for (int i = 0; i < count; i++) {
      for (int j = 0; j <= i && j < columns; j++) {
        kernels.set(tile, row + i, j, value);
      }
    }
  }

  /** Mean over the pairs of the first block, which is one with itself. */
  private float typical(float[][] tile, int row, int count, int columns) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int j = i + 1; j < columns; j++) {
        sum += kernels.get(tile, row + i, j);
      }
    }
    return count < 2 ? 0 : (float) (2 * sum / count / (count - 1));
  }

  private void multiply(
      float[][] tile,
      int kFrom,
      int kTo,
      int columns,
      float[][][] left,
      float[][][] right,
      int iRow) {
    for (int b = 0; b < left.length; b++) {
      int some = Math.min(width, splits.count() - b * width);
      kernels.gram(tile, columns, left[b], some, kFrom, kTo, products, 0, false);
      kernels.addColumnProducts(
          products, right[b], iRow, columns, some, within, b * width, pairs.scratch());
    }
  }
}
