package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums over the interior pixels what their eight neighbours say: gradients, noise, impulses, and
 * the steps between rows and columns. Of panels side by side, each by itself. Not thread-safe.
 *
 * <p>Every loop goes over whole rows, each array by the loop's own index, and adds to sums by
 * column: so that the compiler turns it into SIMD. What stands at the borders is not taken.
 */
final class NeighbourSums {
  /** Bits that numbers lose before they are multiplied, and products, to fit into 22 bits. */
  private static final int GRADIENT_BITS = 6;

  private static final int PRODUCT_BITS = 6;
  private static final int HALF = 1 << PRODUCT_BITS - 1;

  private static final int BLOCK = 8;
  private static final double UNIT = PixelRow.SCALE;

  /** Of the sum of sizes of Immerkaer's response, to a standard deviation. */
  static final double NOISE_SCALE = Math.sqrt(Math.PI / 2) / 6;

  /** Steps, times the scale, from which a pixel is an impulse. */
  private static final int IMPULSE = 32 * PixelRow.SCALE;

  private final LaneSum noise = new LaneSum();
  private final SquareSum noiseSquares = new SquareSum();
  private final LaneSum vertical = new LaneSum();
  private final LaneSum horizontal = new LaneSum();
  private final LaneSum impulses = new LaneSum();
  private final LaneSum rowSteps = new LaneSum();
  private final LaneSum borderRowSteps = new LaneSum();
  private final LaneSum xx = new LaneSum();
  private final LaneSum yy = new LaneSum();
  private final LaneSum xy = new LaneSum();
  private final LaneSum[] ofGradients = {xx, yy, xy};
  private final LaneSum[] ofFine = {noise, vertical, horizontal, impulses};
  private final LaneSum[] ofSteps = {rowSteps, borderRowSteps};

  /** Steps to the left neighbour, by column. */
  private double[] columnSteps = {};

  private int[] steps = {};
  private int[] response = {};
  private int[] gradientX = {};
  private int[] gradientY = {};
  private int width;
  private int panel;
  private int height;
  private boolean fine;
  private int rows;

