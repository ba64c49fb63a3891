package io.virk.cause.catalogue;

import io.virk.internal.Normal;
import java.util.SplittableRandom;

/**
 * Fixed pattern noise: every column has an offset and a gain of its own, the same in all frames.
 */
final class FixedPattern extends StandingFault {
  /** Sigma of the columns' offsets, levels of 255: 2 is just seen on flat ground. */
  private static final double[] OFFSETS = {2.5, 4.5, 8, 13, 20};

  /** Sigma of their gains. */
  private static final double[] GAINS = {.01, .02, .035, .055, .09};

  FixedPattern() {
    super("fixed pattern noise", "sensor");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Normal normal = new Normal(random);
    int width = planes.width();
    float[] offsets = new float[width];
    float[] gains = new float[width];
    for (int x = 0; x < width; x++) {
      offsets[x] = (float) (OFFSETS[level] * normal.next());
      gains[x] = (float) (1 + GAINS[level] * normal.next());
    }
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = plane[i] * gains[i % width] + offsets[i % width];
      }
    }
  }
}
