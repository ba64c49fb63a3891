package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * A Gaussian filter of planes, separable. Works on whole rows: the columns are filtered, the plane
 * is transposed, and the same again, so that the innermost loop becomes SIMD.
 */
final class GaussianFilter {
  /** Weights of the distances 0 .. radius; the sum over both sides is 1. */
  private final float[] weights;

  private final boolean mirrored;

  private GaussianFilter(float[] weights, boolean mirrored) {
    this.weights = weights;
    this.mirrored = mirrored;
  }

  /**
   * A filter that repeats the edge outside.
   *
   * @param sigma pixels
   */
  static GaussianFilter of(double sigma) {
    return new GaussianFilter(weights(sigma, 4), false);
  }

  /** A filter that mirrors the plane outside, with the edge twice. */
  static GaussianFilter mirrored(double sigma) {
    return new GaussianFilter(weights(sigma, 3), true);
  }

  private static float[] weights(double sigma, double sigmas) {
    double[] exact = new double[(int) (sigmas * sigma + 0.5) + 1];
    double sum = 0;
    for (int i = 0; i < exact.length; i++) {
      exact[i] = i == 0 ? 1 : Math.exp(-0.5 * i * i / (sigma * sigma));
      sum += i == 0 ? exact[i] : 2 * exact[i];
    }
    float[] weights = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      weights[i] = (float) (exact[i] / sum);
    }
    return weights;
  }

  void apply(Planes planes) {
    for (float[] plane : planes.channels()) {
      apply(plane, planes.width(), planes.height());
    }
  }

  /** Filters a plane in place. */
  void apply(float[] plane, int width, int height) {
    if (weights.length == 1) {
      return;
    }
    float[][] rows = new float[height][];
    for (int y = 0; y < height; y++) {
      rows[y] = Arrays.copyOfRange(plane, y * width, (y + 1) * width);
    }
    float[][] columns = transpose(alongColumns(rows));
    rows = transpose(alongColumns(columns));
    for (int y = 0; y < height; y++) {
      System.arraycopy(rows[y], 0, plane, y * width, width);
    }
  }

  private float[][] alongColumns(float[][] rows) {
    float[][] out = new float[rows.length][rows[0].length];
    for (int y = 0; y < rows.length; y++) {
      scale(weights[0], rows[y], out[y]);
      for (int k = 1; k < weights.length; k++) {
        addScaled(weights[k], rows[at(y - k, rows.length)], rows[at(y + k, rows.length)], out[y]);
      }
    }
    return out;
  }

  private int at(int index, int length) {
    if (!mirrored) {
      return Math.max(0, Math.min(length - 1, index));
    }
    int folded = Math.floorMod(index, 2 * length);
    return folded < length ? folded : 2 * length - 1 - folded;
  }

  private static void scale(float weight, float[] row, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] = weight * row[x];
    }
  }

  private static void addScaled(float weight, float[] above, float[] below, float[] sum) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * (above[x] + below[x]);
    }
  }

  private static float[][] transpose(float[][] rows) {
    float[][] columns = new float[rows[0].length][rows.length];
    for (int y = 0; y < rows.length; y++) {
      float[] row = rows[y];
      for (int x = 0; x < row.length; x++) {
        columns[x][y] = row[x];
      }
    }
    return columns;
  }
}
