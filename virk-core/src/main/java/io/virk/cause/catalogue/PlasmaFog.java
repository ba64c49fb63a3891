package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Fog, published: a plasma fractal is added, then all is scaled so that the brightest sample could
 * stay what it was.
 */
final class PlasmaFog extends CameraFault {
  /** Weight of the fog and decay of its fractal. */
  private static final double[][] SMALL = {{.2, 3}, {.5, 3}, {.75, 2.5}, {1, 2}, {1.5, 1.75}};

  private static final double[][] LARGE = {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}};

  PlasmaFog() {
    super("fog", "weather");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double[] fog = (small ? SMALL : LARGE)[level];
    float[] plasma = Plasma.of(planes.width(), planes.height(), fog[1], new SplittableRandom(seed));
    float max = 0;
    for (float[] plane : planes.channels()) {
      for (float v : plane) {
        max = Math.max(max, v);
      }
    }
    float weight = (float) (255 * fog[0]);
    float scale = max / (max + weight);
    for (float[] plane : planes.channels()) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (plane[i] + weight * plasma[i]) * scale;
      }
    }
  }
}
