package io.virk.cause.catalogue;

/**
 * Levels drawn apart about the middle of the range and cut off: full levels read as video levels,
 * or values divided by too small a deviation.
 */
final class StretchedLevels extends CameraFault {
  /** The levels that become black and white. 16 and 235 are video levels. */
  private static final double[] BLACK = {16, 30, 48, 68, 90};

  private static final double[] WHITE = {235, 220, 202, 182, 160};

  StretchedLevels() {
    super("stretched levels", "contrast");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double gain = 255 / (WHITE[level] - BLACK[level]);
    planes.linear(gain, -gain * BLACK[level]);
  }
}
