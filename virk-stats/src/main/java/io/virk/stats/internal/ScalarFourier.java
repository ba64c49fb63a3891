package io.virk.stats.internal;

/** The part of {@link ScalarKernels} that random Fourier features need. */
final class ScalarFourier {
  private ScalarFourier() {}

  /*
   * A quarter of the phase, less whole turns, lies within pi / 4, where short polynomials do; then
   * the angle is doubled twice.
   */

  static void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    quarters(phases, length);
    cosines(phases, length, cosines);
    sines(phases, length, sines);
    doubleAngles(cosines, sines, length);
    doubleAngles(cosines, sines, length);
  }

  private static void quarters(float[] phases, int length) {
    for (int j = 0; j < length; j++) {
      float x = phases[j];
      // adding 1.5 2^23 rounds to a whole number
      float turns = ScalarTiles.fma(x, 0.15915494f, 12582912f) - 12582912f;
      float rest = ScalarTiles.fma(turns, -6.28125f, x);
      phases[j] = 0.25f * ScalarTiles.fma(turns, -1.9353072e-3f, rest);
    }
  }

  private static void sines(float[] x, int length, float[] sines) {
    for (int j = 0; j < length; j++) {
      float s = x[j] * x[j];
      float p =
          ScalarTiles.fma(
              ScalarTiles.fma(ScalarTiles.fma(s, 2.715935e-6f, -1.9839035e-4f), s, 8.333328e-3f),
              s,
              -1.6666667e-1f);
      sines[j] = ScalarTiles.fma(x[j] * s, p, x[j]);
    }
  }

  private static void cosines(float[] x, int length, float[] cosines) {
    for (int j = 0; j < length; j++) {
      float s = x[j] * x[j];
      float p =
          ScalarTiles.fma(
              ScalarTiles.fma(ScalarTiles.fma(s, 2.4389634e-5f, -1.3886755e-3f), s, 4.1666623e-2f),
              s,
              -0.5f);
      cosines[j] = ScalarTiles.fma(s, p, 1);
    }
  }

  private static void doubleAngles(float[] cosines, float[] sines, int length) {
    for (int j = 0; j < length; j++) {
      float s = sines[j];
      float twice = s + s;
      sines[j] = twice * cosines[j];
      cosines[j] = ScalarTiles.fma(-twice, s, 1);
    }
  }

  static void hadamard(float[] values, int length) {
    int half = 1;
    // two levels at a time
    for (; 4 * half <= length; half *= 4) {
      for (int from = 0; from < length; from += 4 * half) {
        for (int i = from; i < from + half; i++) {
          float a = values[i] + values[i + half];
          float b = values[i] - values[i + half];
          float c = values[i + 2 * half] + values[i + 3 * half];
          float d = values[i + 2 * half] - values[i + 3 * half];
          values[i] = a + c;
          values[i + half] = b + d;
          values[i + 2 * half] = a - c;
          values[i + 3 * half] = b - d;
        }
      }
    }
    if (half < length) {
      for (int i = 0; i < half; i++) {
        float a = values[i];
        float b = values[i + half];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }

  static void multiply(float[] values, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factors[i];
    }
  }
}
