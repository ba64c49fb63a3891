package io.virk.examples.quickstart;

/**
 * How bright bare metal looks, looked up by the direction of its surface: the reflections of the
 * lamp, of a strip light in the hall, of the hall's ceiling and walls, and of the belt.
 */
final class Sheen {
  private static final int SIZE = 96;

  private final float[] polished = new float[SIZE * SIZE];
  private final float[] dull = new float[SIZE * SIZE];

  Sheen(View view, Lamp lamp) {
    double[] out = view.forward();
    double[] light = lamp.direction();
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double x = (column + 0.5) / SIZE * 2 - 1;
        double y = (row + 0.5) / SIZE * 2 - 1;
        double flat = Math.min(0.998, x * x + y * y);
        double shrink = Math.sqrt(flat / Math.max(1e-9, x * x + y * y));
        double[] normal = {x * shrink, y * shrink, Math.sqrt(1 - flat)};
        double along = 2 * dot(out, normal);
        double[] mirrored = new double[3];
        for (int i = 0; i < 3; i++) {
          mirrored[i] = out[i] - along * normal[i];
        }
        double lit = Math.max(0, dot(normal, light)) * lamp.power();
        double towards = dot(mirrored, light);
        double fromStrip = mirrored[1] * -0.62 + mirrored[2] * 0.78;
        int at = row * SIZE + column;
        polished[at] =
            (float)
                (0.12 * lit
                    + 1.5 * lamp.power() * Smooth.step(0.86, 0.975, towards)
                    + 0.55 * Smooth.step(0.90, 0.97, fromStrip)
                    + hall(mirrored[2]));
        dull[at] =
            (float)
                (0.34 * lit
                    + 0.55 * lamp.power() * Math.exp((towards - 1) / 0.16)
                    + 0.16 * Math.exp((fromStrip - 1) / 0.10)
                    + 0.7 * hall(mirrored[2])
                    + 0.05);
      }
    }
  }

  /**
   * The brightness of white metal.
   *
   * @param x of the direction of the surface, of length 1
   * @param y of the direction of the surface, of length 1
   * @param gloss 0 = dull, 1 = polished
   */
  float of(float x, float y, float gloss) {
    int column = (int) ((x + 1) * (SIZE / 2f));
    int row = (int) ((y + 1) * (SIZE / 2f));
    int at = Math.max(0, Math.min(SIZE - 1, row)) * SIZE + Math.max(0, Math.min(SIZE - 1, column));
    return dull[at] + (polished[at] - dull[at]) * gloss;
  }

  /** The hall: a gray ceiling, darker walls, a dark band at the horizon, the belt below. */
  private static double hall(double up) {
    return 0.07 + 0.12 * Smooth.step(0.0, 0.45, up) + 0.17 * Smooth.step(0.45, 1.0, up);
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
