package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/** Splits of N places into x and y, one bit each; split 0 is the observed one, x first. */
final class PermutationSplits {
  private final int size;
  private final int count;
  private final int words;

  /** Bit p of row i: whether place i belongs to x in split p. */
  private final long[] bits;

  private PermutationSplits(int n, int size, int count) {
    this.size = size;
    this.count = count;
    this.words = (count + 63) >>> 6;
    this.bits = new long[Math.multiplyExact(size, words)];
    for (int i = 0; i < n; i++) {
      put(i, 0);
    }
  }

  static PermutationSplits random(int n, int size, int permutations, RandomGenerator random) {
    PermutationSplits splits = new PermutationSplits(n, size, permutations + 1);
    int[] places = new int[size];
    for (int i = 0; i < size; i++) {
      places[i] = i;
    }
    for (int p = 1; p <= permutations; p++) {
      // the first steps of Fisher-Yates; starting from the last split is as good as from the first
      for (int i = 0; i < n; i++) {
        int j = i + random.nextInt(size - i);
        int place = places[j];
        places[j] = places[i];
        places[i] = place;
        splits.put(place, p);
      }
    }
    return splits;
  }

  static PermutationSplits of(int n, int size, int[][] permutations) {
    PermutationSplits splits = new PermutationSplits(n, size, permutations.length + 1);
    for (int p = 0; p < permutations.length; p++) {
      int[] permutation = permutations[p];
      if (permutation.length != size) {
        throw rejected("permutations[" + p + "].length", permutation.length, "n + m " + size);
      }
      boolean[] seen = new boolean[size];
      for (int i = 0; i < size; i++) {
        int place = permutation[i];
        if (place < 0 || place >= size || seen[place]) {
          throw rejected(
              "permutations[" + p + "][" + i + "]", place, "each of 0 to " + (size - 1) + " once");
        }
        seen[place] = true;
        if (i < n) {
          splits.put(place, p + 1);
        }
      }
    }
    return splits;
  }

  private void put(int place, int split) {
    bits[place * words + (split >>> 6)] |= 1L << split;
  }

  /** Number of places. */
  int size() {
    return size;
  }

  /** Number of splits, the observed one included. */
  int count() {
    return count;
  }

  boolean isX(int place, int split) {
    return (bits[place * words + (split >>> 6)] >>> split & 1) != 0;
  }

  /** Sum over the places of x. */
  double sumOverX(double[] values, int split) {
    double sum = 0;
    int word = split >>> 6;
    for (int i = 0; i < size; i++) {
      sum += (bits[i * words + word] >>> split & 1) != 0 ? values[i] : 0;
    }
    return sum;
  }

  /**
   * Zeros and ones, [rows x splits] in blocks of splits.
   *
   * @param from first place
   * @param rows number of places
   * @param blocks one per {@link Kernels#width()} splits. Modified.
   */
  void unpack(int from, int rows, Kernels kernels, float[][][] blocks) {
    int width = kernels.width();
    float[] row = new float[width];
    for (int b = 0; b < blocks.length; b++) {
      int columns = Math.min(width, count - b * width);
      for (int i = 0; i < rows; i++) {
        int at = (from + i) * words;
        for (int j = 0; j < columns; j++) {
          int split = b * width + j;
          row[j] = bits[at + (split >>> 6)] >>> split & 1;
        }
        kernels.setRow(blocks[b], i, columns, row);
      }
    }
  }
}
