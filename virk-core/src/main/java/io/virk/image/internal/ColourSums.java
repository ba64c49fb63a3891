package io.virk.image.internal;

/**
 * Sums of the colour differences R - G and B - G, row by row: how colourful the pixels are, and
 * Immerkaer's noise estimate of each difference. Not thread-safe.
 */
final class ColourSums {
  private final LaneSum spread = new LaneSum();
  private final LaneSum noise = new LaneSum();
  private int[] bend = {};
  private int[] left = {};
  private int[] right = {};
  private int width;
  private int height;
  private int rows;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    rows = 0;
    if (bend.length < width) {
      bend = new int[width];
      left = new int[width];
      right = new int[width];
    }
    spread.start(width);
    noise.start(width);
  }

  /** Adds the colours of a row. */
  void add(PixelRow row) {
    spread(row.redGreen, row.blueGreen, spread.lanes, width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  /** Adds the noise of a row between two others. */
  void addNoise(PixelRow above, PixelRow centre, PixelRow below) {
    addNoise(above.redGreen, centre.redGreen, below.redGreen);
    addNoise(above.blueGreen, centre.blueGreen, below.blueGreen);
  }

  private void take() {
    spread.take(0, width);
    noise.take(1, width - 1);
  }

  /** The largest of three less the smallest is half the sum of their differences. */
  private static void spread(int[] redGreen, int[] blueGreen, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] +=
          Math.abs(redGreen[x]) + Math.abs(blueGreen[x]) + Math.abs(redGreen[x] - blueGreen[x]);
    }
  }

  private void addNoise(int[] above, int[] centre, int[] below) {
    bend(above, centre, below, bend, width);
    PixelRow.lefts(bend, width, left);
    PixelRow.rights(bend, width, right);
    noise(left, bend, right, noise.lanes, width);
  }

  private static void bend(int[] above, int[] centre, int[] below, int[] bend, int width) {
    for (int x = 0; x < width; x++) {
      bend[x] = above[x] + below[x] - 2 * centre[x];
    }
  }

  private static void noise(int[] left, int[] centre, int[] right, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] += Math.abs(left[x] + right[x] - 2 * centre[x]);
    }
  }

  /** The mean spread of the channels; after it the noise, of a frame that is large enough. */
  void measure(boolean large, ImageStatistics into) {
    take();
    into.set(ImageMeasure.SATURATION, spread.total() / 2.0 / width / height);
    if (large) {
      double size = (width - 2.0) * (height - 2.0);
      into.set(ImageMeasure.COLOUR_NOISE, NeighbourSums.NOISE_SCALE * noise.total() / 2.0 / size);
    }
  }
}
