package io.virk.cause.catalogue;

/** Colours too strong: every channel farther from the luma. A gray image has none and stays. */
final class StrongColours extends ColourFault {
  /** Saturation, 1 is that of the baseline. A quarter more is just seen; at 3 most clip. */
  private static final double[] FACTORS = {1.25, 1.5, 1.85, 2.3, 3};

  StrongColours() {
    super(
        "strong colours",
        "colour",
        "has stronger colours than the baseline",
        "Check the saturation in the camera's settings and its colour profile.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.saturate(FACTORS[level]);
  }
}
