package io.virk.stats.internal;

import java.util.Arrays;

/**
 * Plain Java for any JVM, written so that C2 finds the SIMD by itself: every array of an inner loop
 * is indexed by the loop variable alone, and every row of a block is an array of its own, since
 * before Java 26 C2 does not vectorise {@code b[offset + j]} beside a store to another array.
 */
final class ScalarKernels implements Kernels {
  private static final int WIDTH = 256;

  /** Rows of a block that stay in the first cache: 32 kB. */
  private static final int DEPTH = 32;

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
    for (; i <= length - 8; i += 8) {
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

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  public float[][] newBlock(int rows, int columns) {
    return new float[rows][columns];
  }

  @Override
  public float get(float[][] block, int row, int column) {
    return block[row][column];
  }

  @Override
  public void set(float[][] block, int row, int column, float value) {
    block[row][column] = value;
  }

  @Override
  public void copyRow(float[][] block, int row, int columns, float[] out, int outFrom) {
    System.arraycopy(block[row], 0, out, outFrom, columns);
  }

  @Override
  public void pack(
      float[] x, int from, int count, int d, float[] centre, float[][] block, int column) {
    // sixteen vectors at a time: their elements fill one cache line of each row
    for (int i = 0; i < count; i += 16) {
      int end = Math.min(i + 16, count);
      for (int k = 0; k < d; k++) {
        float[] row = block[k];
        float c = centre[k];
        for (int l = i; l < end; l++) {
          row[column + l] = x[from + l * d + k] - c;
        }
      }
    }
  }

  @Override
  public void norms(float[][] block, int d, int columns, float[] norms) {
    Arrays.fill(norms, 0, columns, 0);
    for (int k = 0; k < d; k++) {
      addSquares(norms, block[k], columns);
    }
  }

  private static void addSquares(float[] sums, float[] row, int columns) {
    for (int j = 0; j < columns; j++) {
      sums[j] = fma(row[j], row[j], sums[j]);
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
    for (int i = 0; i < leftColumns; i++) {
      Arrays.fill(out[outRow + i], 0, rightColumns, 0);
    }
    for (int k = kFrom; k < kTo; k += DEPTH) {
      int end = Math.min(k + DEPTH, kTo);
      int i = 0;
      for (; i <= leftColumns - 4; i += 4) {
        int from = upper ? Math.min(i & -16, rightColumns) : 0;
        fourRows(left, i, right, from, rightColumns, k, end, out, outRow + i);
      }
      for (; i < leftColumns; i++) {
        oneRow(left, i, right, rightColumns, k, end, out[outRow + i]);
      }
    }
  }

  private static void fourRows(
      float[][] left,
      int i,
      float[][] right,
      int from,
      int to,
      int kFrom,
      int kTo,
      float[][] out,
      int row) {
    float[] c0 = out[row];
    float[] c1 = out[row + 1];
    float[] c2 = out[row + 2];
    float[] c3 = out[row + 3];
    int k = kFrom;
    for (; k <= kTo - 2; k += 2) {
      float[] x = left[k];
      float[] y = left[k + 1];
      tile(
          c0,
          c1,
          c2,
          c3,
          right[k],
          right[k + 1],
          x[i],
          x[i + 1],
          x[i + 2],
          x[i + 3],
          y[i],
          y[i + 1],
          y[i + 2],
          y[i + 3],
          from,
          to);
    }
    if (k < kTo) {
      float[] x = left[k];
      addScaled(c0, right[k], x[i], from, to);
      addScaled(c1, right[k], x[i + 1], from, to);
      addScaled(c2, right[k], x[i + 2], from, to);
      addScaled(c3, right[k], x[i + 3], from, to);
    }
  }

  /** Four rows of the result by two steps of the sum. */
  private static void tile(
      float[] c0,
      float[] c1,
      float[] c2,
      float[] c3,
      float[] b0,
      float[] b1,
      float x0,
      float x1,
      float x2,
      float x3,
      float y0,
      float y1,
      float y2,
      float y3,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float p = b0[j];
      float q = b1[j];
      c0[j] = fma(y0, q, fma(x0, p, c0[j]));
      c1[j] = fma(y1, q, fma(x1, p, c1[j]));
      c2[j] = fma(y2, q, fma(x2, p, c2[j]));
      c3[j] = fma(y3, q, fma(x3, p, c3[j]));
    }
  }

  private static void oneRow(
      float[][] left, int i, float[][] right, int to, int kFrom, int kTo, float[] c) {
    for (int k = kFrom; k < kTo; k++) {
      addScaled(c, right[k], left[k][i], 0, to);
    }
  }

  private static void addScaled(float[] c, float[] b, float x, int from, int to) {
    for (int j = from; j < to; j++) {
      c[j] = fma(x, b[j], c[j]);
    }
  }

  @Override
  public void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    Arrays.fill(out, outFrom, outFrom + columns, 0);
    int k = 0;
    if (outFrom == 0) {
      for (; k <= d - 8; k += 8) {
        eightSteps(
            out,
            right[k],
            right[k + 1],
            right[k + 2],
            right[k + 3],
            right[k + 4],
            right[k + 5],
            right[k + 6],
            right[k + 7],
            x,
            k,
            columns);
      }
    }
    for (; k < d; k++) {
      float[] b = right[k];
      float factor = x[k];
      for (int j = 0; j < columns; j++) {
        out[outFrom + j] = fma(factor, b[j], out[outFrom + j]);
      }
    }
  }

