package io.virk.stats.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The part of {@link VectorKernels} that packs vectors and multiplies blocks of them. */
final class VectorGram {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();
  private static final int WIDTH = VectorKernels.WIDTH;

  /** Rows of a block that stay in the first cache: half of it. Those of another pass by. */
  private static final int DEPTH = CacheSizes.inUse().inFirst(WIDTH * Float.BYTES, 8);

  /** With 32 registers a tile of 8 x 2 vectors fits, with 16 one of 4 x 2. */
  private static final boolean WIDE = LENGTH == 16;

  private VectorGram() {}

  static void pack(
      float[] x, int from, int count, int d, float[] centre, float[][] block, int column) {
    float[] to = block[0];
    // eight vectors at a time, whose elements meet in one cache line, down to a depth of the block
    // that stays in the first cache
    for (int k = 0; k < d; k += DEPTH) {
      int end = Math.min(k + DEPTH, d);
      int i = 0;
      for (; i <= count - 8; i += 8) {
        pack8(x, from + i * d, d, k, end, centre, to, column + i);
      }
      for (; i < count; i++) {
        int row = from + i * d;
        for (int l = k; l < end; l++) {
          to[l * WIDTH + column + i] = x[row + l] - centre[l];
        }
      }
    }
  }

  private static void pack8(
      float[] x, int from, int d, int kFrom, int kTo, float[] centre, float[] to, int column) {
    int r1 = from + d;
    int r2 = r1 + d;
    int r3 = r2 + d;
    int r4 = r3 + d;
    int r5 = r4 + d;
    int r6 = r5 + d;
    int r7 = r6 + d;
    for (int k = kFrom; k < kTo; k++) {
      float c = centre[k];
      int at = k * WIDTH + column;
      to[at] = x[from + k] - c;
      to[at + 1] = x[r1 + k] - c;
      to[at + 2] = x[r2 + k] - c;
      to[at + 3] = x[r3 + k] - c;
      to[at + 4] = x[r4 + k] - c;
      to[at + 5] = x[r5 + k] - c;
      to[at + 6] = x[r6 + k] - c;
      to[at + 7] = x[r7 + k] - c;
    }
  }

