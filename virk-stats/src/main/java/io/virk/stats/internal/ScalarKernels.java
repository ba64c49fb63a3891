package io.virk.stats.internal;

import java.util.Arrays;

/**
 * Plain Java for any JVM, written so that C2 finds the SIMD by itself: every array of an inner loop
 * is indexed by the loop variable alone, and every row of a block is an array of its own, since
 * before Java 26 C2 does not vectorise {@code b[offset + j]} beside a store to another array.
 */
final class ScalarKernels implements Kernels {
  /** Wide, for C2 spends up to 15 steps that are not SIMD before and after each loop. */
  static final int WIDTH = 512;

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
    ScalarGram.pack(x, from, count, d, centre, block, column);
  }

  @Override
  public void norms(float[][] block, int d, int columns, float[] norms) {
    ScalarGram.norms(block, d, columns, norms);
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
    ScalarGram.gram(left, leftColumns, right, rightColumns, kFrom, kTo, out, outRow, upper);
  }

  @Override
  public void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    ScalarGram.gramRow(x, right, columns, d, out, outFrom);
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
      float p = ScalarTiles.fma(y, 7.2438775e-3f, 4.1345832e-2f);
      out[j] =
          ScalarTiles.fma(
              y * y, ScalarTiles.fma(y, ScalarTiles.fma(y, p, 1.6662679e-1f), 4.9999829e-1f), y);
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
        lanes[j] = ScalarTiles.fma(x[j], y[j], lanes[j]);
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

  @Override
  public void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    ScalarFourier.cosinesAndSines(phases, length, cosines, sines);
  }

  @Override
  public void hadamard(float[] values, int length) {
    ScalarFourier.hadamard(values, length);
  }

  @Override
  public void multiply(float[] values, float[] factors, int length) {
    ScalarFourier.multiply(values, factors, length);
  }
}
