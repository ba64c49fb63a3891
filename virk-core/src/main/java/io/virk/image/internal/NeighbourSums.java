package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums over the interior pixels what their eight neighbours say: gradients, noise, impulses, and
 * the steps between rows and columns. Not thread-safe.
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
  private final LaneSum[] sums = {noise, xx, yy, xy, vertical, horizontal, impulses};
  private final LaneSum[] ofSteps = {rowSteps, borderRowSteps};

  /** Steps to the left neighbour, by column. */
  private double[] columnSteps = {};

  private int[] steps = {};
  private int[] response = {};
  private int[] gradientX = {};
  private int[] gradientY = {};
  private int[] risen = {};
  private int[] fallen = {};
  private int width;
  private int height;
  private int rows;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    rows = 0;
    if (steps.length < width) {
      columnSteps = new double[width];
      steps = new int[width];
      response = new int[width];
      gradientX = new int[width];
      gradientY = new int[width];
      risen = new int[width];
      fallen = new int[width];
    }
    Arrays.fill(columnSteps, 0, width, 0);
    Arrays.fill(steps, 0, width, 0);
    for (LaneSum sum : sums) {
      sum.start(width);
    }
    noiseSquares.start(width);
    for (LaneSum sum : ofSteps) {
      sum.start(width);
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
      sum.take(0, width);
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
   *     next row; at the ends undefined
   */
  int[] add(PixelRow above, PixelRow centre, PixelRow below) {
    noise(above.bend, centre.bend, below.bend, response, noise.lanes, width);
    noiseSquares.add(response, width);
    verticalBends(above.luma, centre.luma, below.luma, vertical.lanes, width);
    horizontalBends(centre.bend, horizontal.lanes, width);
    gradientX(above.slope, centre.slope, below.slope, gradientX, width);
    gradientY(above.smooth, below.smooth, gradientY, width);
    products(gradientX, gradientY, xx.lanes, yy.lanes, xy.lanes, width);
    risen(above.luma, centre.luma, below.luma, risen, width);
    fallen(above.luma, centre.luma, below.luma, fallen, width);
    alsoRisen(centre.lefts(), centre.luma, centre.rights(), risen, impulses.lanes, width);
    alsoFallen(centre.lefts(), centre.luma, centre.rights(), fallen, impulses.lanes, width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
    return response;
  }

  private void take() {
    for (LaneSum sum : sums) {
      sum.take(1, width - 1);
    }
    noiseSquares.take(1, width - 1);
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

  /** Negative unless it is higher than both by as much as an impulse. */
  private static void risen(int[] above, int[] centre, int[] below, int[] risen, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] - IMPULSE;
      risen[x] = bound - above[x] | bound - below[x];
    }
  }

  private static void fallen(int[] above, int[] centre, int[] below, int[] fallen, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] + IMPULSE;
      fallen[x] = above[x] - bound | below[x] - bound;
    }
  }

  private static void alsoRisen(
      int[] left, int[] centre, int[] right, int[] risen, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] - IMPULSE;
      counts[x] += 1 + ((risen[x] | bound - left[x] | bound - right[x]) >> 31);
    }
  }

  private static void alsoFallen(
      int[] left, int[] centre, int[] right, int[] fallen, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int bound = centre[x] + IMPULSE;
      counts[x] += 1 + ((fallen[x] | left[x] - bound | right[x] - bound) >> 31);
    }
  }

  /** The noise, of a frame of 3 x 3 pixels or more. */
  void measureNoise(ImageStatistics into) {
    take();
    double size = (width - 2.0) * (height - 2.0);
    into.set(ImageMeasure.NOISE, NOISE_SCALE * noise.total() / size / UNIT);
  }

  /** The rest, after the noise and the sharpness. */
  void measure(ImageStatistics into) {
    double size = (width - 2.0) * (height - 2.0);
    double product = 1 << 2 * GRADIENT_BITS + PRODUCT_BITS;
    double steps2 = 64 * UNIT * UNIT / product; // the kernels' weight, squared
    double jxx = xx.total() / size / steps2;
    double jyy = yy.total() / size / steps2;
    double jxy = xy.total() / size / steps2;
    double gradient = jxx + jyy;
    double offset = ImageAnalyzer.OFFSET;
    into.set(ImageMeasure.GRADIENT, gradient);
    into.set(ImageMeasure.DETAIL, into.value(ImageMeasure.SHARPNESS) / (gradient + offset));
    into.set(ImageMeasure.EDGE_DIRECTION, 100 * (jxx - jyy) / (gradient + offset));
    into.set(ImageMeasure.EDGE_DIAGONAL, 200 * jxy / (gradient + offset));
    double rms = Math.sqrt(noiseSquares.total() / size) / 6 / UNIT;
    double mean = noise.total() / size / 6 / UNIT;
    into.set(ImageMeasure.NOISE_TAIL, ImageAnalyzer.logRatio(rms * Math.sqrt(2 / Math.PI), mean));
    into.set(ImageMeasure.IMPULSES, 100 * impulses.total() / size);
    into.set(
        ImageMeasure.INTERLACING,
        ImageAnalyzer.logRatio(vertical.total() / size / UNIT, horizontal.total() / size / UNIT));
    into.set(ImageMeasure.BLOCKINESS, blockiness());
  }

  /** NaN of a frame of one block. */
  private double blockiness() {
    double across = borderRowSteps.total();
    double elsewhere = rowSteps.total();
    for (int x = 1; x < width; x++) {
      if (x % BLOCK == 0) {
        across += columnSteps[x];
      } else {
        elsewhere += columnSteps[x];
      }
    }
    double borders =
        (double) ((width - 1) / BLOCK) * height + (double) ((height - 1) / BLOCK) * width;
    double all = (width - 1.0) * height + (height - 1.0) * width;
    return borders == 0
        ? Double.NaN
        : ImageAnalyzer.logRatio(across / borders / UNIT, elsewhere / (all - borders) / UNIT);
  }
}
