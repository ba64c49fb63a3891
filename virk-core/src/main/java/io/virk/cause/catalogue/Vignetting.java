package io.virk.cause.catalogue;

/**
 * Corners darker than the centre, by the square of the distance: a lens hood, a filter or a wrong
 * lens in the way.
 */
final class Vignetting extends CameraFault {
  /** Share of light lost in the corners. Cheap lenses lose half; a loose hood nearly all. */
  private static final double[] LOSSES = {.2, .35, .5, .7, .95};

  Vignetting() {
    super("vignetting", "light");
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    float[] gains = Shapes.fromCentre(planes);
    for (int i = 0; i < gains.length; i++) {
      gains[i] = 1 - (float) LOSSES[level] * gains[i];
    }
    planes.multiply(gains);
  }
}
