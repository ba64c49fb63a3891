package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Drops of water on the lens: each a small lens of its own that shows the scene upside down,
 * blurred, with a bright edge. Places by the seed.
 */
final class Drops extends StandingFault {
  /** Number of drops. */
  private static final int[] COUNTS = {3, 7, 13, 22, 36};

  /** Radius as a share of the shorter side. */
  private static final double SMALLEST = .035;

  private static final double LARGEST = .1;

  /** Side of the image that a drop shows, as a share: it is out of focus. */
  private static final double FOCUS = .12;

  /** How much more of the scene a drop sees than its own disk. */
  private static final double WIDENING = 3;

  /** Light added at the edge, levels of 255. */
  private static final double EDGE = 40;

  Drops() {
    super("drops on the lens", "occlusion");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Planes scene = planes.copy();
    Resample.coarsen(
        scene, (int) (planes.width() * FOCUS) + 1, (int) (planes.height() * FOCUS) + 1);
    for (int i = 0; i < COUNTS[level]; i++) {
      double x = random.nextDouble() * planes.width();
      double y = random.nextDouble() * planes.height();
      double radius = random.nextDouble(SMALLEST, LARGEST) * planes.shorterSide();
      drop(planes, scene, x, y, Math.max(1, radius));
    }
  }

  private static void drop(Planes planes, Planes scene, double cx, double cy, double radius) {
    int width = planes.width();
    int height = planes.height();
    for (int y = (int) Math.max(0, cy - radius); y < Math.min(height, cy + radius + 1); y++) {
      for (int x = (int) Math.max(0, cx - radius); x < Math.min(width, cx + radius + 1); x++) {
        double place = Math.hypot(x - cx, y - cy) / radius;
        if (place > 1) {
          continue;
        }
        float sx = (float) Math.max(0, Math.min(width - 1, cx - WIDENING * (x - cx)));
        float sy = (float) Math.max(0, Math.min(height - 1, cy - WIDENING * (y - cy)));
        float share = (float) Math.min(1, 4 * (1 - place));
        float light = (float) (EDGE * Math.pow(place, 4));
        for (int c = 0; c < planes.channels().length; c++) {
          float seen = Resample.at(scene.channels()[c], width, height, sx, sy) + light;
          float[] plane = planes.channels()[c];
          plane[y * width + x] += share * (seen - plane[y * width + x]);
        }
      }
    }
  }
}
