package io.virk.cause.catalogue;

/** Colours too pale: every channel nearer to the luma. A gray image has none and stays. */
final class PaleColours extends ColourFault {
  /** Saturation that is left. A quarter less is just seen; a tenth is nearly gray. */
  private static final double[] FACTORS = {.75, .58, .42, .26, .1};

  PaleColours() {
    super("pale colours", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.saturate(FACTORS[level]);
  }
}
