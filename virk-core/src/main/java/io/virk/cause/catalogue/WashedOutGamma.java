package io.virk.cause.catalogue;

/** A gamma below that of the baseline: mid-tones lighter, black and white as they were. */
final class WashedOutGamma extends CameraFault {
  /** Exponents of levels / 255. A tenth is just seen; .45 = 1 / 2.2 is a gamma applied twice. */
  private static final double[] EXPONENTS = {.88, .78, .68, .56, .45};

  WashedOutGamma() {
    super("washed-out gamma", "light");
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    planes.map(table(EXPONENTS[level]));
  }

  static float[] table(double exponent) {
    float[] table = new float[256];
    for (int v = 0; v < table.length; v++) {
      table[v] = (float) (255 * Math.pow(v / 255.0, exponent));
    }
    return table;
  }
}
