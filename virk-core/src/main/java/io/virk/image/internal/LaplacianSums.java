package io.virk.image.internal;

import java.util.Arrays;

/**
 * Sums the Laplacian of a plane (4-neighbour kernel, borders mirrored without repeating the edge)
 * and its squares, by column, row by row. Not thread-safe.
 */
final class LaplacianSums {
  private double[] sums = {};
  private double[] squares = {};
  private double[] left = {};
  private double[] right = {};
  private double sum;
  private double squareSum;

  void start(int width) {
    if (squares.length < width) {
      sums = new double[width];
      squares = new double[width];
      left = new double[width];
      right = new double[width];
    }
    Arrays.fill(sums, 0, width, 0);
    Arrays.fill(squares, 0, width, 0);
    sum = 0;
    squareSum = 0;
  }

  /** Adds the row between two others; at a border the one inside stands for both. */
  void add(double[] above, double[] centre, double[] below, int width) {
    PixelRow.lefts(centre, width, left);
    PixelRow.rights(centre, width, right);
    add(above, centre, below, left, right, sums, squares, width);
  }

  private static void add(
      double[] above,
      double[] centre,
      double[] below,
      double[] left,
      double[] right,
      double[] sums,
      double[] squares,
      int width) {
    for (int x = 0; x < width; x++) {
      double value = above[x] + below[x] + left[x] + right[x] - 4 * centre[x];
      sums[x] += value;
      squares[x] += value * value;
    }
  }

  /** The squares of some columns since they were taken last; from now on 0. */
  double take(int from, int to) {
    double taken = 0;
    for (int x = from; x < to; x++) {
      taken += squares[x];
      sum += sums[x];
    }
    Arrays.fill(squares, from, to, 0);
    Arrays.fill(sums, from, to, 0);
    squareSum += taken;
    return taken;
  }

  /** The variance over so many pixels, all of which are taken; in the plane's unit, squared. */
  double variance(double size) {
    double mean = sum / size;
    return Math.max(0, squareSum / size - mean * mean);
  }
}
