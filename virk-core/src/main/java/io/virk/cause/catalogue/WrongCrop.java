package io.virk.cause.catalogue;

/** A wrong crop: the upper left part of the view in place of all of it. */
final class WrongCrop extends CameraFault {
  /** Side of the part that is shown, as a share. */
  private static final double[] SHARES = {.94, .88, .8, .68, .5};

  WrongCrop() {
    super(
        "wrong crop",
        "geometry",
        "is cropped wrongly: it shows a corner of the view",
        "Check the region of interest of the camera and every crop between camera and model.");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double factor = 1 / SHARES[level];
    Resample.affine(planes, Resample.Affine.scale(factor, factor, 0, 0));
  }
}