  /**
   * Begins anew.
   *
   * @param newWidth of all panels
   * @param newPanel width of one
   * @param newFine whether more is summed up than gradients
   */
  void start(int newWidth, int newPanel, int newHeight, boolean newFine) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    fine = newFine;
    rows = 0;
    if (steps.length < width) {
      columnSteps = new double[width];
      steps = new int[width];
      response = new int[width];
      gradientX = new int[width];
      gradientY = new int[width];
    }
    for (LaneSum sum : ofGradients) {
      sum.start(width, panel);
    }
    if (fine) {
      Arrays.fill(columnSteps, 0, width, 0);
      Arrays.fill(steps, 0, width, 0);
      for (LaneSum sum : ofFine) {
        sum.start(width, panel);
      }
      for (LaneSum sum : ofSteps) {
        sum.start(width, panel);
      }
      noiseSquares.start(width, panel);
    }
  }

  /** Adds the steps of a row: to the left, and up unless it is the first. */
  void addSteps(int y, PixelRow above, PixelRow centre) {
    addSteps(centre.lefts(), centre.luma, steps, width);
    if (y > 0) {
      addSteps(
          above.luma, centre.luma, y % BLOCK == 0 ? borderRowSteps.lanes : rowSteps.lanes, width);
    }
    if (y % LaneSum.ROWS == LaneSum.ROWS - 1 || y == height - 1) {
      takeSteps();
    }
  }

  private void takeSteps() {
    for (int x = 0; x < width; x++) {
      columnSteps[x] += steps[x];
    }
    Arrays.fill(steps, 0, width, 0);
    for (LaneSum sum : ofSteps) {
      for (int x = 0; x < width; x += panel) {
        sum.take(x, x + panel);
      }
    }
  }

  private static void addSteps(int[] before, int[] after, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(after[x] - before[x]);
    }
  }

  /**
   * Adds a row that is not at the border.
   *
   * @return the size of Immerkaer's response at each pixel, an array that is written anew by the
   *     next row; at the ends, and where gradients alone are summed up, undefined
   */
  int[] add(PixelRow above, PixelRow centre, PixelRow below) {
    gradientX(above.slope, centre.slope, below.slope, gradientX, width);
    gradientY(above.smooth, below.smooth, gradientY, width);
    products(gradientX, gradientY, xx.lanes, yy.lanes, xy.lanes, width);
    if (fine) {
      noise(above.bend, centre.bend, below.bend, response, noise.lanes, width);
      noiseSquares.add(response, width);
      verticalBends(above.luma, centre.luma, below.luma, vertical.lanes, width);
      horizontalBends(centre.bend, horizontal.lanes, width);
      int[] left = centre.lefts();
      int[] right = centre.rights();
      peaks(above.luma, centre.luma, below.luma, left, right, impulses.lanes, width);
      holes(above.luma, centre.luma, below.luma, left, right, impulses.lanes, width);
    }
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
    return response;
  }

  private void take() {
    for (int x = 0; x < width; x += panel) {
      for (LaneSum sum : ofGradients) {
        sum.take(x + 1, x + panel - 1);
      }
      if (fine) {
        for (LaneSum sum : ofFine) {
          sum.take(x + 1, x + panel - 1);
        }
        noiseSquares.take(x + 1, x + panel - 1);
      }
    }
  }

  private static void noise(
      int[] above, int[] centre, int[] below, int[] response, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      int size = Math.abs(above[x] + below[x] - 2 * centre[x]);
      response[x] = size;
      sums[x] += size;
    }
  }

  private static void verticalBends(int[] above, int[] centre, int[] below, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(above[x] + below[x] - 2 * centre[x]);
    }
  }

  private static void horizontalBends(int[] bend, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(bend[x]);
    }
  }

  // fewer and longer loops would not be turned into SIMD: JDK 17

  private static void gradientX(int[] above, int[] centre, int[] below, int[] gradient, int width) {
    for (int x = 0; x < width; x++) {
      gradient[x] = above[x] + 2 * centre[x] + below[x] + 32 >> GRADIENT_BITS;
    }
  }

  private static void gradientY(int[] above, int[] below, int[] gradient, int width) {
    for (int x = 0; x < width; x++) {
      gradient[x] = below[x] - above[x] + 32 >> GRADIENT_BITS;
    }
  }

  private static void products(
      int[] gradientX, int[] gradientY, int[] xx, int[] yy, int[] xy, int width) {
    for (int x = 0; x < width; x++) {
      xx[x] += gradientX[x] * gradientX[x] + HALF >> PRODUCT_BITS;
      yy[x] += gradientY[x] * gradientY[x] + HALF >> PRODUCT_BITS;
      xy[x] += gradientX[x] * gradientY[x] + HALF >> PRODUCT_BITS;
    }
  }

  /** Counts what is higher than all four by as much as an impulse. */
  private static void peaks(
      int[] above, int[] centre, int[] below, int[] left, int[] right, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] - IMPULSE;
      int less = bound - above[x] | bound - below[x] | bound - left[x] | bound - right[x];
      counts[x] += 1 + (less >> 31);
    }
  }

  /** Counts what is lower. */
  private static void holes(
      int[] above, int[] centre, int[] below, int[] left, int[] right, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] + IMPULSE;
      int less = above[x] - bound | below[x] - bound | left[x] - bound | right[x] - bound;
      counts[x] += 1 + (less >> 31);
    }
  }

  /** The sum of the sizes of Immerkaer's response in all panels; after {@link #measureNoise}. */
  long noise() {
    long total = 0;
    for (int p = 0; p * panel < width; p++) {
      total += noise.total(p);
    }
    return total;
  }

  /** The noise, of a frame of 3 x 3 pixels or more; before the rest. */
  void measureNoise(ImageStatistics into) {
    take();
    double size = (panel - 2.0) * (height - 2.0);
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.NOISE, NOISE_SCALE * noise.total(p) / size / UNIT);
    }
  }

  /** Where edges go. */
  void measureDirection(ImageStatistics into) {
    take();
    double gradient = gradient(0) + ImageAnalyzer.OFFSET;
    into.set(ImageMeasure.EDGE_DIRECTION, 100 * (squared(xx, 0) - squared(yy, 0)) / gradient);
    into.set(ImageMeasure.EDGE_DIAGONAL, 200 * squared(xy, 0) / gradient);
  }

  /** The rest. */
  void measure(ImageStatistics into) {
    double size = (panel - 2.0) * (height - 2.0);
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.GRADIENT, gradient(p));
      double rms = Math.sqrt(noiseSquares.total(p) / size) / 6 / UNIT;
      double mean = noise.total(p) / size / 6 / UNIT;
      into.addMean(
          ImageMeasure.NOISE_TAIL, ImageAnalyzer.logRatio(rms * Math.sqrt(2 / Math.PI), mean));
      into.addMean(ImageMeasure.IMPULSES, 100 * impulses.total(p) / size);
      into.addMean(
          ImageMeasure.INTERLACING,
          ImageAnalyzer.logRatio(
              vertical.total(p) / size / UNIT, horizontal.total(p) / size / UNIT));
      into.addMean(ImageMeasure.BLOCKINESS, blockiness(p));
    }
  }

  /** Mean squared gradient of a panel, steps per pixel. */
  double gradient(int number) {
    return squared(xx, number) + squared(yy, number);
  }

  private double squared(LaneSum products, int number) {
    double product = 1 << 2 * GRADIENT_BITS + PRODUCT_BITS;
    double steps2 = 64 * UNIT * UNIT / product; // the kernels' weight, squared
    return products.total(number) / ((panel - 2.0) * (height - 2.0)) / steps2;
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
