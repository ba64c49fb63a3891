package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * What a point becomes while a camera moves along a straight line and slows down: one half of a
 * Gaussian, sampled at steps of one pixel and put at the nearest pixels. The edge is repeated
 * outside.
 *
 * @param dx columns to the right, of each step
 * @param dy rows down
 * @param weights sum 1
 */
record OneSidedLine(int[] dx, int[] dy, float[] weights) {
  /**
   * A line of 2 radius + 1 steps.
   *
   * @param sigma of the Gaussian, pixels
   * @param degrees direction: 0 to the right, 90 down
   */
  static OneSidedLine of(int radius, double sigma, double degrees) {
    int steps = 2 * radius + 1;
    int[] dx = new int[steps];
    int[] dy = new int[steps];
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    double[] exact = new double[steps];
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      dx[i] = (int) Math.round(i * cos);
      dy[i] = (int) Math.round(i * sin);
      exact[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += exact[i];
    }
    float[] weights = new float[steps];
    for (int i = 0; i < steps; i++) {
      weights[i] = (float) (exact[i] / sum);
    }
    return new OneSidedLine(dx, dy, weights);
  }

  /** Blurs a plane in place. */
  void apply(float[] plane, int width, int height) {
    float[] source = plane.clone();
    float[] shifted = new float[width];
    float[] sum = new float[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 0);
      for (int i = 0; i < weights.length; i++) {
        int row = Math.max(0, Math.min(height - 1, y + dy[i]));
        shift(source, row * width, dx[i], shifted);
        addScaled(weights[i], shifted, sum);
      }
      System.arraycopy(sum, 0, plane, y * width, width);
    }
  }

  private static void shift(float[] source, int from, int by, float[] shifted) {
    int width = shifted.length;
    int left = Math.min(width, Math.max(0, -by));
    int right = Math.max(left, Math.min(width, width - by));
    Arrays.fill(shifted, 0, left, source[from]);
    if (right > left) {
      System.arraycopy(source, from + left + by, shifted, left, right - left);
    }
    Arrays.fill(shifted, right, width, source[from + width - 1]);
  }

  private static void addScaled(float weight, float[] row, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * row[x];
    }
  }
}