  static void norms(float[][] block, int d, int columns, float[] norms) {
    float[] v = block[0];
    for (int c = 0; c < WIDTH; c += LENGTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int k = 0; k < d; k++) {
        FloatVector x = FloatVector.fromArray(LANES, v, k * WIDTH + c);
        sum = x.fma(x, sum);
      }
      sum.intoArray(norms, c);
    }
  }

  static void gram(
      float[][] left,
      int leftColumns,
      float[][] right,
      int rightColumns,
      int kFrom,
      int kTo,
      float[][] out,
      int outRow) {
    for (int k = kFrom; k < kTo; k += DEPTH) {
      int depth = Math.min(DEPTH, kTo - k);
      strip(left[0], leftColumns, right[0], rightColumns, k, depth, out[0], outRow, k == kFrom);
    }
  }

  /**
   * A strip of {@code right} stays in the first cache while those of all blocks on the left pass: 5
   * % faster than a block at a time.
   */
  static void grams(
      float[][][] left,
      int from,
      int to,
      int lastColumns,
      float[][] right,
      int rightColumns,
      int d,
      float[][] out) {
    for (int k = 0; k < d; k += DEPTH) {
      int depth = Math.min(DEPTH, d - k);
      for (int l = from; l < to; l++) {
        int columns = l == to - 1 ? lastColumns : WIDTH;
        int outRow = (l - from) * WIDTH;
        strip(left[l][0], columns, right[0], rightColumns, k, depth, out[0], outRow, k == 0);
      }
    }
  }

  private static void strip(
      float[] a,
      int aColumns,
      float[] b,
      int bColumns,
      int k,
      int depth,
      float[] c,
      int outRow,
      boolean first) {
    int step = WIDE ? 8 : 4;
    for (int i = 0; i < aColumns; i += step) {
      for (int j = 0; j < bColumns; j += 2 * LENGTH) {
        int at = (outRow + i) * WIDTH + j;
        if (WIDE) {
          tile8(a, k * WIDTH + i, b, k * WIDTH + j, depth, c, at, first);
        } else {
          tile4(a, k * WIDTH + i, b, k * WIDTH + j, depth, c, at, first);
        }
      }
    }
  }

  private static void tile8(
      float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int at, boolean first) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = first ? zero : FloatVector.fromArray(LANES, c, at);
    FloatVector c01 = first ? zero : FloatVector.fromArray(LANES, c, at + LENGTH);
    FloatVector c10 = first ? zero : FloatVector.fromArray(LANES, c, at + WIDTH);
    FloatVector c11 = first ? zero : FloatVector.fromArray(LANES, c, at + WIDTH + LENGTH);
    FloatVector c20 = first ? zero : FloatVector.fromArray(LANES, c, at + 2 * WIDTH);
    FloatVector c21 = first ? zero : FloatVector.fromArray(LANES, c, at + 2 * WIDTH + LENGTH);
    FloatVector c30 = first ? zero : FloatVector.fromArray(LANES, c, at + 3 * WIDTH);
    FloatVector c31 = first ? zero : FloatVector.fromArray(LANES, c, at + 3 * WIDTH + LENGTH);
    FloatVector c40 = first ? zero : FloatVector.fromArray(LANES, c, at + 4 * WIDTH);
    FloatVector c41 = first ? zero : FloatVector.fromArray(LANES, c, at + 4 * WIDTH + LENGTH);
    FloatVector c50 = first ? zero : FloatVector.fromArray(LANES, c, at + 5 * WIDTH);
    FloatVector c51 = first ? zero : FloatVector.fromArray(LANES, c, at + 5 * WIDTH + LENGTH);
    FloatVector c60 = first ? zero : FloatVector.fromArray(LANES, c, at + 6 * WIDTH);
    FloatVector c61 = first ? zero : FloatVector.fromArray(LANES, c, at + 6 * WIDTH + LENGTH);
    FloatVector c70 = first ? zero : FloatVector.fromArray(LANES, c, at + 7 * WIDTH);
    FloatVector c71 = first ? zero : FloatVector.fromArray(LANES, c, at + 7 * WIDTH + LENGTH);
    for (int k = 0; k < depth; k++) {
      int ak = aFrom + k * WIDTH;
      int bk = bFrom + k * WIDTH;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + LENGTH);
      FloatVector x = FloatVector.broadcast(LANES, a[ak]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(LANES, a[ak + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(LANES, a[ak + 2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(LANES, a[ak + 3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
      x = FloatVector.broadcast(LANES, a[ak + 4]);
      c40 = x.fma(b0, c40);
      c41 = x.fma(b1, c41);
      x = FloatVector.broadcast(LANES, a[ak + 5]);
      c50 = x.fma(b0, c50);
      c51 = x.fma(b1, c51);
      x = FloatVector.broadcast(LANES, a[ak + 6]);
      c60 = x.fma(b0, c60);
      c61 = x.fma(b1, c61);
      x = FloatVector.broadcast(LANES, a[ak + 7]);
      c70 = x.fma(b0, c70);
      c71 = x.fma(b1, c71);
    }
    c00.intoArray(c, at);
    c01.intoArray(c, at + LENGTH);
    c10.intoArray(c, at + WIDTH);
    c11.intoArray(c, at + WIDTH + LENGTH);
    c20.intoArray(c, at + 2 * WIDTH);
    c21.intoArray(c, at + 2 * WIDTH + LENGTH);
    c30.intoArray(c, at + 3 * WIDTH);
    c31.intoArray(c, at + 3 * WIDTH + LENGTH);
    c40.intoArray(c, at + 4 * WIDTH);
    c41.intoArray(c, at + 4 * WIDTH + LENGTH);
    c50.intoArray(c, at + 5 * WIDTH);
    c51.intoArray(c, at + 5 * WIDTH + LENGTH);
    c60.intoArray(c, at + 6 * WIDTH);
    c61.intoArray(c, at + 6 * WIDTH + LENGTH);
    c70.intoArray(c, at + 7 * WIDTH);
    c71.intoArray(c, at + 7 * WIDTH + LENGTH);
  }

  private static void tile4(
      float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int at, boolean first) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = first ? zero : FloatVector.fromArray(LANES, c, at);
    FloatVector c01 = first ? zero : FloatVector.fromArray(LANES, c, at + LENGTH);
    FloatVector c10 = first ? zero : FloatVector.fromArray(LANES, c, at + WIDTH);
    FloatVector c11 = first ? zero : FloatVector.fromArray(LANES, c, at + WIDTH + LENGTH);
    FloatVector c20 = first ? zero : FloatVector.fromArray(LANES, c, at + 2 * WIDTH);
    FloatVector c21 = first ? zero : FloatVector.fromArray(LANES, c, at + 2 * WIDTH + LENGTH);
    FloatVector c30 = first ? zero : FloatVector.fromArray(LANES, c, at + 3 * WIDTH);
    FloatVector c31 = first ? zero : FloatVector.fromArray(LANES, c, at + 3 * WIDTH + LENGTH);
    for (int k = 0; k < depth; k++) {
      int ak = aFrom + k * WIDTH;
      int bk = bFrom + k * WIDTH;
      FloatVector b0 = FloatVector.fromArray(LANES, b, bk);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bk + LENGTH);
      FloatVector x = FloatVector.broadcast(LANES, a[ak]);
      c00 = x.fma(b0, c00);
      c01 = x.fma(b1, c01);
      x = FloatVector.broadcast(LANES, a[ak + 1]);
      c10 = x.fma(b0, c10);
      c11 = x.fma(b1, c11);
      x = FloatVector.broadcast(LANES, a[ak + 2]);
      c20 = x.fma(b0, c20);
      c21 = x.fma(b1, c21);
      x = FloatVector.broadcast(LANES, a[ak + 3]);
      c30 = x.fma(b0, c30);
      c31 = x.fma(b1, c31);
    }
    c00.intoArray(c, at);
    c01.intoArray(c, at + LENGTH);
    c10.intoArray(c, at + WIDTH);
    c11.intoArray(c, at + WIDTH + LENGTH);
    c20.intoArray(c, at + 2 * WIDTH);
    c21.intoArray(c, at + 2 * WIDTH + LENGTH);
    c30.intoArray(c, at + 3 * WIDTH);
    c31.intoArray(c, at + 3 * WIDTH + LENGTH);
  }

  static void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    float[] b = right[0];
    int j = 0;
    for (; j <= columns - 2 * LENGTH; j += 2 * LENGTH) {
      twoVectors(x, b, j, d, out, outFrom + j);
    }
    for (; j < columns; j += LENGTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int k = 0; k < d; k++) {
        sum =
            FloatVector.broadcast(LANES, x[k])
                .fma(FloatVector.fromArray(LANES, b, k * WIDTH + j), sum);
      }
      if (j <= columns - LENGTH) {
        sum.intoArray(out, outFrom + j);
      } else {
        for (int l = 0; l < columns - j; l++) {
          out[outFrom + j + l] = sum.lane(l);
        }
      }
    }
  }

  /** Eight sums, so that no addition waits for the one before. */
  private static void twoVectors(float[] x, float[] b, int j, int d, float[] out, int at) {
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    FloatVector t2 = s0;
    FloatVector t3 = s0;
    int k = 0;
    for (; k <= d - 4; k += 4) {
      int bk = k * WIDTH + j;
      FloatVector v = FloatVector.broadcast(LANES, x[k]);
      s0 = v.fma(FloatVector.fromArray(LANES, b, bk), s0);
      t0 = v.fma(FloatVector.fromArray(LANES, b, bk + LENGTH), t0);
      v = FloatVector.broadcast(LANES, x[k + 1]);
      s1 = v.fma(FloatVector.fromArray(LANES, b, bk + WIDTH), s1);
      t1 = v.fma(FloatVector.fromArray(LANES, b, bk + WIDTH + LENGTH), t1);
      v = FloatVector.broadcast(LANES, x[k + 2]);
      s2 = v.fma(FloatVector.fromArray(LANES, b, bk + 2 * WIDTH), s2);
      t2 = v.fma(FloatVector.fromArray(LANES, b, bk + 2 * WIDTH + LENGTH), t2);
      v = FloatVector.broadcast(LANES, x[k + 3]);
      s3 = v.fma(FloatVector.fromArray(LANES, b, bk + 3 * WIDTH), s3);
      t3 = v.fma(FloatVector.fromArray(LANES, b, bk + 3 * WIDTH + LENGTH), t3);
    }
    for (; k < d; k++) {
      FloatVector v = FloatVector.broadcast(LANES, x[k]);
      s0 = v.fma(FloatVector.fromArray(LANES, b, k * WIDTH + j), s0);
      t0 = v.fma(FloatVector.fromArray(LANES, b, k * WIDTH + j + LENGTH), t0);
    }
    s0.add(s1).add(s2.add(s3)).intoArray(out, at);
    t0.add(t1).add(t2.add(t3)).intoArray(out, at + LENGTH);
  }
}
