package io.virk.cause.catalogue;

/**
 * Levels drawn together about the middle of the range: video levels, 16 .. 235, shown as if they
 * were full, or values divided by too large a deviation.
 */
final class CompressedLevels extends CameraFault {
  /** What black and white become. 16 and 235 are video levels. */
  private static final double[] BLACK = {16, 26, 40, 58, 82};

  private static final double[] WHITE = {235, 224, 209, 190, 165};

  CompressedLevels() {
    super("compressed levels", "contrast");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.linear((WHITE[level] - BLACK[level]) / 255, BLACK[level]);
  }
}
