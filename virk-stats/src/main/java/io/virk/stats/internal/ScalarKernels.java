package io.virk.stats.internal;

/** Plain Java for any JVM, written so that C2 finds the SIMD by itself. */
final class ScalarKernels implements Kernels {
  /** Independent sums, so that no addition waits for the one before. */
  private static final int LANES = 8;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public double dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= length - LANES; i += LANES) {
      s0 += a[aFrom + i] * b[bFrom + i];
      s1 += a[aFrom + i + 1] * b[bFrom + i + 1];
      s2 += a[aFrom + i + 2] * b[bFrom + i + 2];
      s3 += a[aFrom + i + 3] * b[bFrom + i + 3];
      s4 += a[aFrom + i + 4] * b[bFrom + i + 4];
      s5 += a[aFrom + i + 5] * b[bFrom + i + 5];
      s6 += a[aFrom + i + 6] * b[bFrom + i + 6];
      s7 += a[aFrom + i + 7] * b[bFrom + i + 7];
    }
    double tail = 0;
    for (; i < length; i++) {
      tail += a[aFrom + i] * b[bFrom + i];
    }
    return (((double) s0 + s1) + ((double) s2 + s3))
        + (((double) s4 + s5) + ((double) s6 + s7))
        + tail;
  }

  @Override
  public double squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    int i = 0;
    for (; i <= length - 4; i += 4) {
      float d0 = a[aFrom + i] - b[bFrom + i];
      float d1 = a[aFrom + i + 1] - b[bFrom + i + 1];
      float d2 = a[aFrom + i + 2] - b[bFrom + i + 2];
      float d3 = a[aFrom + i + 3] - b[bFrom + i + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    double tail = 0;
    for (; i < length; i++) {
      float d = a[aFrom + i] - b[bFrom + i];
      tail += d * d;
    }
    return ((double) s0 + s1) + ((double) s2 + s3) + tail;
  }
}
