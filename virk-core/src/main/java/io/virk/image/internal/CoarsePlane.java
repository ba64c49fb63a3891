package io.virk.image.internal;

/**
 * A plane of half the width and height: the means of blocks of 2 x 2, rounded; what is left over at
 * the right and lower border is not in it. Not thread-safe.
 */
final class CoarsePlane {
  private final LaplacianSums laplacian = new LaplacianSums();

  /** A row each; longer where a wider frame was seen. */
  private int[][] rows = {};

  private int[] left = {};
  private int[] right = {};
  private int[] bend = {};
  private int width;
  private int height;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    int had = rows.length == 0 ? 0 : rows[0].length;
    if (rows.length < height || had < width) {
      rows = new int[Math.max(height, rows.length)][Math.max(width, had)];
    }
    if (left.length < width) {
      left = new int[width];
      right = new int[width];
      bend = new int[width];
    }
  }

  /** Sets row y to the means of two rows of the finer plane. */
  void set(int y, int[] upper, int[] lower) {
    int[] row = rows[y];
    for (int x = 0; x < width; x++) {
      int sum = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
      row[x] = sum + 2 >> 2;
    }
  }

  /** Averages another plane's blocks. */
  void set(CoarsePlane finer) {
    start(finer.width / 2, finer.height / 2);
    for (int y = 0; y < height; y++) {
      set(y, finer.rows[2 * y], finer.rows[2 * y + 1]);
    }
  }

  /** The variance of its Laplacian, in the unit of the luma, squared. */
  double laplacianVariance() {
    laplacian.start(width);
    for (int y = 0; y < height; y++) {
      PixelRow.lefts(rows[y], width, left);
      PixelRow.rights(rows[y], width, right);
      PixelRow.bends(left, rows[y], right, bend, width);
      laplacian.add(
          rows[ImageAnalyzer.mirror(y - 1, height)],
          rows[y],
          rows[ImageAnalyzer.mirror(y + 1, height)],
          bend,
          width);
      if (y % LaneSum.ROWS == LaneSum.ROWS - 1) {
        laplacian.take(0, width);
      }
    }
    laplacian.take(0, width);
    return laplacian.variance((double) width * height);
  }
}
