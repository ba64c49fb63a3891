package io.virk.cause.catalogue;

/** A smaller picture scaled up: the camera sends its second stream, or a resize went wrong. */
final class LowResolution extends CameraFault {
  /** Side that is left, as a share. .2 is a stream of 384 x 216 in place of 1080p. */
  private static final double[] SHARES = {.7, .55, .42, .3, .2};

  LowResolution() {
    super("low resolution", "blur");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    Resample.coarsen(
        planes,
        (int) Math.round(planes.width() * SHARES[level]),
        (int) Math.round(planes.height() * SHARES[level]));
  }
}
