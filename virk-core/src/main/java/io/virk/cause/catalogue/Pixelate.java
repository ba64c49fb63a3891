package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * Pixelate, published: each side is reduced by a factor with a box filter, then enlarged again by
 * the nearest pixel. So each block of pixels, those that fall into one reduced pixel, becomes its
 * mean.
 */
final class Pixelate extends CameraFault {
  private static final double[] SMALL = {.95, .9, .85, .75, .65};
  private static final double[] LARGE = {.6, .5, .4, .3, .25};

  Pixelate() {
    super("pixelate", "compression");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double factor = (small ? SMALL : LARGE)[level];
    int[] columns = blocks(planes.width(), factor);
    int[] rows = blocks(planes.height(), factor);
    int width = planes.width();
    float[] sums = new float[width];
    int[] counts = new int[width];
    for (float[] plane : planes.channels()) {
      for (int top = 0, end; top < rows.length; top = end) {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        for (end = top; end < rows.length && rows[end] == rows[top]; end++) {
          for (int x = 0; x < width; x++) {
            sums[columns[x]] += plane[end * width + x];
            counts[columns[x]]++;
          }
        }
        for (int y = top; y < end; y++) {
          for (int x = 0; x < width; x++) {
            plane[y * width + x] = sums[columns[x]] / counts[columns[x]];
          }
        }
      }
    }
  }

  /** Of each pixel along one side, the reduced one that its centre falls into. */
  static int[] blocks(int length, double factor) {
    int reduced = Math.max(1, (int) (length * factor + 1e-9));
    int[] blocks = new int[length];
    for (int i = 0; i < length; i++) {
      blocks[i] = (int) ((2L * i + 1) * reduced / (2L * length));
    }
    return blocks;
  }
}