  private static void eightSteps(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float[] b4,
      float[] b5,
      float[] b6,
      float[] b7,
      float[] x,
      int k,
      int to) {
    float x0 = x[k];
    float x1 = x[k + 1];
    float x2 = x[k + 2];
    float x3 = x[k + 3];
    float x4 = x[k + 4];
    float x5 = x[k + 5];
    float x6 = x[k + 6];
    float x7 = x[k + 7];
    for (int j = 0; j < to; j++) {
      float p = fma(x3, b3[j], fma(x2, b2[j], fma(x1, b1[j], fma(x0, b0[j], c[j]))));
      c[j] = fma(x7, b7[j], fma(x6, b6[j], fma(x5, b5[j], fma(x4, b4[j], p))));
    }
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
    for (int i = 0; i < rows; i++) {
      float[] v = block[row + i];
      distances(v, columns, rowNorms[i], columnNorms);
      if (upper) {
        Arrays.fill(v, 0, Math.min(i + 1, columns), Float.POSITIVE_INFINITY);
      }
    }
  }

  @Override
  public void squaredDistances(
      float[] products, int from, int columns, float norm, float[] columnNorms) {
    if (from == 0) {
      distances(products, columns, norm, columnNorms);
      return;
    }
    for (int j = 0; j < columns; j++) {
      float sum = norm + columnNorms[j];
      products[from + j] = Math.max(0, sum - 2 * products[from + j]);
    }
  }

  private static void distances(float[] v, int columns, float norm, float[] columnNorms) {
    for (int j = 0; j < columns; j++) {
      float sum = norm + columnNorms[j];
      v[j] = Math.max(0, sum - 2 * v[j]);
    }
  }

  @Override
  public double kernelSum(
      float[][] block, int row, int rows, int columns, float gamma, float[] scratch) {
    Arrays.fill(scratch, 0, columns, 0);
    for (int i = row; i < row + rows; i++) {
      addExp(block[i], scratch, columns, -gamma);
    }
    return sum(scratch, columns);
  }

  private static void addExp(float[] v, float[] sums, int columns, float factor) {
    for (int j = 0; j < columns; j++) {
      sums[j] += exp(factor * v[j]);
    }
  }

  private static double sum(float[] values, int length) {
    double even = 0;
    double odd = 0;
    int i = 0;
    for (; i <= length - 2; i += 2) {
      even += values[i];
      odd += values[i + 1];
    }
    return even + odd + (i < length ? values[i] : 0);
  }

  @Override
  public void kernelValues(float[][] block, int row, int rows, int columns, float gamma) {
    for (int i = row; i < row + rows; i++) {
      expInPlace(block[i], columns, -gamma);
    }
  }

  @Override
  public double kernelValues(float[] values, int length, float gamma) {
    expInPlace(values, length, -gamma);
    return sum(values, length);
  }

  private static void expInPlace(float[] v, int length, float factor) {
    for (int j = 0; j < length; j++) {
      v[j] = exp(factor * v[j]);
    }
  }

  /**
   * exp(x) for x &lt;= 0, of operations that C2 vectorises, without a conversion to int: x = r - 16
   * n ln 2 with n = 0 to 7, a polynomial of r / 16, squared four times, and 2^(-16 n) put together
   * from the three bits of n. Below -80 as at -80.
   */
  private static float exp(float x) {
    float clamped = Math.max(x, -80f);
    // adding 1.5 2^23 rounds to a whole number
    float n = (clamped * -0.0901684400f + 12582912f) - 12582912f;
    float r = clamped * 0.0625f + n * 0.693145752f;
    r = r + n * 1.42860677e-6f;
    float p = r * 1.3814539e-3f + 8.368745e-3f;
    p = p * r + 4.166839e-2f;
    p = p * r + 1.6666521e-1f;
    p = p * r + 4.9999994e-1f;
    p = p * r + 1;
    p = p * r + 1;
    p = p * p;
    p = p * p;
    p = p * p;
    p = p * p;
    float bit4 = Math.min(Math.max(n - 3, 0), 1);
    float rest = n - 4 * bit4;
    float bit2 = Math.min(Math.max(rest - 1, 0), 1);
    float bit1 = rest - 2 * bit2;
    p = p * ((1 - bit4) + bit4 * 0x1p-64f);
    p = p * ((1 - bit2) + bit2 * 0x1p-32f);
    return p * ((1 - bit1) + bit1 * 0x1p-16f);
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
      float[] scratch) {
    Arrays.fill(scratch, 0, columns, 0);
    for (int i = 0; i < rows; i++) {
      float[] v = block[row + i];
      rowSums[rowFrom + i] += sum(v, columns);
      for (int j = 0; j < columns; j++) {
        scratch[j] += v[j];
      }
    }
    for (int j = 0; j < columns; j++) {
      columnSums[columnFrom + j] += scratch[j];
    }
  }

  @Override
  public void shiftAndScale(
      float[][] block, int row, int rows, int columns, float shift, float scale) {
    for (int i = row; i < row + rows; i++) {
      float[] v = block[i];
      for (int j = 0; j < columns; j++) {
        v[j] = (v[j] - shift) * scale;
      }
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
      float[] scratch) {
    Arrays.fill(scratch, 0, columns, 0);
    for (int i = 0; i < rows; i++) {
      float[] x = a[i];
      float[] y = b[bRow + i];
      for (int j = 0; j < columns; j++) {
        scratch[j] = fma(x[j], y[j], scratch[j]);
      }
    }
    for (int j = 0; j < columns; j++) {
      sums[sumsFrom + j] += scratch[j];
    }
  }

  /** Without the instruction, {@code Math.fma} would be emulated with big decimals. */
  private static float fma(float a, float b, float c) {
    return VirtualMachine.HAS_FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
