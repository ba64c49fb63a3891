package io.virk.stats.internal;

/**
 * The innermost loops of the plain Java products: some rows c of a result, to each of which some
 * rows b are added, times numbers x.
 *
 * <p>Which sizes C2 turns into SIMD was found by trying, here and not in a benchmark of the loop
 * alone: two by four and four by two on Java 17 and 25. Four by four reached 90 GFLOP/s on Java 25
 * when it was alone, and 10 where it is called from, for there it is not turned into SIMD.
 */
final class ScalarTiles {
  private ScalarTiles() {}

  static void twoByFour(
      float[] c0,
      float[] c1,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float x0,
      float x1,
      float y0,
      float y1,
      float z0,
      float z1,
      float w0,
      float w1,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float p = b0[j];
      float q = b1[j];
      float r = b2[j];
      float s = b3[j];
      c0[j] = fma(w0, s, fma(z0, r, fma(y0, q, fma(x0, p, c0[j]))));
      c1[j] = fma(w1, s, fma(z1, r, fma(y1, q, fma(x1, p, c1[j]))));
    }
  }

  static void fourByTwo(
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float x00,
      float x01,
      float x10,
      float x11,
      float x20,
      float x21,
      float x30,
      float x31,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float p0 = b0[j];
      float p1 = b1[j];
      c0[j] = fma(x01, p1, fma(x00, p0, c0[j]));
      c1[j] = fma(x11, p1, fma(x10, p0, c1[j]));
      c2[j] = fma(x21, p1, fma(x20, p0, c2[j]));
      c3[j] = fma(x31, p1, fma(x30, p0, c3[j]));
    }
  }

  static void oneByFour(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float x0,
      float x1,
      float x2,
      float x3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float p0 = b0[j];
      float p1 = b1[j];
      float p2 = b2[j];
      float p3 = b3[j];
      c[j] = fma(x3, p3, fma(x2, p2, fma(x1, p1, fma(x0, p0, c[j]))));
    }
  }

  static void one(float[] c, float[] b, float x, int from, int to) {
    for (int j = from; j < to; j++) {
      c[j] = fma(x, b[j], c[j]);
    }
  }

  /** Without the instruction, {@code Math.fma} would be emulated with big decimals. */
  static float fma(float a, float b, float c) {
    return VirtualMachine.HAS_FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
