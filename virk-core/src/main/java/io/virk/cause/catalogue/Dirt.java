package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Dirt on the lens: dark blobs without an edge, for they are out of focus, at places that the seed
 * chooses.
 */
final class Dirt extends StandingFault {
  /** Number of blobs. */
  private static final int[] COUNTS = {3, 5, 8, 12, 18};

  /** Share of light that is lost in the middle of a blob. Thin dust up to mud. */
  private static final double[] OPACITIES = {.35, .5, .62, .75, .9};

  /** Radius as a share of the shorter side. */
  private static final double SMALLEST = .05;

  private static final double LARGEST = .13;

  private static final float[] COLOUR = {38, 32, 26};

  Dirt() {
    super("dirt on the lens", "occlusion");
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] mask = new float[planes.width() * planes.height()];
    for (int i = 0; i < COUNTS[level]; i++) {
      double x = random.nextDouble() * planes.width();
      double y = random.nextDouble() * planes.height();
      double radius = random.nextDouble(SMALLEST, LARGEST) * planes.shorterSide();
      Shapes.disk(mask, planes, x, y, radius, 1, OPACITIES[level]);
    }
    planes.cover(mask, planes.seen(COLOUR));
  }
}
