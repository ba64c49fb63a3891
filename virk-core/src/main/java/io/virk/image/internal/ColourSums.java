package io.virk.image.internal;

/**
 * Sums of the colour differences R - G and B - G, row by row: how colourful the pixels are, and
 * Immerkaer's noise estimate of each difference. Which of the two is which does not matter. Not
 * thread-safe.
 *
 * <p>Both differences are in one int, as R - G + 2^16 (B - G) or the other way round: what is
 * linear is computed of both at once, and is within 15 bits of each.
 */
final class ColourSums {
  private static final int BITS = 16;

  /** What is below 0 in the lower half has borrowed from the upper one. */
  private static final int HALF = 1 << BITS - 1;

  private final LaneSum spread = new LaneSum();
  private final LaneSum noise = new LaneSum();
  private int[] bend = {};
  private int[] left = {};
  private int[] right = {};
  private int width;
  private int panel;
  private int height;
  private int rows;

  void start(int newWidth, int newPanel, int newHeight) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    rows = 0;
    if (bend.length < width) {
      bend = new int[width];
      left = new int[width];
      right = new int[width];
    }
    spread.start(width, panel);
    noise.start(width, panel);
  }

  /** Adds how far apart the colours of a row are. */
  void add(PixelRow row) {
    spread(row.colours, spread.lanes, width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  private void take() {
    for (int x = 0; x < width; x += panel) {
      spread.take(x, x + panel);
      noise.take(x + 1, x + panel - 1);
    }
  }

  /** The largest of three less the smallest is half the sum of their differences. */
  private static void spread(int[] colours, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      int blueGreen = colours[x] + HALF >> BITS;
      int redGreen = colours[x] - (blueGreen << BITS);
      sums[x] += Math.abs(redGreen) + Math.abs(blueGreen) + Math.abs(redGreen - blueGreen);
    }
  }

  /** Adds the noise of a row between two others. */
  void addNoise(PixelRow above, PixelRow centre, PixelRow below) {
    bend(above.colours, centre.colours, below.colours, bend, width);
    PixelRow.lefts(bend, width, panel, left);
    PixelRow.rights(bend, width, panel, right);
    noise(left, bend, right, noise.lanes, width);
  }

  private static void bend(int[] above, int[] centre, int[] below, int[] bend, int width) {
    for (int x = 0; x < width; x++) {
      bend[x] = above[x] + below[x] - 2 * centre[x];
    }
  }

  private static void noise(int[] left, int[] centre, int[] right, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      int both = left[x] + right[x] - 2 * centre[x];
      int blueGreen = both + HALF >> BITS;
      int redGreen = both - (blueGreen << BITS);
      sums[x] += Math.abs(redGreen) + Math.abs(blueGreen);
    }
  }

  /** The mean spread of the channels. */
  void measureSpread(ImageStatistics into) {
    take();
    into.set(ImageMeasure.SATURATION, spread.total() / 2.0 / width / height);
  }

  /** The noise. */
  void measureNoise(ImageStatistics into) {
    take();
    double size = (panel - 2.0) * (height - 2.0);
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.COLOUR_NOISE, NoiseSums.SCALE * noise.total(p) / 2.0 / size);
    }
  }
}
