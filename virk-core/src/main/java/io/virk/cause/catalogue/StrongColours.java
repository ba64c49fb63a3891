package io.virk.cause.catalogue;

/** Colours too strong: every channel farther from the luma. A gray image has none and stays. */
final class StrongColours extends ColourFault {
  /** Saturation, 1 is that of the baseline. A quarter more is just seen; at 3 most clip. */
  private static final double[] FACTORS = {1.25, 1.5, 1.85, 2.3, 3};

  StrongColours() {
    super("strong colours", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.saturate(FACTORS[level]);
  }
}
