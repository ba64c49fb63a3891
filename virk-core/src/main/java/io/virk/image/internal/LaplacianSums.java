package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums the Laplacian of a plane of luma (4-neighbour kernel, borders mirrored without repeating the
 * edge) and its squares, by column, row by row; of panels side by side, each by itself. Not
 * thread-safe.
 *
 * <p>The Laplacian's own sum is what the borders leave of it: inside, what one pixel gains another
 * loses.
 */
final class LaplacianSums {
  private final SquareSum squares = new SquareSum();
  private long[] sums = new long[1];
  private int panel;

  void start(int width) {
    start(width, width);
  }

  void start(int width, int newPanel) {
    panel = newPanel;
    if (sums.length < width / panel) {
      sums = new long[width / panel];
    }
    Arrays.fill(sums, 0);
    squares.start(width, panel);
  }

  /**
   * Adds row y of so many between two others; at a border the one inside stands for both.
   *
   * @param bend of the row: left and right neighbour less twice the pixel
   */
  void add(int y, int height, int[] above, int[] centre, int[] below, int[] bend, int width) {
    squares.addLaplacian(above, centre, below, bend, width);
    for (int p = 0, x = 0; x < width; p++, x += panel) {
      int inner = Math.min(1, panel - 1);
      int last = x + panel - 1;
      sums[p] += centre[x + inner] - centre[x] + centre[last - inner] - centre[last];
      sums[p] += y == 0 ? difference(below, centre, x) : 0;
      sums[p] += y == height - 1 ? difference(above, centre, x) : 0;
    }
  }

  private long difference(int[] inside, int[] border, int from) {
    long sum = 0;
    for (int x = from; x < from + panel; x++) {
      sum += inside[x] - border[x];
    }
    return sum;
  }

  /** The squares of some columns since they were taken last; from now on 0. */
  double take(int from, int to) {
    return squares.take(from, to);
  }

  /** The variance over so many pixels, all of which are taken; in the plane's unit, squared. */
  double variance(double size) {
    return variance(0, size);
  }

  /** The variance over the pixels of a panel. */
  double variance(int number, double size) {
    double mean = sums[number] / size;
    return Math.max(0, squares.total(number) / size - mean * mean);
  }
}
