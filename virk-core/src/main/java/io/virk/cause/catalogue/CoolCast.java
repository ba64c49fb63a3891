package io.virk.cause.catalogue;

/** Colder light or a drifting white balance: blue gains, red loses. */
final class CoolCast extends ColourFault {
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  CoolCast() {
    super("cool colour cast", "colour");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 - SHARES[level], 1, 1 + SHARES[level]);
  }
}
