package io.virk.cause.catalogue;

/**
 * The camera turned about its axis: the picture is tilted, the corners repeat the edge. The seed
 * chooses to which side.
 */
final class Tilt extends StandingFault {
  /** Degrees. Two are just seen at a horizon. */
  private static final double[] DEGREES = {2, 4, 7.5, 13, 22};

  Tilt() {
    super("tilted camera", "geometry");
  }

  /** To the left, to the right. */
  @Override
  public int variants() {
    return 2;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    double degrees = variant(seed) == 0 ? DEGREES[level] : -DEGREES[level];
    double x = (planes.width() - 1) / 2.0;
    double y = (planes.height() - 1) / 2.0;
    Resample.affine(planes, Resample.Affine.turn(degrees, x, y));
  }
}
