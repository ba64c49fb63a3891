package io.virk.cause.catalogue;

/**
 * Stretched along the rows: resized without keeping the aspect ratio, as much as the frame holds.
 */
final class WrongAspect extends CameraFault {
  /** Stretch along the rows; 1.33 is 4 : 3 shown as 16 : 9. */
  private static final double[] FACTORS = {1.08, 1.15, 1.25, 1.4, 1.78};

  WrongAspect() {
    super("wrong aspect ratio", "geometry");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double x = (planes.width() - 1) / 2.0;
    Resample.affine(planes, Resample.Affine.scale(FACTORS[level], 1, x, 0));
  }
}
