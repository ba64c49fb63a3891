package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * The sun, a headlight or a mirror in the frame: a white spot with a halo, and stray light over
 * everything.
 */
final class Glare extends StandingFault {
  /** Radius of the halo as a share of the shorter side: from a lamp to a low sun. */
  private static final double[] RADII = {.08, .13, .2, .3, .45};

  /** Stray light over the whole frame, levels of 255. */
  private static final double[] VEILS = {3, 7, 14, 26, 45};

  /** Light in the middle of the halo, levels of 255: well past white, as of a lamp. */
  private static final double PEAK = 400;

  Glare() {
    super("glare", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double cx = random.nextDouble(.15, .85) * planes.width();
    double cy = random.nextDouble(.1, .6) * planes.height();
    double scale = 1 / Math.max(1, RADII[level] * planes.shorterSide());
    int width = planes.width();
    for (int y = 0; y < planes.height(); y++) {
      for (int x = 0; x < width; x++) {
        double distance = Math.hypot(x - cx, y - cy) * scale;
        float light = (float) (VEILS[level] + PEAK / (1 + 2 * Math.pow(distance, 3)));
        for (float[] plane : planes.channels()) {
          plane[y * width + x] += light;
        }
      }
    }
  }
}
