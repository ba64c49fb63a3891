package io.virk.stats.internal;

import static io.virk.stats.internal.Lanes.WIDE_BY_1;
import static io.virk.stats.internal.Lanes.WIDE_BY_2;
import static io.virk.stats.internal.Lanes.WIDE_BY_4;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product kernels in the Vector API; made by {@link VectorKernels} alone. No helper methods
 * around vectors, for the reason said there.
 */
final class VectorProductKernels implements ProductKernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;

  /** As many floats as doubles make a vector. */
  private static final VectorSpecies<Float> HALF =
      VectorSpecies.of(float.class, VectorShape.forBitSize(WIDE.vectorBitSize() / 2));

  /** Rows of a tile: 8 need more registers than machines of 256-bit vectors have. */
  private static final boolean TALL = LENGTH != 8;

  /** Elements of a row that pass at a time: so much of a panel fills half of the first cache. */
  private static final int DEPTH = CacheSizes.inUse().inFirst(2 * LENGTH * Float.BYTES, 8);

  private final ColumnKernels columns = new VectorColumnKernels();

  @Override
  public ProductPanels pack(float[] rows, int from, int count, int length) {
    assert count >= 1 && length >= 1 && from + (long) count * length <= rows.length;
    int width = 2 * LENGTH;
    int panels = (count + width - 1) / width;
    ProductPanels packed =
        new ProductPanels(count, length, width, new float[panels][1][0], new int[panels][1]);
    fill(rows, from, packed);
    return packed;
  }

  private static void fill(float[] rows, int from, ProductPanels into) {
    int count = into.count();
    int length = into.length();
    int width = into.width();
    assert from + (long) count * length <= rows.length;
    for (int p = 0; p < into.panels(); p++) {
      int first = from + p * width * length;
      int inPanel = Math.min(width, count - p * width);
      int used = ProductPanels.usedLength(rows, first, inPanel, length);
      float[] panel = into.data[p][0];
      if (panel.length < used * width) {
        panel = new float[used * width];
        into.data[p][0] = panel;
      }
      for (int k = 0; k < used; k++) {
        for (int j = 0; j < inPanel; j++) {
          panel[k * width + j] = rows[first + j * length + k];
        }
      }
      into.bounds[p][0] = used;
    }
  }

  @Override
  public ColumnKernels columns() {
    return columns;
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
    float[] packed = b.data[panel][0];
    int length = b.bounds[panel][0];
    int tiles = aRows & -4;
    for (int k = 0; k < length || k == 0; k += DEPTH) {
      int depth = Math.min(DEPTH, length - k);
      int bFrom = k * 2 * LENGTH;
      int r = 0;
      int from = aFrom + k;
      int at = outFrom;
      if (TALL) {
        for (; r <= tiles - 8; r += 8, from += 8 * aStride, at += 8 * outStride) {
          tile8(a, from, aStride, packed, bFrom, depth, out, at, outStride, k == 0);
        }
      }
      for (; r < tiles; r += 4, from += 4 * aStride, at += 4 * outStride) {
        tile4(a, from, aStride, packed, bFrom, depth, out, at, outStride, k == 0);
      }
    }
    for (int r = tiles; r < aRows; r++) {
      tile1(a, aFrom + r * aStride, packed, length, out, outFrom + r * outStride);
    }
  }

  private static void tile8(
      float[] a,
      int aFrom,
      int stride,
      float[] b,
      int bFrom,
      int length,
      float[] out,
      int at,
      int outStride,
      boolean first) {
    int a1 = aFrom + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    int a4 = a3 + stride;
    int a5 = a4 + stride;
    int a6 = a5 + stride;
    int a7 = a6 + stride;
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector s00 = first ? zero : FloatVector.fromArray(LANES, out, at);
    FloatVector s01 = first ? zero : FloatVector.fromArray(LANES, out, at + LENGTH);
    FloatVector s10 = first ? zero : FloatVector.fromArray(LANES, out, at + outStride);
    FloatVector s11 = first ? zero : FloatVector.fromArray(LANES, out, at + outStride + LENGTH);
    FloatVector s20 = first ? zero : FloatVector.fromArray(LANES, out, at + 2 * outStride);
    FloatVector s21 = first ? zero : FloatVector.fromArray(LANES, out, at + 2 * outStride + LENGTH);
    FloatVector s30 = first ? zero : FloatVector.fromArray(LANES, out, at + 3 * outStride);
    FloatVector s31 = first ? zero : FloatVector.fromArray(LANES, out, at + 3 * outStride + LENGTH);
    FloatVector s40 = first ? zero : FloatVector.fromArray(LANES, out, at + 4 * outStride);
    FloatVector s41 = first ? zero : FloatVector.fromArray(LANES, out, at + 4 * outStride + LENGTH);
    FloatVector s50 = first ? zero : FloatVector.fromArray(LANES, out, at + 5 * outStride);
    FloatVector s51 = first ? zero : FloatVector.fromArray(LANES, out, at + 5 * outStride + LENGTH);
    FloatVector s60 = first ? zero : FloatVector.fromArray(LANES, out, at + 6 * outStride);
    FloatVector s61 = first ? zero : FloatVector.fromArray(LANES, out, at + 6 * outStride + LENGTH);
    FloatVector s70 = first ? zero : FloatVector.fromArray(LANES, out, at + 7 * outStride);
    FloatVector s71 = first ? zero : FloatVector.fromArray(LANES, out, at + 7 * outStride + LENGTH);
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bFrom + k * 2 * LENGTH);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bFrom + k * 2 * LENGTH + LENGTH);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aFrom + k]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + k]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + k]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + k]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
      FloatVector x4 = FloatVector.broadcast(LANES, a[a4 + k]);
      s40 = x4.fma(b0, s40);
      s41 = x4.fma(b1, s41);
      FloatVector x5 = FloatVector.broadcast(LANES, a[a5 + k]);
      s50 = x5.fma(b0, s50);
      s51 = x5.fma(b1, s51);
      FloatVector x6 = FloatVector.broadcast(LANES, a[a6 + k]);
      s60 = x6.fma(b0, s60);
      s61 = x6.fma(b1, s61);
      FloatVector x7 = FloatVector.broadcast(LANES, a[a7 + k]);
      s70 = x7.fma(b0, s70);
      s71 = x7.fma(b1, s71);
    }
    s00.intoArray(out, at);
    s01.intoArray(out, at + LENGTH);
    s10.intoArray(out, at + outStride);
    s11.intoArray(out, at + outStride + LENGTH);
    s20.intoArray(out, at + 2 * outStride);
    s21.intoArray(out, at + 2 * outStride + LENGTH);
    s30.intoArray(out, at + 3 * outStride);
    s31.intoArray(out, at + 3 * outStride + LENGTH);
    s40.intoArray(out, at + 4 * outStride);
    s41.intoArray(out, at + 4 * outStride + LENGTH);
    s50.intoArray(out, at + 5 * outStride);
    s51.intoArray(out, at + 5 * outStride + LENGTH);
    s60.intoArray(out, at + 6 * outStride);
    s61.intoArray(out, at + 6 * outStride + LENGTH);
    s70.intoArray(out, at + 7 * outStride);
    s71.intoArray(out, at + 7 * outStride + LENGTH);
  }

  private static void tile4(
      float[] a,
      int aFrom,
      int stride,
      float[] b,
      int bFrom,
      int length,
      float[] out,
      int at,
      int outStride,
      boolean first) {
    int a1 = aFrom + stride;
    int a2 = a1 + stride;
    int a3 = a2 + stride;
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector s00 = first ? zero : FloatVector.fromArray(LANES, out, at);
    FloatVector s01 = first ? zero : FloatVector.fromArray(LANES, out, at + LENGTH);
    FloatVector s10 = first ? zero : FloatVector.fromArray(LANES, out, at + outStride);
    FloatVector s11 = first ? zero : FloatVector.fromArray(LANES, out, at + outStride + LENGTH);
    FloatVector s20 = first ? zero : FloatVector.fromArray(LANES, out, at + 2 * outStride);
    FloatVector s21 = first ? zero : FloatVector.fromArray(LANES, out, at + 2 * outStride + LENGTH);
    FloatVector s30 = first ? zero : FloatVector.fromArray(LANES, out, at + 3 * outStride);
    FloatVector s31 = first ? zero : FloatVector.fromArray(LANES, out, at + 3 * outStride + LENGTH);
    for (int k = 0; k < length; k++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bFrom + k * 2 * LENGTH);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bFrom + k * 2 * LENGTH + LENGTH);
      FloatVector x0 = FloatVector.broadcast(LANES, a[aFrom + k]);
      s00 = x0.fma(b0, s00);
      s01 = x0.fma(b1, s01);
      FloatVector x1 = FloatVector.broadcast(LANES, a[a1 + k]);
      s10 = x1.fma(b0, s10);
      s11 = x1.fma(b1, s11);
      FloatVector x2 = FloatVector.broadcast(LANES, a[a2 + k]);
      s20 = x2.fma(b0, s20);
      s21 = x2.fma(b1, s21);
      FloatVector x3 = FloatVector.broadcast(LANES, a[a3 + k]);
      s30 = x3.fma(b0, s30);
      s31 = x3.fma(b1, s31);
    }
    s00.intoArray(out, at);
    s01.intoArray(out, at + LENGTH);
    s10.intoArray(out, at + outStride);
    s11.intoArray(out, at + outStride + LENGTH);
    s20.intoArray(out, at + 2 * outStride);
    s21.intoArray(out, at + 2 * outStride + LENGTH);
    s30.intoArray(out, at + 3 * outStride);
    s31.intoArray(out, at + 3 * outStride + LENGTH);
  }

  private static void tile1(float[] a, int aFrom, float[] b, int length, float[] out, int at) {
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector t0 = FloatVector.zero(LANES);
    FloatVector t1 = FloatVector.zero(LANES);
    int k = 0;
    for (; k <= length - 2; k += 2) {
      FloatVector x = FloatVector.broadcast(LANES, a[aFrom + k]);
      FloatVector y = FloatVector.broadcast(LANES, a[aFrom + k + 1]);
      s0 = x.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH), s0);
      s1 = x.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH + LENGTH), s1);
      t0 = y.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH + 2 * LENGTH), t0);
      t1 = y.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH + 3 * LENGTH), t1);
    }
    if (k < length) {
      FloatVector x = FloatVector.broadcast(LANES, a[aFrom + k]);
      s0 = x.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH), s0);
      s1 = x.fma(FloatVector.fromArray(LANES, b, k * 2 * LENGTH + LENGTH), s1);
    }
    s0.add(t0).intoArray(out, at);
    s1.add(t1).intoArray(out, at + LENGTH);
  }

  @Override
  public double wideSquaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length) {
    DoubleVector s0 = DoubleVector.zero(WIDE);
    DoubleVector s1 = s0;
    int half = WIDE.length();
    int k = 0;
    for (; k <= length - 2 * half; k += 2 * half) {
      FloatVector a0 = FloatVector.fromArray(HALF, a, aFrom + k);
      FloatVector a1 = FloatVector.fromArray(HALF, a, aFrom + k + half);
      FloatVector b0 = FloatVector.fromArray(HALF, b, bFrom + k);
      FloatVector b1 = FloatVector.fromArray(HALF, b, bFrom + k + half);
      DoubleVector d0 =
          ((DoubleVector) a0.convertShape(VectorOperators.F2D, WIDE, 0))
              .sub(b0.convertShape(VectorOperators.F2D, WIDE, 0));
      DoubleVector d1 =
          ((DoubleVector) a1.convertShape(VectorOperators.F2D, WIDE, 0))
              .sub(b1.convertShape(VectorOperators.F2D, WIDE, 0));
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
    }
    double tail = 0;
    for (; k < length; k++) {
      double difference = (double) a[aFrom + k] - b[bFrom + k];
      tail += difference * difference;
    }
    DoubleVector sum = s0.add(s1);
    sum = sum.add(sum.rearrange(WIDE_BY_1));
    if (half > 2) {
      sum = sum.add(sum.rearrange(WIDE_BY_2));
    }
    if (half > 4) {
      sum = sum.add(sum.rearrange(WIDE_BY_4));
    }
    return sum.lane(0) + tail;
  }

  @Override
  public boolean allFinite(float[] a, int from, int length) {
    // 0 * x is NaN for what is not finite
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector s0 = zero;
    FloatVector s1 = zero;
    FloatVector s2 = zero;
    FloatVector s3 = zero;
    int i = from;
    int end = from + length;
    for (; i <= end - 4 * LENGTH; i += 4 * LENGTH) {
      s0 = FloatVector.fromArray(LANES, a, i).fma(zero, s0);
      s1 = FloatVector.fromArray(LANES, a, i + LENGTH).fma(zero, s1);
      s2 = FloatVector.fromArray(LANES, a, i + 2 * LENGTH).fma(zero, s2);
      s3 = FloatVector.fromArray(LANES, a, i + 3 * LENGTH).fma(zero, s3);
    }
    float tail = 0;
    for (; i < end; i++) {
      tail += a[i] * 0f;
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + tail == 0;
  }

  @Override
  public long atMost(
      float[] products, int from, int count, float h, float[] limits, int limitsFrom) {
    FloatVector shift = FloatVector.broadcast(LANES, h);
    long found = 0;
    int j = 0;
    for (; j <= count - LENGTH; j += LENGTH) {
      FloatVector p = FloatVector.fromArray(LANES, products, from + j);
      VectorMask<Float> low =
          shift
              .sub(p.add(p))
              .compare(VectorOperators.LE, FloatVector.fromArray(LANES, limits, limitsFrom + j));
      found |= low.toLong() << j;
    }
    for (; j < count; j++) {
      if (h - 2 * products[from + j] <= limits[limitsFrom + j]) {
        found |= 1L << j;
      }
    }
    return found;
  }

  @Override
  public float leastDifference(float[] h, int hFrom, float[] products, int from, int count) {
    FloatVector least = FloatVector.broadcast(LANES, Float.POSITIVE_INFINITY);
    int j = 0;
    for (; j <= count - LENGTH; j += LENGTH) {
      FloatVector p = FloatVector.fromArray(LANES, products, from + j);
      FloatVector difference = FloatVector.fromArray(LANES, h, hFrom + j).sub(p.add(p));
      least = least.blend(difference, difference.compare(VectorOperators.LT, least));
    }
    float result = least.reduceLanes(VectorOperators.MIN);
    for (; j < count; j++) {
      result = Math.min(result, h[hFrom + j] - 2 * products[from + j]);
    }
    return result;
  }

  @Override
  public void softmaxSums(
      float[] z, int from, int length, float inverseTemperature, float[][] scratch, double[] into) {
    VectorSoftmax.sums(z, from, length, inverseTemperature, scratch, into);
  }
}
