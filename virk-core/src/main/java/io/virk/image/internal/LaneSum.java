package io.virk.image.internal;

import java.util.Arrays;

/**
 * One sum by column in ints, for a loop over columns that the compiler turns into SIMD; taken into
 * longs after {@value #ROWS} rows at most, before ints overflow. Where images stand side by side,
 * the panels, each has a total of its own. Not thread-safe.
 */
final class LaneSum {
  /** Rows of values up to 4 million whose sum an int holds. */
  static final int ROWS = 512;

  /** More columns than there is memory for. */
  private static final int WIDEST = (1 << 30) - 1;

  int[] lanes = {};
  private long[] totals = new long[1];
  private int panel = 1;

  void start(int width) {
    start(width, width);
  }

  /** Begins anew: panels of so many columns each. */
  void start(int width, int columns) {
    if (lanes.length < width) {
      lanes = new int[width];
    }
    Arrays.fill(lanes, 0, width, 0);
    panel = columns;
    if (totals.length < width / columns) {
      totals = new long[width / columns];
    }
    Arrays.fill(totals, 0);
  }

  /**
   * A number of columns as it is, but so that C2 sees that it is no less than 0. The index of a
   * loop up to it needs no conversion of its own for each array then, of which JDK 17 has three
   * nodes each: a loop of more than 60 nodes becomes no SIMD, and one over seven arrays has more.
   */
  static int inRange(int width) {
    assert width >= 0 && width <= WIDEST : width;
    return width & WIDEST;
  }

  /** The sum of some columns of one panel since they were taken last; from now on 0. */
  long take(int from, int to) {
    if (from >= to) {
      return 0;
    }
    long taken = 0;
    for (int x = from; x < to; x++) {
      taken += lanes[x];
      lanes[x] = 0;
    }
    totals[from / panel] += taken;
    return taken;
  }

  /** What was taken of the first panel. */
  long total() {
    return totals[0];
  }

  /** What was taken of a panel. */
  long total(int number) {
    return totals[number];
  }
}
