package io.virk.cause.catalogue;

/** JPEG compression, published: written and read again at a low quality. */
final class JpegCompression extends CameraFault {
  private static final int[] SMALL = {80, 65, 58, 50, 40};
  private static final int[] LARGE = {25, 18, 15, 10, 7};

  JpegCompression() {
    super("JPEG compression", "compression");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    BlockTransform.ofQuality((small ? SMALL : LARGE)[level]).apply(planes);
  }
}
