package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums what pixels differ by from the four next to them: the steps between rows and columns, the
 * bends across both, impulses. Of panels side by side, each by itself. Not thread-safe.
 *
 * <p>Every loop goes over whole rows, each array by the loop's own index, and adds to sums by
 * column: so that the compiler turns it into SIMD. What stands at the borders is not taken.
 */
final class NeighbourSums {
  private static final int BLOCK = 8;
  private static final double UNIT = PixelRow.SCALE;

  /** Steps, times the scale, from which a pixel is an impulse. */
  private static final int IMPULSE = 32 * PixelRow.SCALE;

  private final LaneSum vertical = new LaneSum();
  private final LaneSum horizontal = new LaneSum();
  private final LaneSum impulses = new LaneSum();
  private final LaneSum rowSteps = new LaneSum();
  private final LaneSum borderRowSteps = new LaneSum();
  private final LaneSum[] ofInterior = {vertical, horizontal, impulses};
  private final LaneSum[] ofSteps = {rowSteps, borderRowSteps};

  /** Steps to the left neighbour, by column. */
  private double[] columnSteps = {};

  private int[] steps = {};
  private int width;
  private int panel;
  private int height;

  /**
   * Begins anew.
   *
   * @param newWidth of all panels
   * @param newPanel width of one
   */
  void start(int newWidth, int newPanel, int newHeight) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    if (steps.length < width) {
      columnSteps = new double[width];
      steps = new int[width];
    }
    Arrays.fill(columnSteps, 0, width, 0);
    Arrays.fill(steps, 0, width, 0);
    for (LaneSum sum : ofInterior) {
      sum.start(width, panel);
    }
    for (LaneSum sum : ofSteps) {
      sum.start(width, panel);
    }
  }

  /** Adds row y between two others; what bends is added unless it is at a border. */
  void add(int y, PixelRow above, PixelRow centre, PixelRow below) {
    int[] upward = y % BLOCK == 0 ? borderRowSteps.lanes : rowSteps.lanes;
    if (y > 0) {
      steps(centre.luma, centre.lefts(), above.luma, steps, upward, width);
    } else {
      steps(centre.luma, centre.lefts(), steps, width);
    }
    if (y > 0 && y < height - 1) {
      bends(
          above.luma,
          centre.luma,
          below.luma,
          centre.bend,
          centre.slope,
          vertical.lanes,
          horizontal.lanes,
          impulses.lanes,
          width);
    }
    if (y % LaneSum.ROWS == LaneSum.ROWS - 1 || y == height - 1) {
      take();
    }
  }

  private void take() {
    for (int x = 0; x < width; x++) {
      columnSteps[x] += steps[x];
    }
    Arrays.fill(steps, 0, width, 0);
    for (int x = 0; x < width; x += panel) {
      for (LaneSum sum : ofSteps) {
        sum.take(x, x + panel);
      }
      for (LaneSum sum : ofInterior) {
        sum.take(x + 1, x + panel - 1);
      }
    }
  }

  private static void steps(int[] centre, int[] left, int[] leftward, int width) {
    for (int x = 0; x < width; x++) {
      leftward[x] += Math.abs(centre[x] - left[x]);
    }
  }

  private static void steps(
      int[] centre, int[] left, int[] above, int[] leftward, int[] upward, int width) {
    for (int x = 0; x < width; x++) {
      leftward[x] += Math.abs(centre[x] - left[x]);
      upward[x] += Math.abs(centre[x] - above[x]);
    }
  }

  /**
   * Adds the sizes of bends, and counts impulses: pixels that differ from all four by as much, one
   * way. Of the differences d and e to two of them, |d + e| - |d - e| is twice the smaller one if
   * they have one sign, and is not above 0 if they have not; d + e is a bend, d - e a slope.
   */
  private static void bends(
      int[] above,
      int[] centre,
      int[] below,
      int[] bend,
      int[] slope,
      int[] vertical,
      int[] horizontal,
      int[] impulses,
      int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int upright = above[x] + below[x] - 2 * centre[x];
      int high = Math.abs(upright);
      int wide = Math.abs(bend[x]);
      vertical[x] += high;
      horizontal[x] += wide;
      int less =
          high - Math.abs(above[x] - below[x]) - 2 * IMPULSE
              | wide - Math.abs(slope[x]) - 2 * IMPULSE
              | upright ^ bend[x];
      impulses[x] += 1 + (less >> 31);
    }
  }

  /** Of a frame that is large enough. */
  void measure(ImageStatistics into) {
    double size = (panel - 2.0) * (height - 2.0);
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.IMPULSES, 100 * impulses.total(p) / size);
      into.addMean(
          ImageMeasure.INTERLACING,
          ImageAnalyzer.logRatio(
              vertical.total(p) / size / UNIT, horizontal.total(p) / size / UNIT));
      into.addMean(ImageMeasure.BLOCKINESS, blockiness(p));
    }
  }

  /** NaN of a frame of one block. */
  private double blockiness(int number) {
    double across = borderRowSteps.total(number);
    double elsewhere = rowSteps.total(number);
    for (int x = 1; x < panel; x++) {
      double steps = columnSteps[number * panel + x];
      if (x % BLOCK == 0) {
        across += steps;
      } else {
        elsewhere += steps;
      }
    }
    double borders =
        (double) ((panel - 1) / BLOCK) * height + (double) ((height - 1) / BLOCK) * panel;
    double all = (panel - 1.0) * height + (height - 1.0) * panel;
    return borders == 0
        ? Double.NaN
        : ImageAnalyzer.logRatio(across / borders / UNIT, elsewhere / (all - borders) / UNIT);
  }
}
