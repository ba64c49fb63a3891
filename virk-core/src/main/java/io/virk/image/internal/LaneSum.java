package io.virk.image.internal;

import java.util.Arrays;

/**
 * One sum by column in ints, for a loop over columns that the compiler turns into SIMD; taken into
 * longs after {@value #ROWS} rows at most, before ints overflow. Not thread-safe.
 */
final class LaneSum {
  /** Rows of values up to 4 million whose sum an int holds. */
  static final int ROWS = 512;

  int[] lanes = {};
  private long total;

  void start(int width) {
    if (lanes.length < width) {
      lanes = new int[width];
    }
    Arrays.fill(lanes, 0, width, 0);
    total = 0;
  }

  /** The sum of some columns since they were taken last; from now on 0. */
  long take(int from, int to) {
    long taken = 0;
    for (int x = from; x < to; x++) {
      taken += lanes[x];
      lanes[x] = 0;
    }
    total += taken;
    return taken;
  }

  /** What was taken. */
  long total() {
    return total;
  }
}
