package io.virk.cause.catalogue;

/** A gamma above that of the baseline: mid-tones darker, black and white as they were. */
final class CrushedGamma extends CameraFault {
  /** Exponents of levels / 255. A tenth is just seen; 2.2 is a gamma that was never applied. */
  private static final double[] EXPONENTS = {1.12, 1.28, 1.5, 1.8, 2.2};

  CrushedGamma() {
    super("crushed gamma", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.map(WashedOutGamma.table(EXPONENTS[level]));
  }
}
