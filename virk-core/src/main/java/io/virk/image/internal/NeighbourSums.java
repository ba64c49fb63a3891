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
    int[] left = centre.lefts();
    int[] upward = y % BLOCK == 0 ? borderRowSteps.lanes : rowSteps.lanes;
    if (y > 0 && y < height - 1) {
      steps(centre.luma, left, above.luma, below.luma, steps, upward, vertical.lanes, width);
      sizes(centre.bend, horizontal.lanes, width);
      impulses(above.luma, centre.luma, below.luma, left, centre.rights(), impulses.lanes, width);
    } else {
      steps(left, centre.luma, steps, width);
      if (y > 0) {
        steps(above.luma, centre.luma, upward, width);
      }
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

  private static void steps(int[] before, int[] after, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(after[x] - before[x]);
    }
  }

  private static void steps(
      int[] centre,
      int[] left,
      int[] above,
      int[] below,
      int[] leftward,
      int[] upward,
      int[] bends,
      int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      leftward[x] += Math.abs(centre[x] - left[x]);
      upward[x] += Math.abs(centre[x] - above[x]);
      bends[x] += Math.abs(above[x] + below[x] - 2 * centre[x]);
    }
  }

  private static void sizes(int[] bend, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(bend[x]);
    }
  }

  /**
   * Counts what is higher than all four by as much as an impulse, or lower: the differences have
   * one sign, and none is smaller.
   */
  private static void impulses(
      int[] above, int[] centre, int[] below, int[] left, int[] right, int[] counts, int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int a = centre[x] - above[x];
      int b = centre[x] - below[x];
      int l = centre[x] - left[x];
      int r = centre[x] - right[x];
      int signs = (a ^ b) | (a ^ l) | (a ^ r);
      int less =
          Math.abs(a) - IMPULSE
              | Math.abs(b) - IMPULSE
              | Math.abs(l) - IMPULSE
              | Math.abs(r) - IMPULSE;
      counts[x] += 1 + ((signs | less) >> 31);
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
