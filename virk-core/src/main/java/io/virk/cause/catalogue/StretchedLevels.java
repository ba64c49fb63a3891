package io.virk.cause.catalogue;

/**
 * Levels drawn apart about the middle of the range and cut off: full levels read as video levels,
 * or values divided by too small a deviation.
 */
final class StretchedLevels extends CameraFault {
  /** The level that becomes black, and 255 less it white. 16 is that of video levels. */
  private static final double[] BLACK = {16, 30, 48, 68, 90};

  StretchedLevels() {
    super(
        "stretched levels",
        "contrast",
        "has its levels drawn apart: dark and bright parts are cut off",
        "Check the range of levels, video or full, of camera, decoder and pipeline, and the deviation it divides by.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double gain = 255 / (255 - 2 * BLACK[level]);
    planes.linear(gain, -gain * BLACK[level]);
  }
}
