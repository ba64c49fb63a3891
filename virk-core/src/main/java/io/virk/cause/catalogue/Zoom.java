package io.virk.cause.catalogue;

/** A longer focal length: the centre of the view fills the frame. */
final class Zoom extends CameraFault {
  /** Focal length, 1 is the baseline's. */
  private static final double[] FACTORS = {1.05, 1.1, 1.2, 1.4, 1.8};

  Zoom() {
    super("changed zoom", "geometry");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double x = (planes.width() - 1) / 2.0;
    double y = (planes.height() - 1) / 2.0;
    Resample.affine(planes, Resample.Affine.scale(FACTORS[level], FACTORS[level], x, y));
  }
}
