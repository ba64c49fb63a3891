package io.virk.image.internal;

import java.util.Arrays;

/**
 * One sum by column in floats, for a loop over columns that the compiler turns into SIMD; taken
 * into a double before floats run out of digits. Not thread-safe.
 */
final class LaneSum {
  float[] lanes = {};
  private double total;

  void start(int width) {
    if (lanes.length < width) {
      lanes = new float[width];
    }
    Arrays.fill(lanes, 0, width, 0);
    total = 0;
  }

  /** Takes the columns from .. to - 1; all are 0 from now on. */
  void take(int from, int to, int width) {
    double a = 0;
    double b = 0;
    int x = from;
    for (; x < to - 1; x += 2) {
      a += lanes[x];
      b += lanes[x + 1];
    }
    for (; x < to; x++) {
      a += lanes[x];
    }
    total += a + b;
    Arrays.fill(lanes, 0, width, 0);
  }

  /** What was taken. */
  double total() {
    return total;
  }
}
