package io.virk.cause.catalogue;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Something over the whole lens: a cap, a hand, a bag, paint. Nothing sharp is left, and little
 * light.
 */
final class Covered extends CameraFault {
  /** Share of the cover in the light that arrives: from a thin bag to a cap. */
  private static final double[] OPACITIES = {.6, .75, .87, .95, 1};

  /** Light through the cover, levels. */
  private static final float[] COLOUR = {16, 13, 12};

  /** Cells of the shorter side that what is left of the scene is blurred to. */
  private static final int CELLS = 5;

  /** Noise of the gain that the camera turns up, levels of 255. */
  private static final double SIGMA = 1.5;

  Covered() {
    super("covered lens", "occlusion");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double cell = Math.max(1, (double) planes.shorterSide() / CELLS);
    Resample.coarsen(planes, (int) (planes.width() / cell), (int) (planes.height() / cell));
    float[] opacity = new float[planes.width() * planes.height()];
    Arrays.fill(opacity, (float) OPACITIES[level]);
    planes.cover(opacity, planes.seen(COLOUR));
    planes.addNoise(SIGMA, new SplittableRandom(seed));
  }
}
