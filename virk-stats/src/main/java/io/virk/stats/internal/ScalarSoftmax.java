package io.virk.stats.internal;

import java.util.Arrays;

/** The part of {@link ScalarProductKernels} that scores logits. */
final class ScalarSoftmax {
  private static final int LANES = 8;
  private static final int SOFTMAX_BLOCK = ProductKernels.SOFTMAX_BLOCK;

  /** Shorter rows than this are not folded into quarters. */
  private static final int FOLDED = 256;

  /** exp(-87) is the least that stays a normal number. */
  private static final float LEAST_EXPONENT = 87;

  private ScalarSoftmax() {}

  /** As {@link ProductKernels#softmaxSums}. */
  static void sums(
      float[] z, int from, int length, float inverseTemperature, float[][] scratch, double[] into) {
    float[] u = scratch[0];
    float[] e = scratch[1];
    into[0] = Double.NEGATIVE_INFINITY;
    into[1] = Double.NEGATIVE_INFINITY;
    for (int block = from; block < from + length; block += SOFTMAX_BLOCK) {
      largest(z, block, Math.min(SOFTMAX_BLOCK, from + length - block), scratch, into);
    }
    float max = (float) into[0];
    float second = (float) into[1];
    int at = (int) into[4];
    int ties = 1;
    if (second == max) {
      ties = 0;
      for (int i = from; i < from + length; i++) {
        ties += z[i] == max ? 1 : 0;
      }
    }
    double rest = 0;
    double weighted = 0;
    for (int block = from; block < from + length; block += SOFTMAX_BLOCK) {
      int n = Math.min(SOFTMAX_BLOCK, from + length - block);
      System.arraycopy(z, block, u, 0, n);
      // so far down, what equals the largest adds 1e-38 to the sums of what does not
      if (ties > 1) {
        for (int j = 0; j < n; j++) {
          u[j] = u[j] == max ? -Float.MAX_VALUE : u[j];
        }
      } else if (at >= block && at < block + n) {
        u[at - block] = -Float.MAX_VALUE;
      }
      exponentials(u, e, n, max, inverseTemperature / 32);
      weighted -= 32 * sum(u, n, scratch);
      rest += sum(e, n, scratch);
    }
    // NaN from what is not finite
    if (!(rest >= 0 && max <= Float.MAX_VALUE)) {
      Arrays.fill(into, Double.NaN);
      return;
    }
    if (ties == length) {
      rest = 0;
      weighted = 0;
    }
    into[0] = max;
    into[1] = second;
    into[2] = rest;
    into[3] = weighted;
    into[4] = ties;
  }

  /**
   * With the largest two of a block, and where the largest is, into 0, 1 and 4. The largest of each
   * four quarters apart first, which becomes SIMD; the second largest of all is the largest of
   * other four, or among the four of the largest.
   */
  private static void largest(float[] z, int from, int n, float[][] scratch, double[] into) {
    int quarter = n < FOLDED ? 0 : n / 4;
    int tail = from + 4 * quarter;
    if (quarter > 0) {
      float[] m = scratch[0];
      System.arraycopy(z, from, m, 0, quarter);
      for (int i = 1; i < 4; i++) {
        System.arraycopy(z, from + i * quarter, scratch[i + 1], 0, quarter);
      }
      maxima(m, scratch[2], scratch[3], scratch[4], quarter);
      int before = (int) into[4];
      into[4] = -1;
      scan(m, 0, quarter, into);
      int four = (int) into[4];
      into[4] = before;
      for (int i = from + four; four >= 0 && i < tail; i += quarter) {
        if (z[i] == (float) into[0]) {
          into[4] = i;
          for (int k = from + four; k < tail; k += quarter) {
            into[1] = k == i ? into[1] : Math.max(into[1], z[k]);
          }
          break;
        }
      }
    }
    scan(z, tail, from + n, into);
  }

  private static void scan(float[] z, int from, int to, double[] into) {
    float max = (float) into[0];
    float second = (float) into[1];
    for (int i = from; i < to; i++) {
      // branches hardly ever taken: faster than the latency of Math.max
      if (z[i] > second) {
        if (z[i] > max) {
          second = max;
          max = z[i];
          into[4] = i;
        } else {
          second = z[i];
        }
      }
    }
    into[0] = max;
    into[1] = second;
  }

  private static void maxima(float[] a, float[] b, float[] c, float[] d, int n) {
    for (int j = 0; j < n; j++) {
      a[j] = Math.max(Math.max(a[j], b[j]), Math.max(c[j], d[j]));
    }
  }

  private static void add(float[] a, float[] b, float[] c, float[] d, int n) {
    for (int j = 0; j < n; j++) {
      a[j] = (a[j] + b[j]) + (c[j] + d[j]);
    }
  }

  /**
   * e := exp(-32 y) and u := y e for y = (max - u) scale, at most 87 / 32, as the 32nd power of a
   * polynomial about the middle, where little cancels: no division, and no conversion to int that
   * would keep C2 from SIMD. Where u is not finite, e is NaN.
   */
  private static void exponentials(float[] u, float[] e, int n, float max, float scale) {
    for (int j = 0; j < n; j++) {
      float y = Math.min((max - u[j]) * scale, LEAST_EXPONENT / 32);
      float t = y - 1.75f;
      float p = -6.7858053e-7f;
      p = ScalarTiles.fma(p, t, 4.291399e-6f);
      p = ScalarTiles.fma(p, t, -3.400842e-5f);
      p = ScalarTiles.fma(p, t, 2.4152549e-4f);
      p = ScalarTiles.fma(p, t, -1.4485273e-3f);
      p = ScalarTiles.fma(p, t, 7.2404533e-3f);
      p = ScalarTiles.fma(p, t, -2.8962178e-2f);
      p = ScalarTiles.fma(p, t, 8.6886995e-2f);
      p = ScalarTiles.fma(p, t, -0.17377396f);
      p = ScalarTiles.fma(p, t, 0.17377394f);
      p *= p;
      p *= p;
      p *= p;
      p *= p;
      float p2 = ScalarTiles.fma(u[j], 0f, p * p);
      e[j] = p2;
      u[j] = y * p2;
    }
  }

  /** Quarters are added up first, which becomes SIMD. The numbers are lost. */
  private static double sum(float[] e, int length, float[][] scratch) {
    int n = length;
    double tail = 0;
    if (length >= FOLDED) {
      n = length / 4;
      for (int i = 1; i < 4; i++) {
        System.arraycopy(e, i * n, scratch[i + 1], 0, n);
      }
      add(e, scratch[2], scratch[3], scratch[4], n);
      for (int i = 4 * n; i < length; i++) {
        tail += e[i];
      }
    }
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      s0 += e[i];
      s1 += e[i + 1];
      s2 += e[i + 2];
      s3 += e[i + 3];
      s4 += e[i + 4];
      s5 += e[i + 5];
      s6 += e[i + 6];
      s7 += e[i + 7];
    }
    for (; i < n; i++) {
      tail += e[i];
    }
    return (((double) s0 + s1) + ((double) s2 + s3))
        + (((double) s4 + s5) + ((double) s6 + s7))
        + tail;
  }
}
