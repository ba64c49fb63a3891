package io.virk.image.internal;

/**
 * Sums of the colour differences R - G and B - G, row by row: how colourful the pixels are, and
 * Immerkaer's noise estimate of each difference. Not thread-safe.
 */
final class ColourSums {
  /** Rows until sums are taken: whole numbers of at most 16 x 255, floats hold 2^24. */
  private static final int ROWS = 2048;

  private final LaneSum spread = new LaneSum();
  private final LaneSum noise = new LaneSum();
  private float[] bend = {};
  private float[] left = {};
  private float[] right = {};
  private int width;
  private int height;
  private int rows;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    rows = 0;
    if (bend.length < width) {
      bend = new float[width];
      left = new float[width];
      right = new float[width];
    }
    spread.start(width);
    noise.start(width);
  }

  /** Adds the colours of a row. */
  void add(PixelRow row) {
    spread(row.redGreen, row.blueGreen, spread.lanes, width);
    if (++rows % ROWS == 0) {
      take();
    }
  }

  /** Adds the noise of a row between two others. */
  void addNoise(PixelRow above, PixelRow centre, PixelRow below) {
    addNoise(above.redGreen, centre.redGreen, below.redGreen);
    addNoise(above.blueGreen, centre.blueGreen, below.blueGreen);
  }

  private void take() {
    spread.take(0, width, width);
    noise.take(1, width - 1, width);
  }

  /** The largest of three less the smallest is half the sum of their differences. */
  private static void spread(float[] redGreen, float[] blueGreen, float[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] +=
          Math.abs(redGreen[x]) + Math.abs(blueGreen[x]) + Math.abs(redGreen[x] - blueGreen[x]);
    }
  }

  private void addNoise(float[] above, float[] centre, float[] below) {
    bend(above, centre, below, bend, width);
    PixelRow.lefts(bend, width, left);
    PixelRow.rights(bend, width, right);
    noise(left, bend, right, noise.lanes, width);
  }

  private static void bend(float[] above, float[] centre, float[] below, float[] bend, int width) {
    for (int x = 0; x < width; x++) {
      bend[x] = above[x] + below[x] - 2 * centre[x];
    }
  }

  private static void noise(float[] left, float[] centre, float[] right, float[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(left[x] + right[x] - 2 * centre[x]);
    }
  }

  /** The mean spread of the channels; after it the noise, of a frame that is large enough. */
  void measure(boolean large, ImageStatistics into) {
    take();
    into.set(ImageMeasure.SATURATION, spread.total() / 2 / width / height);
    if (large) {
      double size = (width - 2.0) * (height - 2.0);
      into.set(ImageMeasure.COLOUR_NOISE, NeighbourSums.NOISE_SCALE * noise.total() / 2 / size);
    }
  }
}
