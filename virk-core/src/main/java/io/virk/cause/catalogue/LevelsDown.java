package io.virk.cause.catalogue;

/** A number taken from every sample: a lowered black level, or a mean taken off twice. */
final class LevelsDown extends CameraFault {
  /** Levels of 255. 8 is just seen beside the original; 70 is past a quarter of the range. */
  private static final double[] OFFSETS = {8, 16, 28, 45, 70};

  LevelsDown() {
    super("levels moved down", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear(1, -OFFSETS[level]);
  }
}
