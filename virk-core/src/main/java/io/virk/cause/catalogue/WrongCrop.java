package io.virk.cause.catalogue;

/** A wrong crop: the upper left part of the view in place of all of it. */
final class WrongCrop extends CameraFault {
  /** Side of the part that is shown, as a share. */
  private static final double[] SHARES = {.94, .88, .8, .68, .5};

  WrongCrop() {
    super("wrong crop", "geometry");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double factor = 1 / SHARES[level];
    Resample.affine(planes, Resample.Affine.scale(factor, factor, 0, 0));
  }
}
