package io.virk.cause.catalogue;

/** Gaussian blur, published: sigma in pixels; the edge is repeated outside. */
final class GaussianBlur extends CameraFault {
  private static final double[] SMALL = {.4, .6, .7, .8, 1};
  private static final double[] LARGE = {1, 2, 3, 4, 6};

  GaussianBlur() {
    super("gaussian blur", "blur");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    GaussianFilter.of((small ? SMALL : LARGE)[level]).apply(planes);
  }
}
