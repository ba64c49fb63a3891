package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Something hard in front of a part of the view: it comes in from one side, which the seed chooses,
 * with a slanting edge.
 */
final class PartOccluded extends StandingFault {
  /** Share of the view that is behind it. */
  private static final double[] SHARES = {.08, .16, .28, .42, .6};

  /** How far the edge slants over the frame, as a share of it. */
  private static final double SLANT = .12;

  PartOccluded() {
    super("view blocked in part", "occlusion");
  }

  /** From left, right, top, bottom. */
  @Override
  public int variants() {
    return 4;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int side = variant(seed);
    float[] across = Shapes.ramp(planes, side);
    float[] along = Shapes.ramp(planes, (side + 2) % 4);
    double slant = random.nextDouble(-SLANT, SLANT);
    float[] opacity = new float[across.length];
    for (int i = 0; i < opacity.length; i++) {
      opacity[i] = across[i] < SHARES[level] + slant * (along[i] - .5) ? 1 : 0;
    }
    float shade = random.nextInt(25, 75);
    planes.cover(opacity, planes.seen(shade, shade * .95f, shade * .9f));
  }
}
