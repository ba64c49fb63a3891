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
  public ProductKernels products() {
    return new ScalarProductKernels(this);
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
  public void setRow(float[][] block, int row, int columns, float[] values) {
    System.arraycopy(values, 0, block[row], 0, columns);
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
      for (; i <= leftColumns - 2; i += 2) {
        int from = upper ? Math.min(i & -16, rightColumns) : 0;
        twoRows(left, i, right, from, rightColumns, k, end, out[outRow + i], out[outRow + i + 1]);
      }
      if (i < leftColumns) {
        oneRow(left, i, right, rightColumns, k, end, out[outRow + i]);
      }
    }
  }

  @Override
  public void grams(
      float[][][] left,
      int from,
      int to,
      int lastColumns,
      float[][] right,
      int rightColumns,
      int d,
      float[][] out) {
    for (int l = from; l < to; l++) {
      int columns = l == to - 1 ? lastColumns : WIDTH;
      gram(left[l], columns, right, rightColumns, 0, d, out, (l - from) * WIDTH, false);
    }
  }

  private static void twoRows(
      float[][] left,
      int i,
      float[][] right,
      int from,
      int to,
      int kFrom,
      int kTo,
      float[] c0,
      float[] c1) {
    int k = kFrom;
    for (; k <= kTo - 4; k += 4) {
      float[] x = left[k];
      float[] y = left[k + 1];
      float[] z = left[k + 2];
      float[] w = left[k + 3];
      tile(
          c0,
          c1,
          right[k],
          right[k + 1],
          right[k + 2],
          right[k + 3],
          x[i],
          x[i + 1],
          y[i],
          y[i + 1],
          z[i],
          z[i + 1],
          w[i],
          w[i + 1],
          from,
          to);
    }
    for (; k < kTo; k++) {
      addScaled(c0, right[k], left[k][i], from, to);
      addScaled(c1, right[k], left[k][i + 1], from, to);
    }
  }

  /** Two rows of the result by four steps of the sum: more is not vectorised on Java 17. */
  private static void tile(
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
      for (; k <= d - 4; k += 4) {
        fourSteps(
            out,
            right[k],
            right[k + 1],
            right[k + 2],
            right[k + 3],
            x[k],
            x[k + 1],
            x[k + 2],
            x[k + 3],
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

  private static void fourSteps(
      float[] c,
      float[] b0,
      float[] b1,
      float[] b2,
      float[] b3,
      float x0,
      float x1,
      float x2,
      float x3,
      int to) {
    for (int j = 0; j < to; j++) {
      c[j] = fma(x3, b3[j], fma(x2, b2[j], fma(x1, b1[j], fma(x0, b0[j], c[j]))));
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
      float[][] block, int row, int rows, int columns, float gamma, float[][] scratch) {
    float[] values = scratch[0];
    float[] sums = scratch[1];
    Arrays.fill(sums, 0, columns, 0);
    for (int i = row; i < row + rows; i++) {
      rootMinusOne(block[i], values, columns, gamma * -0x1p-8f);
      addPowers(values, sums, columns);
    }
    return sum(sums, columns);
  }

  @Override
  public double kernelSumOfProducts(
      float[][] block,
      int row,
      int rows,
      int columns,
      float[] rowNorms,
      float[] columnNorms,
      boolean upper,
      float gamma,
      float[][] scratch) {
    squaredDistances(block, row, rows, columns, rowNorms, columnNorms, upper);
    return kernelSum(block, row, rows, columns, gamma, scratch);
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

  /*
   * exp(x) for x <= 0, without a conversion to int, in loops so short that C2 vectorises them: q =
   * exp(x / 256) - 1 by a polynomial; four times q (q + 2), which is (1 + q)^2 - 1 and keeps the
   * digits of a small q; and 1 + q squared four times. Below -80 as at -80.
   */

  private static void expInPlace(float[] v, int length, float factor) {
    rootMinusOne(v, v, length, factor * 0x1p-8f);
    for (int j = 0; j < length; j++) {
      float q = v[j];
      q = q * (q + 2);
      q = q * (q + 2);
      q = q * (q + 2);
      q = q * (q + 2);
      float p = q + 1;
      p = p * p;
      p = p * p;
      p = p * p;
      v[j] = p * p;
    }
  }

  private static void rootMinusOne(float[] v, float[] out, int length, float factor) {
    for (int j = 0; j < length; j++) {
      float y = Math.max(factor * v[j], -80 * 0x1p-8f);
      float p = fma(y, 7.2438775e-3f, 4.1345832e-2f);
      out[j] = fma(y * y, fma(y, fma(y, p, 1.6662679e-1f), 4.9999829e-1f), y);
    }
  }

  private static void addPowers(float[] roots, float[] sums, int length) {
    for (int j = 0; j < length; j++) {
      float q = roots[j];
      q = q * (q + 2);
      q = q * (q + 2);
      q = q * (q + 2);
      q = q * (q + 2);
      float p = q + 1;
      p = p * p;
      p = p * p;
      p = p * p;
      sums[j] += p * p;
    }
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
    float[] lanes = scratch[0];
    Arrays.fill(lanes, 0, columns, 0);
    for (int i = 0; i < rows; i++) {
      float[] v = block[row + i];
      rowSums[rowFrom + i] += sum(v, columns);
      for (int j = 0; j < columns; j++) {
        lanes[j] += v[j];
      }
    }
    for (int j = 0; j < columns; j++) {
      columnSums[columnFrom + j] += lanes[j];
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
      float[][] scratch) {
    float[] lanes = scratch[0];
    Arrays.fill(lanes, 0, columns, 0);
    for (int i = 0; i < rows; i++) {
      float[] x = a[i];
      float[] y = b[bRow + i];
      for (int j = 0; j < columns; j++) {
        lanes[j] = fma(x[j], y[j], lanes[j]);
      }
    }
    for (int j = 0; j < columns; j++) {
      sums[sumsFrom + j] += lanes[j];
    }
  }

  @Override
  public int countBelow(float[][] block, int row, int rows, int columns, float limit) {
    int count = 0;
    for (int i = row; i < row + rows; i++) {
      float[] v = block[i];
      for (int j = 0; j < columns; j++) {
        count += v[j] < limit ? 1 : 0;
      }
    }
    return count;
  }

  @Override
  public int collect(
      float[][] block, int row, int rows, int columns, float low, float high, float[] out, int at) {
    int lowest = Float.floatToRawIntBits(low);
    int highest = Float.floatToRawIntBits(high);
    int next = at;
    for (int i = row; i < row + rows; i++) {
      float[] v = block[i];
      for (int j = 0; j < columns; j++) {
        // the bits of floats from 0 on are ordered as they are; no branch to mispredict
        int bits = Float.floatToRawIntBits(v[j]);
        out[next] = v[j];
        next += ((bits - lowest | highest - bits) >>> 31) ^ 1;
      }
    }
    return next;
  }

  /*
   * A quarter of the phase, less whole turns, lies within pi / 4, where short polynomials do; then
   * the angle is doubled twice.
   */

  @Override
  public void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    quarters(phases, length);
    cosines(phases, length, cosines);
    sines(phases, length, sines);
    doubleAngles(cosines, sines, length);
    doubleAngles(cosines, sines, length);
  }

  private static void quarters(float[] phases, int length) {
    for (int j = 0; j < length; j++) {
      float x = phases[j];
      // adding 1.5 2^23 rounds to a whole number
      float turns = fma(x, 0.15915494f, 12582912f) - 12582912f;
      float rest = fma(turns, -6.28125f, x);
      phases[j] = 0.25f * fma(turns, -1.9353072e-3f, rest);
    }
  }

  private static void sines(float[] x, int length, float[] sines) {
    for (int j = 0; j < length; j++) {
      float s = x[j] * x[j];
      float p = fma(fma(fma(s, 2.715935e-6f, -1.9839035e-4f), s, 8.333328e-3f), s, -1.6666667e-1f);
      sines[j] = fma(x[j] * s, p, x[j]);
    }
  }

  private static void cosines(float[] x, int length, float[] cosines) {
    for (int j = 0; j < length; j++) {
      float s = x[j] * x[j];
      float p = fma(fma(fma(s, 2.4389634e-5f, -1.3886755e-3f), s, 4.1666623e-2f), s, -0.5f);
      cosines[j] = fma(s, p, 1);
    }
  }

  private static void doubleAngles(float[] cosines, float[] sines, int length) {
    for (int j = 0; j < length; j++) {
      float s = sines[j];
      float twice = s + s;
      sines[j] = twice * cosines[j];
      cosines[j] = fma(-twice, s, 1);
    }
  }

  @Override
  public void hadamard(float[] values, int length) {
    int half = 1;
    // two levels at a time
    for (; 4 * half <= length; half *= 4) {
      for (int from = 0; from < length; from += 4 * half) {
        for (int i = from; i < from + half; i++) {
          float a = values[i] + values[i + half];
          float b = values[i] - values[i + half];
          float c = values[i + 2 * half] + values[i + 3 * half];
          float d = values[i + 2 * half] - values[i + 3 * half];
          values[i] = a + c;
          values[i + half] = b + d;
          values[i + 2 * half] = a - c;
          values[i + 3 * half] = b - d;
        }
      }
    }
    if (half < length) {
      for (int i = 0; i < half; i++) {
        float a = values[i];
        float b = values[i + half];
        values[i] = a + b;
        values[i + half] = a - b;
      }
    }
  }

  @Override
  public void multiply(float[] values, float[] factors, int length) {
    for (int i = 0; i < length; i++) {
      values[i] *= factors[i];
    }
  }

  /** Without the instruction, {@code Math.fma} would be emulated with big decimals. */
  private static float fma(float a, float b, float c) {
    return VirtualMachine.HAS_FMA ? Math.fma(a, b, c) : a * b + c;
  }
}
