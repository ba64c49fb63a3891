package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/** Dead and hot pixels: black or white in all frames, at places that the seed chooses. */
final class StuckPixels extends StandingFault {
  /** Share of pixels, half dead and half hot. Below 1 in 1,000 only a still scene shows them. */
  private static final double[] SHARES = {.001, .0025, .006, .014, .03};

  StuckPixels() {
    super("dead and hot pixels", "sensor");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int pixels = planes.width() * planes.height();
    int stuck = (int) Math.max(1 + level, Math.round(SHARES[level] * pixels));
    for (int i = 0; i < stuck; i++) {
      int at = random.nextInt(pixels);
      float value = random.nextBoolean() ? 255 : 0;
      for (float[] plane : planes.channels()) {
        plane[at] = value;
      }
    }
  }
}
