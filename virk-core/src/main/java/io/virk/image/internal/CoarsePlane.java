package io.virk.image.internal;

/**
 * A plane of half the width and height: the sums of blocks of 2 x 2; what is left over at the right
 * and lower border is not in it. Not thread-safe.
 */
final class CoarsePlane {
  private final LaplacianSums laplacian = new LaplacianSums();

  /** A row each; longer where a wider frame was seen. */
  private double[][] rows = {};

  private int width;
  private int height;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    if (rows.length < height || rows[0].length < width) {
      rows = new double[height][width];
    }
  }

  /** Sets row y to the sums of two rows of the finer plane. */
  void set(int y, double[] upper, double[] lower) {
    double[] row = rows[y];
    for (int x = 0; x < width; x++) {
      row[x] = upper[2 * x] + upper[2 * x + 1] + lower[2 * x] + lower[2 * x + 1];
    }
  }

  /** Sums up another plane's blocks. */
  void set(CoarsePlane finer) {
    start(finer.width / 2, finer.height / 2);
    for (int y = 0; y < height; y++) {
      set(y, finer.rows[2 * y], finer.rows[2 * y + 1]);
    }
  }

  /** The variance of its Laplacian, in its own unit, squared. */
  double laplacianVariance() {
    laplacian.start(width);
    for (int y = 0; y < height; y++) {
      laplacian.add(
          rows[ImageAnalyzer.mirror(y - 1, height)],
          rows[y],
          rows[ImageAnalyzer.mirror(y + 1, height)],
          width);
    }
    laplacian.take(0, width);
    return laplacian.variance((double) width * height);
  }
}
