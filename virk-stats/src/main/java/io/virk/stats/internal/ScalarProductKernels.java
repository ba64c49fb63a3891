package io.virk.stats.internal;

import java.util.Arrays;

/** Plain Java for any JVM, written so that C2 finds the SIMD by itself. */
final class ScalarProductKernels implements ProductKernels {
  private static final int LANES = 8;

  private final Kernels pairs;

  ScalarProductKernels(Kernels pairs) {
    this.pairs = pairs;
  }

  /**
   * Up to this many rows are multiplied by {@link Kernels#dot}: shorter loops do not become SIMD.
   */
  private static final int NARROW = 48;

  /** Rows of a wide panel, for C2 spends up to 15 steps that are not SIMD around each loop. */
  private static final int WIDE = 512;

  /** Steps that pass at a time: so much of a panel fills half of the first cache. */
  private static final int DEPTH = CacheSizes.inUse().inFirst(WIDE * Float.BYTES, 4);

  @Override
  public ProductPanels pack(float[] rows, int from, int count, int length) {
    assert count >= 1 && length >= 1 && from + (long) count * length <= rows.length;
    if (count < NARROW) {
      float[] copy = Arrays.copyOfRange(rows, from, from + count * length);
      return new ProductPanels(
          count, length, count, new float[][][] {{copy}}, new int[][] {new int[0]});
    }
    int width = Math.min(WIDE, (count + 15) / 16 * 16);
    int panels = (count + width - 1) / width;
    ProductPanels packed =
        new ProductPanels(
            count, length, width, new float[panels][length][width], new int[panels][length]);
    fill(rows, from, packed);
    return packed;
  }

  private static void fill(float[] rows, int from, ProductPanels into) {
    int count = into.count();
    int length = into.length();
    int width = into.width();
    assert from + (long) count * length <= rows.length;
    if (into.bounds[0].length == 0) {
      System.arraycopy(rows, from, into.data[0][0], 0, count * length);
      return;
    }
    for (int p = 0; p < into.panels(); p++) {
      float[][] panel = into.data[p];
      int inPanel = Math.min(width, count - p * width);
      for (int j = 0; j < inPanel; j++) {
        int row = from + (p * width + j) * length;
        for (int k = 0; k < length; k++) {
          panel[k][j] = rows[row + k];
        }
      }
      for (int k = 0; k < length; k++) {
        int first = 0;
        while (first < width && panel[k][first] == 0) {
          first++;
        }
        into.bounds[p][k] = first;
      }
    }
  }

  @Override
  public ColumnKernels columns() {
    return null;
  }

  @Override
  public void products(
      float[] a,
      int aFrom,
      int aStride,
      int aRows,
      ProductPanels b,
      int panel,
      float[] out,
      int outFrom,
      int outStride,
      float[][] scratch) {
    int length = b.length();
    int width = b.width();
    if (b.bounds[panel].length == 0) {
      float[] rows = b.data[panel][0];
      for (int r = 0; r < aRows; r++) {
        for (int j = 0; j < width; j++) {
          out[outFrom + r * outStride + j] =
              (float) pairs.dot(a, aFrom + r * aStride, rows, j * length, length);
        }
      }
      return;
    }
    for (int r = 0; r < aRows; r += scratch.length) {
      int some = Math.min(scratch.length, aRows - r);
      for (int i = 0; i < some; i++) {
        Arrays.fill(scratch[i], 0, width, 0);
      }
      for (int k = 0; k < length; k += DEPTH) {
        int to = Math.min(k + DEPTH, length);
        strip(a, aFrom + r * aStride, aStride, some, b, panel, k, to, scratch);
      }
      for (int i = 0; i < some; i++) {
        System.arraycopy(scratch[i], 0, out, outFrom + (r + i) * outStride, width);
      }
    }
  }

