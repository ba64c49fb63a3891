package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * How drops look that are lit from one side: the distance to their rims, its histogram made even,
 * and then an emboss filter.
 */
final class WaterRelief {
  /** Distances above this, pixels, are no deeper. */
  private static final float DEEPEST = 20;

  private static final float DIAGONAL = (float) Math.sqrt(2);

  private WaterRelief() {}

  /**
   * Of a layer of drops.
   *
   * @param layer 0 where it is dry. Not modified.
   * @return [width x height] row-major, 0 .. 255
   */
  static float[] of(float[] layer, int width, int height) {
    float[] depth = distances(layer, width, height);
    for (int i = 0; i < depth.length; i++) {
      depth[i] = Math.min(DEEPEST, depth[i]);
    }
    float[] even = evened(mean(depth, width, height));
    return mean(embossed(even, width, height), width, height);
  }

  /** To the nearest wet pixel that has a dry neighbour: chamfer distance in two passes. */
  private static float[] distances(float[] layer, int width, int height) {
    float[] distance = new float[layer.length];
    Arrays.fill(distance, width + height);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        boolean rim =
            layer[i] > 0
                && (x > 0 && layer[i - 1] == 0
                    || x < width - 1 && layer[i + 1] == 0
                    || y > 0 && layer[i - width] == 0
                    || y < height - 1 && layer[i + width] == 0);
        if (rim) {
          distance[i] = 0;
        }
      }
    }
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        nearer(distance, i, x > 0, -1, 1);
        nearer(distance, i, y > 0, -width, 1);
        nearer(distance, i, y > 0 && x > 0, -width - 1, DIAGONAL);
        nearer(distance, i, y > 0 && x < width - 1, -width + 1, DIAGONAL);
      }
    }
    for (int y = height - 1, i = distance.length - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--, i--) {
        nearer(distance, i, x < width - 1, 1, 1);
        nearer(distance, i, y < height - 1, width, 1);
        nearer(distance, i, y < height - 1 && x < width - 1, width + 1, DIAGONAL);
        nearer(distance, i, y < height - 1 && x > 0, width - 1, DIAGONAL);
      }
    }
    return distance;
  }

  private static void nearer(float[] distance, int i, boolean inside, int beside, float step) {
    if (inside) {
      distance[i] = Math.min(distance[i], distance[i + beside] + step);
    }
  }

  /** Mean of 3 x 3, the edge repeated. */
  private static float[] mean(float[] plane, int width, int height) {
    float[] across = new float[plane.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        across[i] = plane[i] + plane[x > 0 ? i - 1 : i] + plane[x < width - 1 ? i + 1 : i];
      }
    }
    float[] mean = new float[plane.length];
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        float above = across[y > 0 ? i - width : i];
        float below = across[y < height - 1 ? i + width : i];
        mean[i] = (above + across[i] + below) / 9;
      }
    }
    return mean;
  }

  /** Whole steps of distance to shares of 255, so that all levels are as common. */
  private static float[] evened(float[] depth) {
    int[] counts = new int[(int) DEEPEST + 1];
    for (float d : depth) {
      counts[(int) d]++;
    }
    int first = 0;
    while (counts[first] == 0) {
      first++;
    }
    float[] levels = new float[counts.length];
    float others = Math.max(1, depth.length - counts[first]);
    int sum = 0;
    for (int l = first + 1; l < counts.length; l++) {
      sum += counts[l];
      levels[l] = 255 * sum / others;
    }
    float[] even = new float[depth.length];
    for (int i = 0; i < depth.length; i++) {
      even[i] = levels[(int) depth[i]];
    }
    return even;
  }

  /** -2 -1 0 / -1 1 1 / 0 1 2, clipped to 0 .. 255. */
  private static float[] embossed(float[] even, int width, int height) {
    float[] out = new float[even.length];
    for (int y = 0, i = 0; y < height; y++) {
      int up = y > 0 ? -width : 0;
      int down = y < height - 1 ? width : 0;
      for (int x = 0; x < width; x++, i++) {
        int left = x > 0 ? -1 : 0;
        int right = x < width - 1 ? 1 : 0;
        float value =
            -2 * even[i + up + left]
                - even[i + up]
                - even[i + left]
                + even[i]
                + even[i + right]
                + even[i + down]
                + 2 * even[i + down + right];
        out[i] = Math.max(0, Math.min(255, value));
      }
    }
    return out;
  }
}
