package io.virk.cause.catalogue;

import io.virk.internal.Normal;
import java.util.SplittableRandom;

/**
 * Speckle noise, published: a sample x becomes x + x N(0, sigma), so that noise grows with light.
 */
final class SpeckleNoise extends CameraFault {
  private static final double[] SMALL = {.06, .10, .12, .16, .20};
  private static final double[] LARGE = {.15, .20, .35, .45, .60};

  SpeckleNoise() {
    super("speckle noise", "noise");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double sigma = (small ? SMALL : LARGE)[level];
    SplittableRandom random = new SplittableRandom(seed);
    Normal normal = new Normal(random);
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] *= (float) (1 + sigma * normal.next());
      }
    }
  }
}
