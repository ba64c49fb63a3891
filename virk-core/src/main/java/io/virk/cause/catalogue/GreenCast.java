package io.virk.cause.catalogue;

/** A green cast: fluorescent light, or a white balance drifting on its second axis. */
final class GreenCast extends ColourFault {
  /** Green gains the share, red and blue lose half of it: as strong as the warm cast. */
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  GreenCast() {
    super("green colour cast", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 - SHARES[level] / 2, 1 + SHARES[level], 1 - SHARES[level] / 2);
  }
}
