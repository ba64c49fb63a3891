package io.virk.image.internal;

/**
 * Sums over the interior pixels the products of the gradients by Sobel's kernels: how steep edges
 * are, and where they go. Of panels side by side, each by itself. Not thread-safe.
 */
final class GradientSums {
  /** Bits that numbers lose before they are multiplied, and products, to fit into 22 bits. */
  private static final int BITS = 6;

  private static final int PRODUCT_BITS = 6;
  private static final int HALF = 1 << BITS - 1;
  private static final int PRODUCT_HALF = 1 << PRODUCT_BITS - 1;

  private final LaneSum xx = new LaneSum();
  private final LaneSum yy = new LaneSum();
  private final LaneSum xy = new LaneSum();
  private int width;
  private int panel;
  private int height;
  private int rows;

  /**
   * Begins anew.
   *
   * @param newWidth of all panels
   * @param newPanel width of one
   */
  void start(int newWidth, int newPanel, int newHeight) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    rows = 0;
    xx.start(width, panel);
    yy.start(width, panel);
    xy.start(width, panel);
  }

  /** Adds a row that is not at the border. */
  void add(PixelRow above, PixelRow centre, PixelRow below) {
    products(
        above.slope,
        centre.slope,
        below.slope,
        above.smooth,
        below.smooth,
        xx.lanes,
        yy.lanes,
        xy.lanes,
        width);
    if (++rows % LaneSum.ROWS == 0) {
      take();
    }
  }

  private void take() {
    for (int x = 0; x < width; x += panel) {
      xx.take(x + 1, x + panel - 1);
      yy.take(x + 1, x + panel - 1);
      xy.take(x + 1, x + panel - 1);
    }
  }

  private static void products(
      int[] slopeAbove,
      int[] slope,
      int[] slopeBelow,
      int[] smoothAbove,
      int[] smoothBelow,
      int[] xx,
      int[] yy,
      int[] xy,
      int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int gradientX = slopeAbove[x] + 2 * slope[x] + slopeBelow[x] + HALF >> BITS;
      int gradientY = smoothBelow[x] - smoothAbove[x] + HALF >> BITS;
      xx[x] += gradientX * gradientX + PRODUCT_HALF >> PRODUCT_BITS;
      yy[x] += gradientY * gradientY + PRODUCT_HALF >> PRODUCT_BITS;
      xy[x] += gradientX * gradientY + PRODUCT_HALF >> PRODUCT_BITS;
    }
  }

  /** Where edges go. */
  void measureDirection(ImageStatistics into) {
    take();
    double gradient = squared(0) + ImageAnalyzer.OFFSET;
    into.set(ImageMeasure.EDGE_DIRECTION, 100 * (mean(xx, 0) - mean(yy, 0)) / gradient);
    into.set(ImageMeasure.EDGE_DIAGONAL, 200 * mean(xy, 0) / gradient);
  }

  /** How steep they are. */
  void measure(ImageStatistics into) {
    take();
    for (int p = 0; p * panel < width; p++) {
      into.addMean(ImageMeasure.GRADIENT, squared(p));
    }
  }

  /** Mean squared gradient of a panel, steps per pixel; after {@link #measure}. */
  double squared(int number) {
    return mean(xx, number) + mean(yy, number);
  }

  private double mean(LaneSum products, int number) {
    double product = 1 << 2 * BITS + PRODUCT_BITS;
    double steps2 =
        64.0 * PixelRow.SCALE * PixelRow.SCALE / product; // the kernels' weight, squared
    return products.total(number) / ((panel - 2.0) * (height - 2.0)) / steps2;
  }
}
