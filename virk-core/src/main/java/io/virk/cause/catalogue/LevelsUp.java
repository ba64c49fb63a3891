package io.virk.cause.catalogue;

/** A number added to every sample: a raised black level, or a mean that was not taken off. */
final class LevelsUp extends CameraFault {
  /** Levels of 255. 8 is just seen beside the original; 70 is past a quarter of the range. */
  private static final double[] OFFSETS = {8, 16, 28, 45, 70};

  LevelsUp() {
    super("levels moved up", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear(1, OFFSETS[level]);
  }
}
