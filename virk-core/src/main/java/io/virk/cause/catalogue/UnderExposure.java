package io.virk.cause.catalogue;

/** Less light: every sample times a gain below 1. */
final class UnderExposure extends CameraFault {
  private static final double[] GAINS = {.85, .7, .55, .4, .25};

  UnderExposure() {
    super("under-exposure", "light");
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(GAINS[level], GAINS[level], GAINS[level]);
  }
}
