package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * A torn frame: below a line that the seed chooses, rows are moved sideways and come back in at the
 * other side. Another line in every frame.
 */
final class TornFrame extends CameraFault {
  /** Share of the rows that are moved; the seed moves the line by up to a twentieth. */
  private static final double[] SHARES = {.25, .35, .45, .53, .6};

  /** How far, as a share of the width: a few pixels up to a good part of the picture. */
  private static final double[] SHIFTS = {.02, .05, .11, .2, .35};

  TornFrame() {
    super("torn frame", "stream");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    int width = planes.width();
    int height = planes.height();
    double share = SHARES[level] + new SplittableRandom(seed).nextDouble(-.05, .05);
    int first = (int) Math.round(height * (1 - share));
    int by = (int) Math.max(1, SHIFTS[level] * width);
    float[] row = new float[width];
    for (float[] plane : planes.channels()) {
      for (int y = first; y < height; y++) {
        System.arraycopy(plane, y * width, row, 0, width);
        for (int x = 0; x < width; x++) {
          plane[y * width + x] = row[(x + by) % width];
        }
      }
    }
  }
}
