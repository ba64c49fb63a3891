package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Shot noise, published: a sample x of 0 .. 1 becomes Poisson(lambda x) / lambda, of variance x /
 * lambda. Few photons: a short exposure or a dim scene, amplified.
 */
final class ShotNoise extends CameraFault {
  private static final double[] SMALL = {500, 250, 100, 75, 50};
  private static final double[] LARGE = {60, 25, 12, 5, 3};

  ShotNoise() {
    super("shot noise", "noise");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double lambda = (small ? SMALL : LARGE)[level];
    SplittableRandom random = new SplittableRandom(seed);
    PoissonTable[] tables = new PoissonTable[256];
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < plane.length; i++) {
        int value = Math.round(plane[i]);
        if (tables[value] == null) {
          tables[value] = new PoissonTable(lambda * value / 255);
        }
        plane[i] = (float) (tables[value].draw(random) * 255 / lambda);
      }
    }
  }
}
