package io.virk.image.internal;

/**
 * Immerkaer's noise estimate apart for what is darker and what is brighter than the frame's mean:
 * known only when all rows are, so that responses are kept until then. Not thread-safe.
 */
final class ShadeNoise {
  private static final int ROWS = 64;

  private final LaneSum darkSum = new LaneSum();
  private final LaneSum darkCount = new LaneSum();
  private final LaneSum brightSum = new LaneSum();
  private final LaneSum brightCount = new LaneSum();
  private final LaneSum[] all = {darkSum, darkCount, brightSum, brightCount};

  /** [rows x width] row-major, of the rows that are not at the border. */
  private float[] luma = {};

  private float[] responses = {};
  private float[] lumaRow = {};
  private float[] responseRow = {};
  private int width;
  private int rows;

  void start(int newWidth, int height) {
    width = newWidth;
    rows = 0;
    int size = Math.multiplyExact(width, height - 2);
    if (luma.length < size) {
      luma = new float[size];
      responses = new float[size];
    }
    if (lumaRow.length < width) {
      lumaRow = new float[width];
      responseRow = new float[width];
    }
    for (LaneSum sum : all) {
      sum.start(width);
    }
  }

  /** Keeps a row. */
  void add(float[] centre, float[] response) {
    System.arraycopy(centre, 0, luma, rows * width, width);
    System.arraycopy(response, 0, responses, rows * width, width);
    rows++;
  }

  void measure(double meanLuma, ImageStatistics into) {
    float darkBelow = (float) Math.ceil(meanLuma);
    float brightAbove = (float) Math.floor(meanLuma);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(luma, row * width, lumaRow, 0, width);
      System.arraycopy(responses, row * width, responseRow, 0, width);
      add(darkBelow, -1, lumaRow, responseRow, darkSum.lanes, darkCount.lanes, width);
      add(brightAbove, 1, lumaRow, responseRow, brightSum.lanes, brightCount.lanes, width);
      if (row % ROWS == ROWS - 1 || row == rows - 1) {
        for (LaneSum sum : all) {
          sum.take(1, width - 1, width);
        }
      }
    }
    into.set(ImageMeasure.NOISE_IN_SHADOWS, sigma(darkSum, darkCount));
    into.set(ImageMeasure.NOISE_IN_HIGHLIGHTS, sigma(brightSum, brightCount));
  }

  /** Adds where luma is beyond a bound; both are whole numbers, so it is by 1 or more. */
  private static void add(
      float bound,
      float sign,
      float[] luma,
      float[] response,
      float[] sums,
      float[] counts,
      int width) {
    for (int x = 0; x < width; x++) {
      float beyond = Math.min(Math.max(sign * (luma[x] - bound), 0), 1);
      sums[x] += beyond * response[x];
      counts[x] += beyond;
    }
  }

  private static double sigma(LaneSum sum, LaneSum count) {
    return count.total() == 0
        ? 0
        : NeighbourSums.NOISE_SCALE * sum.total() / count.total() / PixelSums.SCALE;
  }
}
