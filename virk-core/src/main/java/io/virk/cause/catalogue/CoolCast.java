package io.virk.cause.catalogue;

import java.util.Set;

/** Colder light or a drifting white balance: blue gains, red loses. */
final class CoolCast extends CameraFault {
  private static final double[] SHARES = {.05, .1, .16, .24, .35};

  CoolCast() {
    super(
        "cool colour cast",
        "colour",
        "is bluer than the baseline, a cool colour cast",
        "Check the white balance, the lamp's colour temperature and the camera's firmware.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(1 - SHARES[level], 1, 1 + SHARES[level]);
  }

  @Override
  public Set<String> alongside() {
    return Set.of();
  }
}
