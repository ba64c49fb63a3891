package io.virk.cause.catalogue;

/** More light: every sample times a gain above 1, clipped. */
final class OverExposure extends CameraFault {
  private static final double[] GAINS = {1.15, 1.35, 1.6, 2, 2.6};

  OverExposure() {
    super("over-exposure", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.gain(GAINS[level], GAINS[level], GAINS[level]);
  }
}
