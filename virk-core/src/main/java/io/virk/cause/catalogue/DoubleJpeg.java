package io.virk.cause.catalogue;

/**
 * JPEG twice, the second time on another grid: a picture that was cropped and encoded again shows
 * blocks of both.
 */
final class DoubleJpeg extends CameraFault {
  /** Qualities of the first, on a grid moved by half a block. */
  private static final int[] SMALL = {75, 60, 45, 32, 20};

  private static final int[] LARGE = {38, 27, 18, 12, 7};

  private static final int SHIFT = 4;

  /** The second is finer by this factor, so that the first is still to be seen. */
  private static final double FINER = 1.3;

  DoubleJpeg() {
    super("double JPEG compression", "compression");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    int quality = (small ? SMALL : LARGE)[level];
    BlockTransform.ofQuality(quality).apply(planes, SHIFT);
    BlockTransform.ofQuality((int) Math.round(quality * FINER)).apply(planes);
  }
}
