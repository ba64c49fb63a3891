package io.virk.image.internal;

/**
 * A plane of half the width and height: the means of blocks of 2 x 2, rounded; what is left over at
 * the right and lower border is not in it. Of panels, too, if their width is even. Not thread-safe.
 */
final class CoarsePlane {
  private final LaplacianSums laplacian = new LaplacianSums();

  /** A row each; longer where a wider frame was seen. */
  private int[][] rows = {};

  private int[] pairs = {};
  private int[] left = {};
  private int[] right = {};
  private int[] bend = {};
  private int width;
  private int panel;
  private int height;

  void start(int newWidth, int newPanel, int newHeight) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    int had = rows.length == 0 ? 0 : rows[0].length;
    if (rows.length < height || had < width) {
      rows = new int[Math.max(height, rows.length)][Math.max(width, had)];
    }
    if (left.length < width) {
      pairs = new int[2 * width];
      left = new int[width];
      right = new int[width];
      bend = new int[width];
    }
  }

  /** Sets row y to the means of two rows of the finer plane. */
  void set(int y, int[] upper, int[] lower) {
    add(upper, lower, pairs, 2 * width);
    halve(pairs, rows[y], width);
  }

  private static void add(int[] upper, int[] lower, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      sums[x] = upper[x] + lower[x];
    }
  }

  private static void halve(int[] sums, int[] means, int width) {
    int x = 0;
    for (int i = 0; x < width - 3; x += 4, i += 8) {
      means[x] = sums[i] + sums[i + 1] + 2 >> 2;
      means[x + 1] = sums[i + 2] + sums[i + 3] + 2 >> 2;
      means[x + 2] = sums[i + 4] + sums[i + 5] + 2 >> 2;
      means[x + 3] = sums[i + 6] + sums[i + 7] + 2 >> 2;
    }
    for (; x < width; x++) {
      means[x] = sums[2 * x] + sums[2 * x + 1] + 2 >> 2;
    }
  }

  /** Averages another plane's blocks. */
  void set(CoarsePlane finer) {
    start(finer.width / 2, finer.panel / 2, finer.height / 2);
    for (int y = 0; y < height; y++) {
      set(y, finer.rows[2 * y], finer.rows[2 * y + 1]);
    }
  }

  /** Sums its Laplacian. */
  void sum() {
    laplacian.start(width, panel);
    for (int y = 0; y < height; y++) {
      PixelRow.lefts(rows[y], width, panel, left);
      PixelRow.rights(rows[y], width, panel, right);
      PixelRow.bends(left, rows[y], right, bend, width);
      laplacian.add(
          y,
          height,
          rows[ImageAnalyzer.mirror(y - 1, height)],
          rows[y],
          rows[ImageAnalyzer.mirror(y + 1, height)],
          bend,
          width);
      if (y % LaneSum.ROWS == LaneSum.ROWS - 1 || y == height - 1) {
        for (int x = 0; x < width; x += panel) {
          laplacian.take(x, x + panel);
        }
      }
    }
  }

  /** The variance of its Laplacian in a panel, in the unit of the luma, squared. */
  double laplacianVariance(int number) {
    return laplacian.variance(number, (double) panel * height);
  }
}
