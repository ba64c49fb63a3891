package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * The camera was knocked: the picture has moved in a direction that the seed chooses, and its edge
 * is repeated into what was not seen.
 */
final class Shift extends StandingFault {
  /** Whole pixels as a share of the shorter side. Five of 240 are just seen. */
  private static final double[] SHARES = {.025, .05, .09, .15, .24};

  Shift() {
    super("shifted camera", "geometry");
  }

  /** Eight directions, an eighth of a turn apart. */
  @Override
  public int variants() {
    return 8;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double angle = Math.PI / 4 * (variant(seed) + new SplittableRandom(seed).nextDouble(-.5, .5));
    double pixels = Math.max(1 + level, SHARES[level] * planes.shorterSide());
    long right = Math.round(pixels * Math.cos(angle));
    long down = Math.round(pixels * Math.sin(angle));
    Resample.affine(planes, new Resample.Affine(1, 0, -right, 0, 1, -down));
  }
}
