package io.virk.stats.internal;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API, compiled apart and loaded only where it works. Tails are scalar:
 * masks cost more on Java 17 than they save. No helper methods around vectors: C2 is forced to
 * inline those of the Vector API only, and a vector that crosses a call is boxed, a hundred times
 * as slow.
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

  /** For the Hadamard transform within a vector: the lane to meet, and the sign of one's own. */
  private static final VectorShuffle<Float> PARTNER_1 = partner(1);

  private static final VectorShuffle<Float> PARTNER_2 = partner(2);
  private static final VectorShuffle<Float> PARTNER_4 = partner(4);
  private static final VectorShuffle<Float> PARTNER_8 = partner(8);
  private static final float[] SIGN_1 = sign(1);
  private static final float[] SIGN_2 = sign(2);
  private static final float[] SIGN_4 = sign(4);
  private static final float[] SIGN_8 = sign(8);

  private static VectorShuffle<Float> partner(int half) {
    return VectorShuffle.fromOp(LANES, i -> (i ^ half) % LENGTH);
  }

  private static float[] sign(int half) {
    float[] signs = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      signs[i] = (i & half) == 0 ? 1 : -1;
    }
    return signs;
  }

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
  public ProductKernels products() {
    return new VectorProductKernels();
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
      s0 =
          FloatVector.fromArray(LANES, a, aFrom + i)
              .fma(FloatVector.fromArray(LANES, b, bFrom + i), s0);
      s1 =
          FloatVector.fromArray(LANES, a, aFrom + i + LENGTH)
              .fma(FloatVector.fromArray(LANES, b, bFrom + i + LENGTH), s1);
      s2 =
          FloatVector.fromArray(LANES, a, aFrom + i + 2 * LENGTH)
              .fma(FloatVector.fromArray(LANES, b, bFrom + i + 2 * LENGTH), s2);
      s3 =
          FloatVector.fromArray(LANES, a, aFrom + i + 3 * LENGTH)
              .fma(FloatVector.fromArray(LANES, b, bFrom + i + 3 * LENGTH), s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      s0 =
          FloatVector.fromArray(LANES, a, aFrom + i)
              .fma(FloatVector.fromArray(LANES, b, bFrom + i), s0);
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
      FloatVector d0 =
          FloatVector.fromArray(LANES, a, aFrom + i)
              .sub(FloatVector.fromArray(LANES, b, bFrom + i));
      FloatVector d1 =
          FloatVector.fromArray(LANES, a, aFrom + i + LENGTH)
              .sub(FloatVector.fromArray(LANES, b, bFrom + i + LENGTH));
      FloatVector d2 =
          FloatVector.fromArray(LANES, a, aFrom + i + 2 * LENGTH)
              .sub(FloatVector.fromArray(LANES, b, bFrom + i + 2 * LENGTH));
      FloatVector d3 =
          FloatVector.fromArray(LANES, a, aFrom + i + 3 * LENGTH)
              .sub(FloatVector.fromArray(LANES, b, bFrom + i + 3 * LENGTH));
      s0 = d0.fma(d0, s0);
      s1 = d1.fma(d1, s1);
      s2 = d2.fma(d2, s2);
      s3 = d3.fma(d3, s3);
    }
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector d =
          FloatVector.fromArray(LANES, a, aFrom + i)
              .sub(FloatVector.fromArray(LANES, b, bFrom + i));
      s0 = d.fma(d, s0);
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
    // four vectors at a time, whose elements meet in one cache line, down to a depth of the block
    // that stays in the first cache
    for (int k = 0; k < d; k += DEPTH) {
      int end = Math.min(k + DEPTH, d);
      int i = 0;
      for (; i <= count - 4; i += 4) {
        pack4(x, from + i * d, d, k, end, centre, to, column + i);
      }
      for (; i < count; i++) {
        int row = from + i * d;
        for (int l = k; l < end; l++) {
          to[l * WIDTH + column + i] = x[row + l] - centre[l];
        }
      }
    }
  }

  private static void pack4(
      float[] x, int from, int d, int kFrom, int kTo, float[] centre, float[] to, int column) {
    int r1 = from + d;
    int r2 = r1 + d;
    int r3 = r2 + d;
    for (int k = kFrom; k < kTo; k++) {
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
        FloatVector x = FloatVector.fromArray(LANES, v, k * WIDTH + c);
        sum = x.fma(x, sum);
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

  @Override
  public void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
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
      FloatVector sum = rowNorm.add(FloatVector.fromArray(LANES, columnNorms, j));
      FloatVector products2 = FloatVector.fromArray(LANES, products, from + j).mul(2);
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
    return exp(block[0], row * WIDTH, (row + rows) * WIDTH, gamma, false);
  }

  @Override
  public void kernelValues(float[][] block, int row, int rows, int columns, float gamma) {
    exp(block[0], row * WIDTH, (row + rows) * WIDTH, gamma, true);
  }

  @Override
  public double kernelValues(float[] values, int length, float gamma) {
    int whole = length / LENGTH * LENGTH;
    double sum = exp(values, 0, whole, gamma, true);
    for (int i = whole; i < length; i++) {
      values[i] = (float) Math.exp(-gamma * values[i]);
      sum += values[i];
    }
    return sum;
  }

  /**
   * Sum of exp(x) for x = -gamma v, which is also stored in place of v if asked for: x = n ln 2 + r
   * with n whole by adding a number so large that the rest is rounded away, a polynomial in r, and
   * n into the exponent. Below -87 as at -87.
   */
  private static double exp(float[] v, int from, int to, float gamma, boolean store) {
    FloatVector factor = FloatVector.broadcast(LANES, -gamma);
    FloatVector perLn2 = FloatVector.broadcast(LANES, 1.44269504f);
    FloatVector rounding = FloatVector.broadcast(LANES, 12582912f);
    FloatVector ln2High = FloatVector.broadcast(LANES, -0.693145752f);
    FloatVector ln2Low = FloatVector.broadcast(LANES, -1.42860677e-6f);
    FloatVector p6 = FloatVector.broadcast(LANES, 1.3814539e-3f);
    FloatVector p5 = FloatVector.broadcast(LANES, 8.368745e-3f);
    FloatVector p4 = FloatVector.broadcast(LANES, 4.166839e-2f);
    FloatVector p3 = FloatVector.broadcast(LANES, 1.6666521e-1f);
    FloatVector p2 = FloatVector.broadcast(LANES, 4.9999994e-1f);
    FloatVector one = FloatVector.broadcast(LANES, 1);
    FloatVector least = FloatVector.broadcast(LANES, -87);
    FloatVector sum = FloatVector.zero(LANES);
    for (int i = from; i < to; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(LANES, v, i).mul(factor).max(least);
      FloatVector shifted = x.fma(perLn2, rounding);
      FloatVector n = shifted.sub(rounding);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, x));
      FloatVector p = r.fma(p6, p5).fma(r, p4).fma(r, p3);
      p = p.fma(r, p2).fma(r, one).fma(r, one);
      IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
      p = p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
      if (store) {
        p.intoArray(v, i);
      }
      sum = sum.add(p);
    }
    return sum.reduceLanes(VectorOperators.ADD);
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
        sum = sum.add(FloatVector.fromArray(LANES, v, at + j));
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
        sum = sum.add(FloatVector.fromArray(LANES, v, (row + i) * WIDTH + j));
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
      FloatVector.fromArray(LANES, v, at).sub(shift).mul(scale).intoArray(v, at);
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
        sum =
            FloatVector.fromArray(LANES, x, i * WIDTH + j)
                .fma(FloatVector.fromArray(LANES, y, (bRow + i) * WIDTH + j), sum);
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
    FloatVector one = FloatVector.broadcast(LANES, 1);
    FloatVector counts = zero;
    for (int at = row * WIDTH; at < (row + rows) * WIDTH; at += LENGTH) {
      counts =
          counts.add(
              zero.blend(
                  one, FloatVector.fromArray(LANES, v, at).compare(VectorOperators.LT, limit)));
    }
    return (int) counts.reduceLanes(VectorOperators.ADD);
  }

  @Override
  public int collect(
      float[][] block, int row, int rows, int columns, float low, float high, float[] out, int at) {
    float[] v = block[0];
    int lowest = Float.floatToRawIntBits(low);
    int highest = Float.floatToRawIntBits(high);
    float middle = low + (high - low) / 2;
    float half = high - middle;
    int next = at;
    for (int from = row * WIDTH; from < (row + rows) * WIDTH; from += LENGTH) {
      // one comparison finds the vectors that may hold some
      FloatVector distance = FloatVector.fromArray(LANES, v, from).sub(middle).abs();
      if (distance.compare(VectorOperators.LE, half * 1.000001f).anyTrue()) {
        for (int l = from; l < from + LENGTH; l++) {
          // as the plain Java kernels do it; see there
          int bits = Float.floatToRawIntBits(v[l]);
          out[next] = v[l];
          next += ((bits - lowest | highest - bits) >>> 31) ^ 1;
        }
      }
    }
    return next;
  }

  /** As the plain Java kernels do it; see there. */
  @Override
  public void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    int i = 0;
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector x = FloatVector.fromArray(LANES, phases, i);
      FloatVector turns =
          x.fma(FloatVector.broadcast(LANES, 0.15915494f), FloatVector.broadcast(LANES, 12582912f))
              .sub(12582912f);
      x = turns.fma(FloatVector.broadcast(LANES, -6.28125f), x);
      x = turns.fma(FloatVector.broadcast(LANES, -1.9353072e-3f), x).mul(0.25f);
      FloatVector q = x.mul(x);
      FloatVector s =
          q.fma(
              FloatVector.broadcast(LANES, 2.715935e-6f),
              FloatVector.broadcast(LANES, -1.9839035e-4f));
      s =
          s.fma(q, FloatVector.broadcast(LANES, 8.333328e-3f))
              .fma(q, FloatVector.broadcast(LANES, -1.6666667e-1f));
      s = x.mul(q).fma(s, x);
      FloatVector c =
          q.fma(
              FloatVector.broadcast(LANES, 2.4389634e-5f),
              FloatVector.broadcast(LANES, -1.3886755e-3f));
      c =
          c.fma(q, FloatVector.broadcast(LANES, 4.1666623e-2f))
              .fma(q, FloatVector.broadcast(LANES, -0.5f));
      c = q.fma(c, FloatVector.broadcast(LANES, 1));
      FloatVector twice = s.add(s);
      FloatVector sine = twice.mul(c);
      c = FloatVector.broadcast(LANES, 1).sub(twice.mul(s));
      twice = sine.add(sine);
      twice.mul(c).intoArray(sines, i);
      FloatVector.broadcast(LANES, 1).sub(twice.mul(sine)).intoArray(cosines, i);
    }
    for (; i < length; i++) {
      cosines[i] = (float) Math.cos(phases[i]);
      sines[i] = (float) Math.sin(phases[i]);
    }
  }

  @Override
  public void hadamard(float[] values, int length) {
    if (length < LENGTH) {
      for (int half = 1; half < length; half *= 2) {
        butterflies(values, length, half);
      }
      return;
    }
    withinVectors(values, length);
    int half = LENGTH;
    // two levels at a time
    for (; 4 * half <= length; half *= 4) {
      for (int from = 0; from < length; from += 4 * half) {
        for (int i = from; i < from + half; i += LENGTH) {
          FloatVector v0 = FloatVector.fromArray(LANES, values, i);
          FloatVector v1 = FloatVector.fromArray(LANES, values, i + half);
          FloatVector v2 = FloatVector.fromArray(LANES, values, i + 2 * half);
          FloatVector v3 = FloatVector.fromArray(LANES, values, i + 3 * half);
          FloatVector a = v0.add(v1);
          FloatVector b = v0.sub(v1);
          FloatVector c = v2.add(v3);
          FloatVector d = v2.sub(v3);
          a.add(c).intoArray(values, i);
          b.add(d).intoArray(values, i + half);
          a.sub(c).intoArray(values, i + 2 * half);
          b.sub(d).intoArray(values, i + 3 * half);
        }
      }
    }
    for (int i = 0; half < length && i < half; i += LENGTH) {
      FloatVector a = FloatVector.fromArray(LANES, values, i);
      FloatVector b = FloatVector.fromArray(LANES, values, i + half);
      a.add(b).intoArray(values, i);
      a.sub(b).intoArray(values, i + half);
    }
  }

  private static void butterflies(float[] values, int length, int half) {
    for (int from = 0; from < length; from += 2 * half) {
      for (int i = from; i < from + half; i++) {
        float a = values[i];
        float b = values[i + half];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }

  /** All levels below a vector: the sum of two lanes in the lower, the difference in the upper. */
  private static void withinVectors(float[] values, int length) {
    FloatVector sign1 = FloatVector.fromArray(LANES, SIGN_1, 0);
    FloatVector sign2 = FloatVector.fromArray(LANES, SIGN_2, 0);
    FloatVector sign4 = FloatVector.fromArray(LANES, SIGN_4, 0);
    FloatVector sign8 = FloatVector.fromArray(LANES, SIGN_8, 0);
    for (int i = 0; i < length; i += LENGTH) {
      FloatVector v = FloatVector.fromArray(LANES, values, i);
      v = v.fma(sign1, v.rearrange(PARTNER_1));
      v = v.fma(sign2, v.rearrange(PARTNER_2));
      if (LENGTH > 4) {
        v = v.fma(sign4, v.rearrange(PARTNER_4));
      }
      if (LENGTH > 8) {
        v = v.fma(sign8, v.rearrange(PARTNER_8));
      }
      v.intoArray(values, i);
    }
  }

  @Override
  public void multiply(float[] values, float[] factors, int length) {
    int i = 0;
    for (; i <= length - LENGTH; i += LENGTH) {
      FloatVector.fromArray(LANES, values, i)
          .mul(FloatVector.fromArray(LANES, factors, i))
          .intoArray(values, i);
    }
    for (; i < length; i++) {
      values[i] *= factors[i];
    }
  }
}
