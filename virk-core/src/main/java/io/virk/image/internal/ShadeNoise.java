package io.virk.image.internal;

/**
 * Immerkaer's noise estimate apart for what is darker and what is brighter than the frame's mean.
 * Not thread-safe.
 */
final class ShadeNoise {
  private final LaneSum darkSum = new LaneSum();
  private final LaneSum darkCount = new LaneSum();
  private final LaneSum brightSum = new LaneSum();
  private final LaneSum brightCount = new LaneSum();
  private final LaneSum[] all = {darkSum, darkCount, brightSum, brightCount};
  private int darkBelow;
  private int brightFrom;
  private int width;
  private int rows;

  void start(int newWidth, double meanLuma) {
    width = newWidth;
    darkBelow = (int) Math.ceil(meanLuma);
    brightFrom = (int) Math.floor(meanLuma) + 1;
    rows = 0;
    for (LaneSum sum : all) {
      sum.start(width);
    }
  }

  /** Adds a row that is not at the border, and its responses. */
  void add(int[] luma, int[] response) {
    add(darkBelow, 0, luma, response, darkSum.lanes, darkCount.lanes, width);
    add(brightFrom, -1, luma, response, brightSum.lanes, brightCount.lanes, width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  private void take() {
    for (LaneSum sum : all) {
      sum.take(1, width - 1);
    }
  }

  void measure(ImageStatistics into) {
    take();
    into.set(ImageMeasure.NOISE_IN_SHADOWS, sigma(darkSum, darkCount));
    into.set(ImageMeasure.NOISE_IN_HIGHLIGHTS, sigma(brightSum, brightCount));
  }

  /** Adds where luma is below a bound, or with all bits of a mask set where it is not. */
  private static void add(
      int bound, int not, int[] luma, int[] response, int[] sums, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int which = luma[x] - bound >> 31 ^ not;
      sums[x] += response[x] & which;
      counts[x] -= which;
    }
  }

  private static double sigma(LaneSum sum, LaneSum count) {
    return count.total() == 0
        ? 0
        : NeighbourSums.NOISE_SCALE * sum.total() / count.total() / PixelRow.SCALE;
  }
}
