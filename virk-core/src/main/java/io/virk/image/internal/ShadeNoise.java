package io.virk.image.internal;

/**
 * Immerkaer's noise estimate apart for what is darker than the mean of all pixels, and for the
 * rest. Panels side by side count as one. Not thread-safe.
 */
final class ShadeNoise {
  private final LaneSum sum = new LaneSum();
  private final LaneSum count = new LaneSum();
  private int bound;
  private int width;
  private int panel;
  private int rows;

  void start(int newWidth, int newPanel, double meanLuma) {
    width = newWidth;
    panel = newPanel;
    bound = (int) Math.ceil(meanLuma);
    rows = 0;
    sum.start(width);
    count.start(width);
  }

  /** Adds a row that is not at the border, and its responses. */
  void add(int[] luma, int[] response) {
    add(bound, luma, response, sum.lanes, count.lanes, width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  private void take() {
    for (int x = 0; x < width; x += panel) {
      sum.take(x + 1, x + panel - 1);
      count.take(x + 1, x + panel - 1);
    }
  }

  /** Adds where luma is below a bound. */
  private static void add(
      int bound, int[] luma, int[] response, int[] sums, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int dark = luma[x] - bound >> 31;
      sums[x] += response[x] & dark;
      counts[x] -= dark;
    }
  }

  /**
   * The noise of both.
   *
   * @param noise sum of all responses
   * @param pixels that have one
   */
  void measure(long noise, long pixels, ImageStatistics into) {
    take();
    long dark = count.total();
    into.set(ImageMeasure.NOISE_IN_SHADOWS, sigma(sum.total(), dark));
    into.set(ImageMeasure.NOISE_IN_HIGHLIGHTS, sigma(noise - sum.total(), pixels - dark));
  }

  private static double sigma(long sum, long count) {
    return count == 0 ? 0 : NeighbourSums.NOISE_SCALE * sum / count / PixelRow.SCALE;
  }
}
