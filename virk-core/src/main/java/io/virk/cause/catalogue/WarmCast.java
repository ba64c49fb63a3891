package io.virk.cause.catalogue;

import java.util.Set;

/** Warmer light or a drifting white balance: red gains, blue loses. */
final class WarmCast extends CameraFault {
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  WarmCast() {
    super(
        "warm colour cast",
        "colour",
        "is redder than the baseline, a warm colour cast",
        "Check the white balance, the lamp's colour temperature and the camera's firmware.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 + SHARES[level], 1, 1 - SHARES[level]);
  }

  @Override
  public Set<String> alongside() {
    return Set.of();
  }
}
