package io.virk.stats.internal;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products with columns in the Vector API; made by {@link VectorProductKernels} alone. No helper
 * methods around vectors, for the reason said in {@link VectorKernels}.
 */
final class VectorColumnKernels implements ColumnKernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();
  private static final int WIDTH = 2 * LENGTH;

  /** Rows of a tile: 8 need more registers than machines of 256-bit vectors have. */
  private static final boolean TALL = LENGTH != 8;

  private static final int HEIGHT = TALL ? 8 : 4;

  /** Steps that pass at a time: so much of the columns fills half of the first cache. */
  private static final int DEPTH = CacheSizes.inUse().inFirst(WIDTH * Float.BYTES, 8);

  @Override
  public int height() {
    return HEIGHT;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public RowPanels pack(float[] rows, int count, int length) {
    int panels = (count + HEIGHT - 1) / HEIGHT;
    float[][] data = new float[panels][];
    int[] used = new int[panels];
    for (int p = 0; p < panels; p++) {
      int first = p * HEIGHT * length;
      int inPanel = Math.min(HEIGHT, count - p * HEIGHT);
      used[p] = ProductPanels.usedLength(rows, first, inPanel, length);
      float[] panel = new float[used[p] * HEIGHT];
      for (int k = 0; k < used[p]; k++) {
        for (int i = 0; i < inPanel; i++) {
          panel[k * HEIGHT + i] = rows[first + i * length + k];
        }
      }
      data[p] = panel;
    }
    return new RowPanels(count, data, used);
  }

  @Override
  public void packColumns(
      float[] x,
      int from,
      int count,
      int length,
      float[] high,
      float[] low,
      float[] to,
      int toFrom) {
    if (count < WIDTH) {
      Arrays.fill(to, toFrom, toFrom + length * WIDTH, 0);
    }
    int j = 0;
    for (; j <= count - 8; j += 8) {
      pack8(x, from + j * length, length, high, low, to, toFrom + j);
    }
    for (; j < count; j++) {
      int row = from + j * length;
      for (int k = 0; k < length; k++) {
        to[toFrom + k * WIDTH + j] = x[row + k] - high[k] - low[k];
      }
    }
  }

  private static void pack8(
      float[] x, int from, int length, float[] high, float[] low, float[] to, int toFrom) {
    int r1 = from + length;
    int r2 = r1 + length;
    int r3 = r2 + length;
    int r4 = r3 + length;
    int r5 = r4 + length;
    int r6 = r5 + length;
    int r7 = r6 + length;
    for (int k = 0; k < length; k++) {
      float h = high[k];
      float l = low[k];
      int at = toFrom + k * WIDTH;
      to[at] = x[from + k] - h - l;
      to[at + 1] = x[r1 + k] - h - l;
      to[at + 2] = x[r2 + k] - h - l;
      to[at + 3] = x[r3 + k] - h - l;
      to[at + 4] = x[r4 + k] - h - l;
      to[at + 5] = x[r5 + k] - h - l;
      to[at + 6] = x[r6 + k] - h - l;
      to[at + 7] = x[r7 + k] - h - l;
    }
  }

  @Override
  public void unpackColumns(
      float[] columns, int from, int count, int length, float[] to, int toFrom) {
    int j = 0;
    for (; j <= count - 8; j += 8) {
      unpack8(columns, from + j, length, to, toFrom + j * length);
    }
    for (; j < count; j++) {
      for (int k = 0; k < length; k++) {
        to[toFrom + j * length + k] = columns[from + k * WIDTH + j];
      }
    }
  }

  private static void unpack8(float[] columns, int from, int length, float[] to, int toFrom) {
    int r1 = toFrom + length;
    int r2 = r1 + length;
    int r3 = r2 + length;
    int r4 = r3 + length;
    int r5 = r4 + length;
    int r6 = r5 + length;
    int r7 = r6 + length;
    for (int k = 0; k < length; k++) {
      int at = from + k * WIDTH;
      to[toFrom + k] = columns[at];
      to[r1 + k] = columns[at + 1];
      to[r2 + k] = columns[at + 2];
      to[r3 + k] = columns[at + 3];
      to[r4 + k] = columns[at + 4];
      to[r5 + k] = columns[at + 5];
      to[r6 + k] = columns[at + 6];
      to[r7 + k] = columns[at + 7];
    }
  }

  @Override
  public void products(
      RowPanels rows, int panel, int panelTo, float[] columns, int from, float[] out, int outFrom) {
    float[][] data = rows.data();
    int[] used = rows.used();
    boolean more = true;
    for (int k = 0; more; k += DEPTH) {
      more = false;
      for (int p = panel; p < panelTo; p++) {
        int left = used[p] - k;
        more |= left > DEPTH;
        if (left > 0 || k == 0) {
          int depth = Math.min(DEPTH, left);
          int at = outFrom + (p - panel) * HEIGHT * WIDTH;
          if (TALL) {
            tile8(data[p], k * 8, columns, from + k * WIDTH, depth, out, at, k == 0);
          } else {
            tile4(data[p], k * 4, columns, from + k * WIDTH, depth, out, at, k == 0);
          }
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
      int ak = aFrom + k * 8;
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
      int ak = aFrom + k * 4;
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

  @Override
  public void squares(float[] columns, int from, int length, float[] squares, int squaresFrom) {
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = s0;
    FloatVector t0 = s0;
    FloatVector t1 = s0;
    int k = 0;
    for (; k <= length - 2; k += 2) {
      int at = from + k * WIDTH;
      FloatVector x = FloatVector.fromArray(LANES, columns, at);
      FloatVector y = FloatVector.fromArray(LANES, columns, at + LENGTH);
      s0 = x.fma(x, s0);
      s1 = y.fma(y, s1);
      x = FloatVector.fromArray(LANES, columns, at + WIDTH);
      y = FloatVector.fromArray(LANES, columns, at + WIDTH + LENGTH);
      t0 = x.fma(x, t0);
      t1 = y.fma(y, t1);
    }
    if (k < length) {
      FloatVector x = FloatVector.fromArray(LANES, columns, from + k * WIDTH);
      FloatVector y = FloatVector.fromArray(LANES, columns, from + k * WIDTH + LENGTH);
      s0 = x.fma(x, s0);
      s1 = y.fma(y, s1);
    }
    s0.add(t0).intoArray(squares, squaresFrom);
    s1.add(t1).intoArray(squares, squaresFrom + LENGTH);
  }

  @Override
  public void leastDifferences(
      float[] h, int hFrom, int count, float[] products, float[] least, int leastFrom) {
    FloatVector least0 = FloatVector.fromArray(LANES, least, leastFrom);
    FloatVector least1 = FloatVector.fromArray(LANES, least, leastFrom + LENGTH);
    for (int i = 0; i < count; i++) {
      FloatVector square = FloatVector.broadcast(LANES, h[hFrom + i]);
      FloatVector p0 = FloatVector.fromArray(LANES, products, i * WIDTH);
      FloatVector p1 = FloatVector.fromArray(LANES, products, i * WIDTH + LENGTH);
      FloatVector d0 = square.sub(p0.add(p0));
      FloatVector d1 = square.sub(p1.add(p1));
      least0 = least0.blend(d0, d0.compare(VectorOperators.LT, least0));
      least1 = least1.blend(d1, d1.compare(VectorOperators.LT, least1));
    }
    least0.intoArray(least, leastFrom);
    least1.intoArray(least, leastFrom + LENGTH);
  }

  @Override
  public int nextWithin(
      float[] h, int hFrom, int row, int count, float[] products, float[] limits, int limitsFrom) {
    FloatVector limit0 = FloatVector.fromArray(LANES, limits, limitsFrom);
    FloatVector limit1 = FloatVector.fromArray(LANES, limits, limitsFrom + LENGTH);
    for (int i = row; i < count; i++) {
      FloatVector square = FloatVector.broadcast(LANES, h[hFrom + i]);
      FloatVector p0 = FloatVector.fromArray(LANES, products, i * WIDTH);
      FloatVector p1 = FloatVector.fromArray(LANES, products, i * WIDTH + LENGTH);
      VectorMask<Float> within0 = square.sub(p0.add(p0)).compare(VectorOperators.LE, limit0);
      VectorMask<Float> within1 = square.sub(p1.add(p1)).compare(VectorOperators.LE, limit1);
      if (within0.or(within1).anyTrue()) {
        return i;
      }
    }
    return count;
  }
}
