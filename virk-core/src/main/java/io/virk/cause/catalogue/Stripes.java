package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * Dead rows or columns of a sensor: black or white lines in all frames, at places that the seed
 * chooses.
 */
final class Stripes extends StandingFault {
  /** Share of the rows, or of the columns. One line is seen by anyone; a tenth by any model. */
  private static final double[] SHARES = {.004, .012, .03, .06, .12};

  Stripes() {
    super("stripes", "sensor");
  }

  /** Rows, columns. */
  @Override
  public int variants() {
    return 2;
  }

  @Override
  void change(Planes planes, boolean small, int level, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean rows = variant(seed) == 0;
    int width = planes.width();
    int lines = rows ? planes.height() : width;
    int dead = (int) Math.max(1 + level, Math.round(SHARES[level] * lines));
    for (int i = 0; i < dead; i++) {
      int line = random.nextInt(lines);
      float value = random.nextBoolean() ? 255 : 0;
      int first = rows ? line * width : line;
      int step = rows ? 1 : width;
      for (float[] plane : planes.channels()) {
        for (int k = 0; k < (rows ? width : planes.height()); k++) {
          plane[first + k * step] = value;
        }
      }
    }
  }
}
