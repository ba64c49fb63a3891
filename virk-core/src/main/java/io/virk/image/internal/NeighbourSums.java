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
  /** Rows after which noise is taken: its sizes are whole numbers &lt; 2^21, floats hold 2^24. */
  private static final int NOISE_ROWS = 8;

  private static final int ROWS = 64;
  private static final int BLOCK = 8;
  private static final double UNIT = PixelSums.SCALE;

  /** Of the sum of sizes of Immerkaer's response, to a standard deviation. */
  static final double NOISE_SCALE = Math.sqrt(Math.PI / 2) / 6;

  /** Steps, times the scale, from which a pixel is an impulse. */
  private static final float IMPULSE = 32 * PixelSums.SCALE;

  private final LaneSum noise = new LaneSum();
  private final LaneSum noiseSquares = new LaneSum();
  private final LaneSum xx = new LaneSum();
  private final LaneSum yy = new LaneSum();
  private final LaneSum xy = new LaneSum();
  private final LaneSum vertical = new LaneSum();
  private final LaneSum horizontal = new LaneSum();
  private final LaneSum impulses = new LaneSum();
  private final LaneSum rowSteps = new LaneSum();
  private final LaneSum borderRowSteps = new LaneSum();
  private final LaneSum[] often = {noise};
  private final LaneSum[] seldom = {noiseSquares, xx, yy, xy, vertical, horizontal, impulses};
  private final LaneSum[] ofSteps = {rowSteps, borderRowSteps};

  /** Steps to the left neighbour, by column. */
  private double[] columnSteps = {};

  private float[] steps = {};

  private float[] left = {};
  private float[] right = {};

  /** Vertical second difference, smoothed column and vertical step, and their neighbours. */
  private float[] bend = {};

  private float[] bendLeft = {};
  private float[] bendRight = {};
  private float[] smooth = {};
  private float[] smoothLeft = {};
  private float[] smoothRight = {};
  private float[] step = {};
  private float[] stepLeft = {};
  private float[] stepRight = {};
  private float[] response = {};

  private int width;
  private int height;
  private int rows;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    rows = 0;
    if (left.length < width) {
      columnSteps = new double[width];
      steps = new float[width];
      left = new float[width];
      right = new float[width];
      bend = new float[width];
      bendLeft = new float[width];
      bendRight = new float[width];
      smooth = new float[width];
      smoothLeft = new float[width];
      smoothRight = new float[width];
      step = new float[width];
      stepLeft = new float[width];
      stepRight = new float[width];
      response = new float[width];
    }
    Arrays.fill(columnSteps, 0, width, 0);
    Arrays.fill(steps, 0, width, 0);
    start(often);
    start(seldom);
    start(ofSteps);
  }

  private void start(LaneSum[] sums) {
    for (LaneSum sum : sums) {
      sum.start(width);
    }
  }

  /** Adds the steps of a row: to the left, and up unless it is the first. */
  void addSteps(int y, float[] above, float[] centre) {
    PixelRow.lefts(centre, width, left);
    addSteps(left, centre, steps, width);
    if (y > 0) {
      addSteps(above, centre, y % BLOCK == 0 ? borderRowSteps.lanes : rowSteps.lanes, width);
    }
    if (y % ROWS == ROWS - 1 || y == height - 1) {
      takeSteps();
    }
  }

  private void takeSteps() {
    for (int x = 0; x < width; x++) {
      columnSteps[x] += steps[x];
    }
    Arrays.fill(steps, 0, width, 0);
    for (LaneSum sum : ofSteps) {
      sum.take(0, width, width);
    }
  }

  private static void addSteps(float[] before, float[] after, float[] sums, int width) {
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
  float[] add(float[] above, float[] centre, float[] below) {
    columns(above, centre, below, bend, smooth, step, width);
    PixelRow.lefts(centre, width, left);
    PixelRow.rights(centre, width, right);
    PixelRow.lefts(bend, width, bendLeft);
    PixelRow.rights(bend, width, bendRight);
    PixelRow.lefts(smooth, width, smoothLeft);
    PixelRow.rights(smooth, width, smoothRight);
    PixelRow.lefts(step, width, stepLeft);
    PixelRow.rights(step, width, stepRight);
    noise(bendLeft, bend, bendRight, response, noise.lanes, noiseSquares.lanes, width);
    bends(left, centre, right, bend, horizontal.lanes, vertical.lanes, width);
    gradients();
    impulses(above, centre, below, left, right, impulses.lanes, width);
    rows++;
    if (rows % NOISE_ROWS == 0) {
      take(often);
    }
    if (rows % ROWS == 0) {
      take(seldom);
    }
    return response;
  }

  private void take(LaneSum[] sums) {
    for (LaneSum sum : sums) {
      sum.take(1, width - 1, width);
    }
  }

  private static void columns(
      float[] above,
      float[] centre,
      float[] below,
      float[] bend,
      float[] smooth,
      float[] step,
      int width) {
    for (int x = 0; x < width; x++) {
      float outer = above[x] + below[x];
      float twice = 2 * centre[x];
      bend[x] = outer - twice;
      smooth[x] = outer + twice;
      step[x] = below[x] - above[x];
    }
  }

  static void noise(
      float[] left,
      float[] centre,
      float[] right,
      float[] response,
      float[] sums,
      float[] squares,
      int width) {
    for (int x = 0; x < width; x++) {
      float size = Math.abs(left[x] + right[x] - 2 * centre[x]);
      response[x] = size;
      sums[x] += size;
      squares[x] += size * size;
    }
  }

  private static void bends(
      float[] left,
      float[] centre,
      float[] right,
      float[] bend,
      float[] horizontal,
      float[] vertical,
      int width) {
    for (int x = 0; x < width; x++) {
      horizontal[x] += Math.abs(left[x] + right[x] - 2 * centre[x]);
      vertical[x] += Math.abs(bend[x]);
    }
  }

  private void gradients() {
    gradients(
        smoothLeft, smoothRight, stepLeft, step, stepRight, xx.lanes, yy.lanes, xy.lanes, width);
  }

  private static void gradients(
      float[] smoothLeft,
      float[] smoothRight,
      float[] stepLeft,
      float[] step,
      float[] stepRight,
      float[] xx,
      float[] yy,
      float[] xy,
      int width) {
    for (int x = 0; x < width; x++) {
      float gx = smoothRight[x] - smoothLeft[x];
      float gy = stepLeft[x] + 2 * step[x] + stepRight[x];
      xx[x] += gx * gx;
      yy[x] += gy * gy;
      xy[x] += gx * gy;
    }
  }

  /** Adds 1 where the smallest step from the neighbours is large, or the largest one small. */
  private static void impulses(
      float[] above,
      float[] centre,
      float[] below,
      float[] left,
      float[] right,
      float[] sums,
      int width) {
    for (int x = 0; x < width; x++) {
      float c = centre[x];
      float highest = Math.max(Math.max(above[x], below[x]), Math.max(left[x], right[x]));
      float lowest = Math.min(Math.min(above[x], below[x]), Math.min(left[x], right[x]));
      // the steps are whole numbers: 1 from the bound on, 0 below
      float up = Math.min(Math.max(c - highest - (IMPULSE - 1), 0), 1);
      float down = Math.min(Math.max(lowest - c - (IMPULSE - 1), 0), 1);
      sums[x] += up + down;
    }
  }

  /** The noise, of a frame of 3 x 3 pixels or more. */
  void measureNoise(ImageStatistics into) {
    take(often);
    double size = (width - 2.0) * (height - 2.0);
    into.set(ImageMeasure.NOISE, NOISE_SCALE * noise.total() / size / UNIT);
  }

  /** The rest, after the noise and the sharpness. */
  void measure(ImageStatistics into) {
    take(seldom);
    double size = (width - 2.0) * (height - 2.0);
    double steps2 = 64 * UNIT * UNIT; // the kernels' weight, squared
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
