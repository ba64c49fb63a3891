package io.virk.cause.catalogue;

/** Two fields shown as one frame: odd rows are from another time, here moved sideways. */
final class Interlacing extends CameraFault {
  /** How far odd rows are moved, as a share of the width: slow to fast motion. */
  private static final double[] SHARES = {.006, .012, .022, .04, .07};

  Interlacing() {
    super("interlacing", "stream");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    int width = planes.width();
    int pixels = (int) Math.max(1 + level, Math.round(SHARES[level] * width));
    for (float[] plane : planes.channels()) {
      for (int y = 1; y < planes.height(); y += 2) {
        for (int x = width - 1; x >= 0; x--) {
          plane[y * width + x] = plane[y * width + Math.max(0, x - pixels)];
        }
      }
    }
  }
}
