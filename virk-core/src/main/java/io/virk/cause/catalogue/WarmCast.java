package io.virk.cause.catalogue;

/** Warmer light or a drifting white balance: red gains, blue loses. */
final class WarmCast extends ColourFault {
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  WarmCast() {
    super("warm colour cast", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 + SHARES[level], 1, 1 - SHARES[level]);
  }
}
