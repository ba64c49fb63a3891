package io.virk.cause.catalogue;

/** A magenta cast: a missing infrared filter, or a white balance drifting on its second axis. */
final class MagentaCast extends ColourFault {
  /** Green loses the share, red and blue gain half of it: as strong as the warm cast. */
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  MagentaCast() {
    super("magenta colour cast", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 + SHARES[level] / 2, 1 - SHARES[level], 1 + SHARES[level] / 2);
  }
}