  /** Some steps, which stay in the first cache while all rows pass: two rows, four steps a time. */
  private static void strip(
      float[] a,
      int aFrom,
      int aStride,
      int aRows,
      ProductPanels b,
      int panel,
      int kFrom,
      int kTo,
      float[][] c) {
    int width = b.width();
    int[] first = b.bounds[panel];
    float[][] rows = b.data[panel];
    int r = 0;
    for (; r <= aRows - 2; r += 2) {
      int k = kFrom;
      for (; k <= kTo - 4; k += 4) {
        int a0 = aFrom + r * aStride + k;
        int a1 = a0 + aStride;
        ScalarTiles.twoByFour(
            c[r],
            c[r + 1],
            rows[k],
            rows[k + 1],
            rows[k + 2],
            rows[k + 3],
            a[a0],
            a[a1],
            a[a0 + 1],
            a[a1 + 1],
            a[a0 + 2],
            a[a1 + 2],
            a[a0 + 3],
            a[a1 + 3],
            least(first, k),
            width);
      }
      for (; k < kTo; k++) {
        ScalarTiles.one(c[r], rows[k], a[aFrom + r * aStride + k], first[k], width);
        ScalarTiles.one(c[r + 1], rows[k], a[aFrom + (r + 1) * aStride + k], first[k], width);
      }
    }
    if (r < aRows) {
      int k = kFrom;
      int at = aFrom + r * aStride;
      for (; k <= kTo - 4; k += 4) {
        ScalarTiles.oneByFour(
            c[r],
            rows[k],
            rows[k + 1],
            rows[k + 2],
            rows[k + 3],
            a[at + k],
            a[at + k + 1],
            a[at + k + 2],
            a[at + k + 3],
            least(first, k),
            width);
      }
      for (; k < kTo; k++) {
        ScalarTiles.one(c[r], rows[k], a[at + k], first[k], width);
      }
    }
  }

  private static int least(int[] first, int k) {
    return Math.min(Math.min(first[k], first[k + 1]), Math.min(first[k + 2], first[k + 3]));
  }

  @Override
  public double wideSquaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int k = 0;
    for (; k <= length - 4; k += 4) {
      double d0 = (double) a[aFrom + k] - b[bFrom + k];
      double d1 = (double) a[aFrom + k + 1] - b[bFrom + k + 1];
      double d2 = (double) a[aFrom + k + 2] - b[bFrom + k + 2];
      double d3 = (double) a[aFrom + k + 3] - b[bFrom + k + 3];
      s0 += d0 * d0;
      s1 += d1 * d1;
      s2 += d2 * d2;
      s3 += d3 * d3;
    }
    for (; k < length; k++) {
      double difference = (double) a[aFrom + k] - b[bFrom + k];
      s0 += difference * difference;
    }
    return (s0 + s1) + (s2 + s3);
  }

  @Override
  public boolean allFinite(float[] a, int from, int length) {
    // 0 * x is NaN for what is not finite
    float s0 = 0;
    float s1 = 0;
    float s2 = 0;
    float s3 = 0;
    float s4 = 0;
    float s5 = 0;
    float s6 = 0;
    float s7 = 0;
    int i = from;
    int end = from + length;
    for (; i <= end - LANES; i += LANES) {
      s0 += a[i] * 0f;
      s1 += a[i + 1] * 0f;
      s2 += a[i + 2] * 0f;
      s3 += a[i + 3] * 0f;
      s4 += a[i + 4] * 0f;
      s5 += a[i + 5] * 0f;
      s6 += a[i + 6] * 0f;
      s7 += a[i + 7] * 0f;
    }
    for (; i < end; i++) {
      s0 += a[i] * 0f;
    }
    return ((s0 + s1) + (s2 + s3)) + ((s4 + s5) + (s6 + s7)) == 0;
  }

  @Override
  public void softmaxSums(
      float[] z, int from, int length, float inverseTemperature, float[][] scratch, double[] into) {
    ScalarSoftmax.sums(z, from, length, inverseTemperature, scratch, into);
  }

  @Override
  public long atMost(
      float[] products, int from, int count, float h, float[] limits, int limitsFrom) {
    long found = 0;
    for (int j = 0; j < count; j++) {
      if (h - 2 * products[from + j] <= limits[limitsFrom + j]) {
        found |= 1L << j;
      }
    }
    return found;
  }

  @Override
  public float leastDifference(float[] h, int hFrom, float[] products, int from, int count) {
    float least = Float.POSITIVE_INFINITY;
    for (int j = 0; j < count; j++) {
      // a branch that is hardly ever taken beats the latency of Math.min
      float difference = h[hFrom + j] - 2 * products[from + j];
      if (difference < least) {
        least = difference;
      }
    }
    return least;
  }
}
