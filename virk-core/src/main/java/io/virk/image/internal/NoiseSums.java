package io.virk.image.internal;

/**
 * Sums the sizes of Immerkaer's response over the interior pixels, and their squares: noise, and
 * how far from normal it is; of panels side by side, each by itself. Apart, all panels as one, for
 * what is darker than the mean of all pixels and for the rest. Not thread-safe.
 */
final class NoiseSums {
  /** Of the sum of sizes of the response, to a standard deviation. */
  static final double SCALE = Math.sqrt(Math.PI / 2) / 6;

  private static final double UNIT = PixelRow.SCALE;

  private final LaneSum sizes = new LaneSum();
  private final SquareSum squares = new SquareSum();
  private final LaneSum inDark = new LaneSum();
  private final LaneSum dark = new LaneSum();

  /** Sizes at each pixel of the last row, and of the one before it. */
  private int[] last = {};

  private int[] before = {};

  /** Whether the squares of the last row are still to be added. */
  private boolean pending;

  private int bound;
  private int width;
  private int panel;
  private int height;
  private int rows;

  /**
   * Begins anew.
   *
   * @param newWidth of all panels
   * @param newPanel width of one
   * @param meanLuma from which on it is not dark, times the scale
   */
  void start(int newWidth, int newPanel, int newHeight, double meanLuma) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    bound = (int) Math.ceil(meanLuma);
    rows = 0;
    pending = false;
    if (last.length < width) {
      last = new int[width];
      before = new int[width];
    }
    sizes.start(width, panel);
    squares.start(width, panel);
    inDark.start(width);
    dark.start(width);
  }

  /** Adds a row that is not at the border. */
  void add(PixelRow above, PixelRow centre, PixelRow below) {
    int[] free = before;
    before = last;
    last = free;
    sizes(
        bound,
        above.bend,
        centre.bend,
        below.bend,
        centre.luma,
        last,
        sizes.lanes,
        inDark.lanes,
        dark.lanes,
        width);
    if (pending) {
      squares.add(before, last, width);
    }
    pending = !pending;
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  private static void sizes(
      int bound,
      int[] above,
      int[] centre,
      int[] below,
      int[] luma,
      int[] row,
      int[] sizes,
      int[] inDark,
      int[] dark,
      int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int size = Math.abs(above[x] + below[x] - 2 * centre[x]);
      int ofDark = luma[x] - bound >> 31;
      row[x] = size;
      sizes[x] += size;
      inDark[x] += size & ofDark;
      dark[x] -= ofDark;
    }
  }

  private void take() {
    if (pending) {
      squares.add(last, width);
      pending = false;
    }
    for (int x = 0; x < width; x += panel) {
      int from = x + 1;
      int to = x + panel - 1;
      sizes.take(from, to);
      squares.take(from, to);
      inDark.take(from, to);
      dark.take(from, to);
    }
  }

  /** The noise, of a frame of 3 x 3 pixels or more; before the rest. */
  void measureNoise(ImageStatistics into) {
    take();
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.NOISE, SCALE * sizes.total(p) / pixels() / UNIT);
    }
  }

  /** Its tail, and where it is. */
  void measure(ImageStatistics into) {
    long noise = 0;
    long pixels = 0;
    for (int p = 0; p * panel < width; p++) {
      double rms = Math.sqrt(squares.total(p) / pixels()) / 6 / UNIT;
      double mean = sizes.total(p) / pixels() / 6 / UNIT;
      into.addMean(
          ImageMeasure.NOISE_TAIL, ImageAnalyzer.logRatio(rms * Math.sqrt(2 / Math.PI), mean));
      noise += sizes.total(p);
      pixels += (panel - 2L) * (height - 2L);
    }
    into.set(ImageMeasure.NOISE_IN_SHADOWS, sigma(inDark.total(), dark.total()));
    into.set(
        ImageMeasure.NOISE_IN_HIGHLIGHTS, sigma(noise - inDark.total(), pixels - dark.total()));
  }

  /** Interior pixels of a panel. */
  private double pixels() {
    return (panel - 2.0) * (height - 2.0);
  }

  private static double sigma(long sum, long count) {
    return count == 0 ? 0 : SCALE * sum / count / UNIT;
  }
}
