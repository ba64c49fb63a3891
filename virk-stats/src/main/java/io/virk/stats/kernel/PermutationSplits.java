package io.virk.stats.kernel;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Kernels;
import java.util.random.RandomGenerator;

/** Splits of N places into x and y, one bit each; split 0 is the observed one, x first. */
final class PermutationSplits {
  private final int size;
  private final int count;
  private final int words;

  /** Bit i of row p: whether place i belongs to x in split p. */
  private final long[] bits;

  /** Number of places that belong to x. */
  private final int chosen;

  private PermutationSplits(int n, int size, int count) {
    this.size = size;
    this.count = count;
    this.words = (size + 63) >>> 6;
    this.bits = new long[Math.multiplyExact(count, words)];
    this.chosen = n;
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
    long drawn = 0;
    for (int p = 1; p <= permutations; p++) {
      // the first steps of Fisher-Yates; starting from the last split is as good as from the first
      for (int i = 0; i < n; i++) {
        if ((i & 1) == 0) {
          drawn = random.nextLong();
        }
        // 32 bits times the range: each place with probability 1 / range up to 2^-32
        int j = i + (int) ((drawn & 0xFFFFFFFFL) * (size - i) >>> 32);
        drawn >>>= 32;
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
    bits[split * words + (place >>> 6)] |= 1L << place;
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
    return (bits[split * words + (place >>> 6)] >>> place & 1) != 0;
  }

  /** Number of places of x, in every split. */
  int chosen() {
    return chosen;
  }

  /** Sum over the places of x. */
  double sumOverX(double[] values, int split) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += isX(i, split) ? values[i] : 0;
    }
    return sum;
  }

  /**
   * Zeros and ones, [rows x splits] in blocks of splits.
   *
   * @param from first place, a multiple of 32
   * @param rows number of places
   * @param blocks one per {@link Kernels#width()} splits. Modified.
   */
  void unpack(int from, int rows, Kernels kernels, float[][][] blocks) {
    int width = kernels.width();
    float[] row = new float[width];
    int[] some = new int[width];
    for (int b = 0; b < blocks.length; b++) {
      int columns = Math.min(width, count - b * width);
      for (int i = 0; i < rows; i += 32) {
        int place = from + i;
        for (int j = 0; j < columns; j++) {
          some[j] = (int) (bits[(b * width + j) * words + (place >>> 6)] >>> place);
        }
        for (int l = 0; l < 32 && i + l < rows; l++) {
          for (int j = 0; j < columns; j++) {
            row[j] = some[j] >>> l & 1;
          }
          kernels.setRow(blocks[b], i + l, columns, row);
        }
      }
    }
  }
}
