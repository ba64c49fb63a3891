package io.virk.cause.catalogue;

/**
 * Levels drawn together about the middle of the range: video levels, 16 .. 235, shown as if they
 * were full, or values divided by too large a deviation.
 */
final class CompressedLevels extends CameraFault {
  /** The lowest level that is left, and 255 less it the highest. 16 is that of video levels. */
  private static final double[] LOWEST = {16, 26, 40, 58, 82};

  CompressedLevels() {
    super(
        "compressed levels",
        "contrast",
        "has its levels drawn together: no black, no white",
        "Check the range of levels, video or full, of camera, decoder and pipeline, and the deviation it divides by.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear((255 - 2 * LOWEST[level]) / 255, LOWEST[level]);
  }
}
