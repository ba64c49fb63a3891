package io.virk.stats.ood;

/** Vectors to Euclidean length 1; a zero vector stays at the origin. */
final class Normalization {
  private Normalization() {}

  static float[] rows(float[] x, int n, int d) {
    float[] unit = new float[x.length];
    for (int i = 0; i < n; i++) {
      row(x, i * d, unit, i * d, d);
    }
    return unit;
  }

  static double[] rows(double[] x, int n, int d) {
    double[] unit = new double[x.length];
    for (int i = 0; i < n; i++) {
      double scale = 1 / length(x, i * d, d);
      for (int k = i * d; k < (i + 1) * d; k++) {
        unit[k] = Double.isInfinite(scale) ? 0 : x[k] * scale;
      }
    }
    return unit;
  }

  static void row(float[] x, int from, float[] into, int intoFrom, int d) {
    double squares = 0;
    for (int k = 0; k < d; k++) {
      squares += (double) x[from + k] * x[from + k];
    }
    double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (int k = 0; k < d; k++) {
      into[intoFrom + k] = (float) (x[from + k] * scale);
    }
  }

  /** With the largest element taken out, so that squares neither overflow nor vanish. */
  private static double length(double[] x, int from, int d) {
    double largest = 0;
    for (int k = from; k < from + d; k++) {
      largest = Math.max(largest, Math.abs(x[k]));
    }
    if (largest == 0) {
      return 0;
    }
    double squares = 0;
    for (int k = from; k < from + d; k++) {
      squares += (x[k] / largest) * (x[k] / largest);
    }
    return largest * Math.sqrt(squares);
  }
}
