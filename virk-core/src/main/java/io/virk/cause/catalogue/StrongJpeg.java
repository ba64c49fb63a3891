package io.virk.cause.catalogue;

/**
 * JPEG at a low quality, chroma halved both ways: blocks of 8 x 8, ringing, washed colour edges.
 */
final class StrongJpeg extends CameraFault {
  /** The published qualities, 1 .. 100, of the Independent JPEG Group's scale. */
  private static final int[] SMALL = {80, 65, 58, 50, 40};

  private static final int[] LARGE = {25, 18, 15, 10, 7};

  StrongJpeg() {
    super(
        "jpeg compression",
        "compression",
        "is compressed more strongly than the baseline: it shows blocks",
        "Check the quality of the JPEG encoder in the camera and of everything that "
            + "encodes again.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    BlockCoder.jpeg((small ? SMALL : LARGE)[level]).code(planes, 0);
  }
}
