package io.virk.image.internal;

/**
 * Sums the Laplacian of a plane of luma (4-neighbour kernel, borders mirrored without repeating the
 * edge) and its squares, by column, row by row. Not thread-safe.
 */
final class LaplacianSums {
  private final LaneSum sum = new LaneSum();
  private final SquareSum squares = new SquareSum();
  private int[] values = {};

  void start(int width) {
    if (values.length < width) {
      values = new int[width];
    }
    sum.start(width);
    squares.start(width);
  }

  /**
   * Adds the row between two others; at a border the one inside stands for both.
   *
   * @param bend of the row: left and right neighbour less twice the pixel
   */
  void add(int[] above, int[] centre, int[] below, int[] bend, int width) {
    laplacian(above, centre, below, bend, values, sum.lanes, width);
    squares.add(values, width);
  }

  private static void laplacian(
      int[] above, int[] centre, int[] below, int[] bend, int[] values, int[] sums, int width) {
    for (int x = 0; x < width; x++) {
      int value = above[x] + below[x] - 2 * centre[x] + bend[x];
      values[x] = value;
      sums[x] += value;
    }
  }

  /** The squares of some columns since they were taken last; from now on 0. */
  double take(int from, int to) {
    sum.take(from, to);
    return squares.take(from, to);
  }

  /** The variance over so many pixels, all of which are taken; in the plane's unit, squared. */
  double variance(double size) {
    double mean = sum.total() / size;
    return Math.max(0, squares.total() / size - mean * mean);
  }
}
