package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Impulse noise, published: a share of the samples, of each channel by itself, becomes 255 (salt)
 * or 0 (pepper), one as often as the other.
 */
final class ImpulseNoise extends CameraFault {
  private static final double[] SMALL = {.01, .02, .03, .05, .07};
  private static final double[] LARGE = {.03, .06, .09, .17, .27};

  ImpulseNoise() {
    super("impulse noise", "noise");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double share = (small ? SMALL : LARGE)[level];
    SplittableRandom random = new SplittableRandom(seed);
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < plane.length; i++) {
        double uniform = random.nextDouble();
        if (uniform < share) {
          plane[i] = uniform < share / 2 ? 255 : 0;
        }
      }
    }
  }
}
