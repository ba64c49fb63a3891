package io.virk.cause.catalogue;

/** A lamp on one side went out: light falls off towards that side, which the seed chooses. */
final class OneSidedLight extends StandingFault {
  /** Share of light lost at the dark side. With one of two lamps out, half; with no other, most. */
  private static final double[] LOSSES = {.18, .32, .48, .65, .85};

  OneSidedLight() {
    super("one-sided light", "light");
  }

  /** Left, right, top, bottom. */
  @Override
  public int variants() {
    return 4;
  }

  @Override
  public boolean isOptical() {
    return true;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    float[] gains = Shapes.ramp(planes, variant(seed));
    for (int i = 0; i < gains.length; i++) {
      gains[i] = 1 - (float) LOSSES[level] * (1 - gains[i]);
    }
    planes.multiply(gains);
  }
}
