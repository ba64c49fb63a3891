package io.virk.stats.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API, compiled apart and loaded only where it works. Tails are scalar:
 * masks cost more on Java 17 than they save.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  /** Columns of a block: row k of it lies at k WIDTH of its one array. */
  private static final int WIDTH = 32;

  /** Rows of a block that stay in the first cache beside those of another: 16 kB each. */
  private static final int DEPTH = 128;

  /** With 32 registers a tile of 8 x 2 vectors fits, with 16 one of 4 x 2. */
  private static final boolean WIDE = LENGTH == 16;

  VectorKernels() {
    float sum = FloatVector.broadcast(LANES, 1).reduceLanes(VectorOperators.ADD);
    if (sum != LENGTH || LENGTH < 4) {
      throw new IllegalStateException("vectors of " + LENGTH + " floats, of sum " + sum);
    }
  }

  @Override
  public String name() {
    return "vector " + LANES.vectorBitSize() + " bit";
  }

  @Override
  public double dot(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector s2 = FloatVector.zero(LANES);
    FloatVector s3 = FloatVector.zero(LANES);
    int i = 0;
    for (; i <= length - 4 * LENGTH; i += 4 * LENGTH) {
      s0 = fma(load(a, aFrom + i), load(b, bFrom + i), s0);
      s1 = fma(load(a, aFrom + i + LENGTH), load(b, bFrom + i + LENGTH), s1);
      s2 = fma(load(a, aFrom + i + 2 * LENGTH), load(b, bFrom + i + 2 * LENGTH), s2);
      s3 = fma(load(a, aFrom + i + 3 * LENGTH), load(b, bFrom + i + 3 * LENGTH), s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      s0 = fma(load(a, aFrom + i), load(b, bFrom + i), s0);
    }
    double tail = 0;
    for (; i < length; i++) {
      tail += a[aFrom + i] * b[bFrom + i];
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + tail;
  }

  @Override
  public double squaredDistance(float[] a, int aFrom, float[] b, int bFrom, int length) {
    assert aFrom >= 0 && bFrom >= 0 && aFrom + length <= a.length && bFrom + length <= b.length;
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = FloatVector.zero(LANES);
    FloatVector s2 = FloatVector.zero(LANES);
    FloatVector s3 = FloatVector.zero(LANES);
    int i = 0;
    for (; i <= length - 4 * LENGTH; i += 4 * LENGTH) {
      FloatVector d0 = load(a, aFrom + i).sub(load(b, bFrom + i));
      FloatVector d1 = load(a, aFrom + i + LENGTH).sub(load(b, bFrom + i + LENGTH));
      FloatVector d2 = load(a, aFrom + i + 2 * LENGTH).sub(load(b, bFrom + i + 2 * LENGTH));
      FloatVector d3 = load(a, aFrom + i + 3 * LENGTH).sub(load(b, bFrom + i + 3 * LENGTH));
      s0 = fma(d0, d0, s0);
      s1 = fma(d1, d1, s1);
      s2 = fma(d2, d2, s2);
      s3 = fma(d3, d3, s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector d = load(a, aFrom + i).sub(load(b, bFrom + i));
      s0 = fma(d, d, s0);
    }
    double tail = 0;
    for (; i < length; i++) {
      float d = a[aFrom + i] - b[bFrom + i];
      tail += d * d;
    }
    return s0.add(s1).add(s2.add(s3)).reduceLanes(VectorOperators.ADD) + tail;
  }

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public float[][] newBlock(int rows, int columns) {
    return new float[][] {new float[Math.multiplyExact(rows, WIDTH)]};
  }

  @Override
  public float get(float[][] block, int row, int column) {
    return block[0][row * WIDTH + column];
  }

  @Override
  public void set(float[][] block, int row, int column, float value) {
    block[0][row * WIDTH + column] = value;
  }

  @Override
  public void copyRow(float[][] block, int row, int columns, float[] out, int outFrom) {
    System.arraycopy(block[0], row * WIDTH, out, outFrom, columns);
  }

  @Override
  public void setRow(float[][] block, int row, int columns, float[] values) {
    System.arraycopy(values, 0, block[0], row * WIDTH, columns);
  }

  @Override
  public void pack(
      float[] x, int from, int count, int d, float[] centre, float[][] block, int column) {
    float[] to = block[0];
    // four vectors at a time: their elements meet in one cache line of the block
    int i = 0;
    for (; i <= count - 4; i += 4) {
      pack4(x, from + i * d, d, centre, to, column + i);
    }
    for (; i < count; i++) {
      int row = from + i * d;
      for (int k = 0; k < d; k++) {
        to[k * WIDTH + column + i] = x[row + k] - centre[k];
      }
    }
  }

  private static void pack4(float[] x, int from, int d, float[] centre, float[] to, int column) {
    int r1 = from + d;
    int r2 = r1 + d;
    int r3 = r2 + d;
    for (int k = 0; k < d; k++) {
      float c = centre[k];
      int at = k * WIDTH + column;
      to[at] = x[from + k] - c;
      to[at + 1] = x[r1 + k] - c;
      to[at + 2] = x[r2 + k] - c;
      to[at + 3] = x[r3 + k] - c;
    }
  }

  @Override
  public void norms(float[][] block, int d, int columns, float[] norms) {
    float[] v = block[0];
    for (int c = 0; c < WIDTH; c += LENGTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int k = 0; k < d; k++) {
        FloatVector x = load(v, k * WIDTH + c);
        sum = fma(x, x, sum);
      }
      sum.intoArray(norms, c);
    }
  }

  @Override
  public void gram(
      float[][] left,
      int leftColumns,
      float[][] right,
      int rightColumns,
      int kFrom,
      int kTo,
      float[][] out,
      int outRow,
      boolean upper) {
    float[] a = left[0];
    float[] b = right[0];
    float[] c = out[0];
    int step = WIDE ? 8 : 4;
    for (int k = kFrom; k < kTo; k += DEPTH) {
      int depth = Math.min(DEPTH, kTo - k);
      for (int i = 0; i < leftColumns; i += step) {
        for (int j = 0; j < rightColumns; j += 2 * LENGTH) {
          int at = (outRow + i) * WIDTH + j;
          if (WIDE) {
            tile8(a, k * WIDTH + i, b, k * WIDTH + j, depth, c, at, k == kFrom);
          } else {
            tile4(a, k * WIDTH + i, b, k * WIDTH + j, depth, c, at, k == kFrom);
          }
        }
      }
    }
  }

  private static void tile8(
      float[] a, int aFrom, float[] b, int bFrom, int depth, float[] c, int at, boolean first) {
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector c00 = first ? zero : load(c, at);
    FloatVector c01 = first ? zero : load(c, at + LENGTH);
    FloatVector c10 = first ? zero : load(c, at + WIDTH);
    FloatVector c11 = first ? zero : load(c, at + WIDTH + LENGTH);
    FloatVector c20 = first ? zero : load(c, at + 2 * WIDTH);
    FloatVector c21 = first ? zero : load(c, at + 2 * WIDTH + LENGTH);
    FloatVector c30 = first ? zero : load(c, at + 3 * WIDTH);
    FloatVector c31 = first ? zero : load(c, at + 3 * WIDTH + LENGTH);
    FloatVector c40 = first ? zero : load(c, at + 4 * WIDTH);
    FloatVector c41 = first ? zero : load(c, at + 4 * WIDTH + LENGTH);
    FloatVector c50 = first ? zero : load(c, at + 5 * WIDTH);
    FloatVector c51 = first ? zero : load(c, at + 5 * WIDTH + LENGTH);
    FloatVector c60 = first ? zero : load(c, at + 6 * WIDTH);
    FloatVector c61 = first ? zero : load(c, at + 6 * WIDTH + LENGTH);
    FloatVector c70 = first ? zero : load(c, at + 7 * WIDTH);
    FloatVector c71 = first ? zero : load(c, at + 7 * WIDTH + LENGTH);
    for (int k = 0; k < depth; k++) {
      int ak = aFrom + k * WIDTH;
      int bk = bFrom + k * WIDTH;
      FloatVector b0 = load(b, bk);
      FloatVector b1 = load(b, bk + LENGTH);
      FloatVector x = FloatVector.broadcast(LANES, a[ak]);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      x = FloatVector.broadcast(LANES, a[ak + 1]);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      x = FloatVector.broadcast(LANES, a[ak + 2]);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      x = FloatVector.broadcast(LANES, a[ak + 3]);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
      x = FloatVector.broadcast(LANES, a[ak + 4]);
      c40 = fma(x, b0, c40);
      c41 = fma(x, b1, c41);
      x = FloatVector.broadcast(LANES, a[ak + 5]);
      c50 = fma(x, b0, c50);
      c51 = fma(x, b1, c51);
      x = FloatVector.broadcast(LANES, a[ak + 6]);
      c60 = fma(x, b0, c60);
      c61 = fma(x, b1, c61);
      x = FloatVector.broadcast(LANES, a[ak + 7]);
      c70 = fma(x, b0, c70);
      c71 = fma(x, b1, c71);
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
    FloatVector c00 = first ? zero : load(c, at);
    FloatVector c01 = first ? zero : load(c, at + LENGTH);
    FloatVector c10 = first ? zero : load(c, at + WIDTH);
    FloatVector c11 = first ? zero : load(c, at + WIDTH + LENGTH);
    FloatVector c20 = first ? zero : load(c, at + 2 * WIDTH);
    FloatVector c21 = first ? zero : load(c, at + 2 * WIDTH + LENGTH);
    FloatVector c30 = first ? zero : load(c, at + 3 * WIDTH);
    FloatVector c31 = first ? zero : load(c, at + 3 * WIDTH + LENGTH);
    for (int k = 0; k < depth; k++) {
      int ak = aFrom + k * WIDTH;
      int bk = bFrom + k * WIDTH;
      FloatVector b0 = load(b, bk);
      FloatVector b1 = load(b, bk + LENGTH);
      FloatVector x = FloatVector.broadcast(LANES, a[ak]);
      c00 = fma(x, b0, c00);
      c01 = fma(x, b1, c01);
      x = FloatVector.broadcast(LANES, a[ak + 1]);
      c10 = fma(x, b0, c10);
      c11 = fma(x, b1, c11);
      x = FloatVector.broadcast(LANES, a[ak + 2]);
      c20 = fma(x, b0, c20);
      c21 = fma(x, b1, c21);
      x = FloatVector.broadcast(LANES, a[ak + 3]);
      c30 = fma(x, b0, c30);
      c31 = fma(x, b1, c31);
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
  public void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    float[] b = right[0];
    int j = 0;
    for (; j <= columns - LENGTH; j += LENGTH) {
      row(x, b, j, d).intoArray(out, outFrom + j);
    }
    if (j < columns) {
      FloatVector sum = row(x, b, j, d);
      for (int l = 0; l < columns - j; l++) {
        out[outFrom + j + l] = sum.lane(l);
      }
    }
  }

  /** Four sums, so that no addition waits for the one before. */
  private static FloatVector row(float[] x, float[] b, int j, int d) {
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    int k = 0;
    for (; k <= d - 4; k += 4) {
      int bk = k * WIDTH + j;
      s0 = fma(FloatVector.broadcast(LANES, x[k]), load(b, bk), s0);
      s1 = fma(FloatVector.broadcast(LANES, x[k + 1]), load(b, bk + WIDTH), s1);
      s2 = fma(FloatVector.broadcast(LANES, x[k + 2]), load(b, bk + 2 * WIDTH), s2);
      s3 = fma(FloatVector.broadcast(LANES, x[k + 3]), load(b, bk + 3 * WIDTH), s3);
    }
    for (; k < d; k++) {
      s0 = fma(FloatVector.broadcast(LANES, x[k]), load(b, k * WIDTH + j), s0);
    }
    return s0.add(s1).add(s2.add(s3));
  }

  @Override
  public void squaredDistances(
      float[][] block,
      int row,
      int rows,
      int columns,
      float[] rowNorms,
      float[] columnNorms,
      boolean upper) {
    float[] v = block[0];
    for (int i = 0; i < rows; i++) {
      int at = (row + i) * WIDTH;
      squaredDistances(v, at, columns, rowNorms[i], columnNorms);
      for (int j = columns; j < WIDTH; j++) {
        v[at + j] = Float.POSITIVE_INFINITY;
      }
      for (int j = 0; upper && j <= i && j < WIDTH; j++) {
        v[at + j] = Float.POSITIVE_INFINITY;
      }
    }
  }

  @Override
  public void squaredDistances(
      float[] products, int from, int columns, float norm, float[] columnNorms) {
    FloatVector rowNorm = FloatVector.broadcast(LANES, norm);
    int j = 0;
    for (; j <= columns - LENGTH; j += LENGTH) {
      FloatVector sum = rowNorm.add(load(columnNorms, j));
      FloatVector products2 = load(products, from + j).mul(2);
      sum.sub(products2).max(0).intoArray(products, from + j);
    }
    for (; j < columns; j++) {
      float sum = norm + columnNorms[j];
      products[from + j] = Math.max(0, sum - 2 * products[from + j]);
    }
  }

  @Override
  public double kernelSum(
      float[][] block, int row, int rows, int columns, float gamma, float[][] scratch) {
    float[] v = block[0];
    int full = (columns + LENGTH - 1) / LENGTH * LENGTH;
    FloatVector factor = FloatVector.broadcast(LANES, -gamma);
    FloatVector s0 = FloatVector.zero(LANES);
    FloatVector s1 = s0;
    if (full == WIDTH && LENGTH == 16) {
      for (int at = row * WIDTH; at < (row + rows) * WIDTH; at += WIDTH) {
        s0 = s0.add(exp(load(v, at).mul(factor)));
        s1 = s1.add(exp(load(v, at + LENGTH).mul(factor)));
      }
    } else {
      for (int i = row; i < row + rows; i++) {
        for (int j = 0; j < full; j += LENGTH) {
          s0 = s0.add(exp(load(v, i * WIDTH + j).mul(factor)));
        }
      }
    }
    return s0.add(s1).reduceLanes(VectorOperators.ADD);
  }

  @Override
  public void kernelValues(float[][] block, int row, int rows, int columns, float gamma) {
    float[] v = block[0];
    FloatVector factor = FloatVector.broadcast(LANES, -gamma);
    for (int at = row * WIDTH; at < (row + rows) * WIDTH; at += LENGTH) {
      exp(load(v, at).mul(factor)).intoArray(v, at);
    }
  }

  @Override
  public double kernelValues(float[] values, int length, float gamma) {
    FloatVector factor = FloatVector.broadcast(LANES, -gamma);
    FloatVector sum = FloatVector.zero(LANES);
    int i = 0;
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector value = exp(load(values, i).mul(factor));
      value.intoArray(values, i);
      sum = sum.add(value);
    }
    double tail = 0;
    for (; i < length; i++) {
      values[i] = (float) Math.exp(-gamma * values[i]);
      tail += values[i];
    }
    return sum.reduceLanes(VectorOperators.ADD) + tail;
  }

  /**
   * exp(x) for x &lt;= 0: x = n ln 2 + r with n whole by adding a number so large that the rest is
   * rounded away, a polynomial in r, and n into the exponent. Below -87 as at -87.
   */
  private static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-87f);
    FloatVector shifted = fma(clamped, broadcast(1.44269504f), broadcast(12582912f));
    FloatVector n = shifted.sub(12582912f);
    FloatVector r = fma(n, broadcast(-0.693145752f), clamped);
    r = fma(n, broadcast(-1.42860677e-6f), r);
    FloatVector p = fma(r, broadcast(1.3814539e-3f), broadcast(8.368745e-3f));
    p = fma(p, r, broadcast(4.166839e-2f));
    p = fma(p, r, broadcast(1.6666521e-1f));
    p = fma(p, r, broadcast(4.9999994e-1f));
    p = fma(p, r, broadcast(1));
    p = fma(p, r, broadcast(1));
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(LANES, value);
  }

  @Override
  public void addSums(
      float[][] block,
      int row,
      int rows,
      int columns,
      double[] rowSums,
      int rowFrom,
      double[] columnSums,
      int columnFrom,
      float[][] scratch) {
    float[] v = block[0];
    int whole = columns / LENGTH * LENGTH;
    for (int i = 0; i < rows; i++) {
      int at = (row + i) * WIDTH;
      FloatVector sum = FloatVector.zero(LANES);
      for (int j = 0; j < whole; j += LENGTH) {
        sum = sum.add(load(v, at + j));
      }
      double total = sum.reduceLanes(VectorOperators.ADD);
      for (int j = whole; j < columns; j++) {
        total += v[at + j];
      }
      rowSums[rowFrom + i] += total;
    }
    for (int j = 0; j < whole; j += LENGTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int i = 0; i < rows; i++) {
        sum = sum.add(load(v, (row + i) * WIDTH + j));
      }
      for (int l = 0; l < LENGTH; l++) {
        columnSums[columnFrom + j + l] += sum.lane(l);
      }
    }
    for (int j = whole; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        columnSums[columnFrom + j] += v[(row + i) * WIDTH + j];
      }
    }
  }

  @Override
  public void shiftAndScale(
      float[][] block, int row, int rows, int columns, float shift, float scale) {
    float[] v = block[0];
    for (int at = row * WIDTH; at < (row + rows) * WIDTH; at += LENGTH) {
      load(v, at).sub(shift).mul(scale).intoArray(v, at);
    }
  }

  @Override
  public void addColumnProducts(
      float[][] a,
      float[][] b,
      int bRow,
      int rows,
      int columns,
      double[] sums,
      int sumsFrom,
      float[][] scratch) {
    float[] x = a[0];
    float[] y = b[0];
    for (int j = 0; j < columns; j += LENGTH) {
      FloatVector sum = FloatVector.zero(LANES);
      for (int i = 0; i < rows; i++) {
        sum = fma(load(x, i * WIDTH + j), load(y, (bRow + i) * WIDTH + j), sum);
      }
      int lanes = Math.min(LENGTH, columns - j);
      for (int l = 0; l < lanes; l++) {
        sums[sumsFrom + j + l] += sum.lane(l);
      }
    }
  }

  @Override
  public int countBelow(float[][] block, int row, int rows, int columns, float limit) {
    float[] v = block[0];
    FloatVector zero = FloatVector.zero(LANES);
    FloatVector one = broadcast(1);
    FloatVector counts = zero;
    for (int at = row * WIDTH; at < (row + rows) * WIDTH; at += LENGTH) {
      counts = counts.add(zero.blend(one, load(v, at).compare(VectorOperators.LT, limit)));
    }
    return (int) counts.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public int collect(
      float[][] block, int row, int rows, int columns, float low, float high, float[] out, int at) {
    float[] v = block[0];
    float middle = low + (high - low) / 2;
    float half = high - middle;
    int next = at;
    for (int from = row * WIDTH; from < (row + rows) * WIDTH; from += LENGTH) {
      // one comparison finds the vectors that may hold some
      if (load(v, from).sub(middle).abs().reduceLanes(VectorOperators.MIN) <= half * 1.000001f) {
        for (int l = from; l < from + LENGTH; l++) {
          if (v[l] >= low && v[l] <= high) {
            out[next++] = v[l];
          }
        }
      }
    }
    return next;
  }

  private static FloatVector load(float[] array, int from) {
    return FloatVector.fromArray(LANES, array, from);
  }

  /** Without the instruction, {@code fma} would be emulated with big decimals. */
  private static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return VirtualMachine.HAS_FMA ? a.fma(b, c) : a.mul(b).add(c);
  }
}
