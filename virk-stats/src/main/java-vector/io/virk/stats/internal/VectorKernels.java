package io.virk.stats.internal;

import static io.virk.stats.internal.Lanes.BY_1;
import static io.virk.stats.internal.Lanes.BY_2;
import static io.virk.stats.internal.Lanes.BY_4;
import static io.virk.stats.internal.Lanes.BY_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels in the Vector API, compiled apart and loaded only where it works. Tails are scalar:
 * masks cost more on Java 17 than they save. No helper methods around vectors: C2 is forced to
 * inline those of the Vector API only, and a vector that crosses a call is boxed, a hundred times
 * as slow. Sums over lanes are made by {@link Lanes}: what {@code reduceLanes} gives is not the
 * same before and after a method is compiled.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int LENGTH = LANES.length();

  /** Columns of a block: row k of it lies at k WIDTH of its one array. */
  static final int WIDTH = 32;

  VectorKernels() {
    float sum = FloatVector.broadcast(LANES, 1).reduceLanes(VectorOperators.ADD);
    if (sum != LENGTH || LENGTH < 4 || LENGTH > 16) {
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
    FloatVector sum = s0.add(s1).add(s2.add(s3));
    sum = sum.add(sum.rearrange(BY_1));
    sum = sum.add(sum.rearrange(BY_2));
    if (LENGTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    return sum.lane(0) + tail;
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
    FloatVector sum = s0.add(s1).add(s2.add(s3));
    sum = sum.add(sum.rearrange(BY_1));
    sum = sum.add(sum.rearrange(BY_2));
    if (LENGTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    return sum.lane(0) + tail;
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
    VectorGram.pack(x, from, count, d, centre, block, column);
  }

  @Override
  public void norms(float[][] block, int d, int columns, float[] norms) {
    VectorGram.norms(block, d, columns, norms);
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
    VectorGram.gram(left, leftColumns, right, rightColumns, kFrom, kTo, out, outRow);
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
    VectorGram.grams(left, from, to, lastColumns, right, rightColumns, d, out);
  }

  @Override
  public void gramRow(float[] x, float[][] right, int columns, int d, float[] out, int outFrom) {
    VectorGram.gramRow(x, right, columns, d, out, outFrom);
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
      sum.sub(products2)
          .reinterpretAsInts()
          .max(0)
          .reinterpretAsFloats()
          .intoArray(products, from + j);
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

  /** As {@link #squaredDistances} and {@link #exp}, in one pass and for base 2. */
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
    if (upper || columns < WIDTH) {
      squaredDistances(block, row, rows, columns, rowNorms, columnNorms, upper);
      return kernelSum(block, row, rows, columns, gamma, scratch);
    }
    float[] v = block[0];
    FloatVector minusTwo = FloatVector.broadcast(LANES, -2);
    FloatVector factor = FloatVector.broadcast(LANES, -gamma * 1.442695f);
    FloatVector rounding = FloatVector.broadcast(LANES, 12582912f);
    FloatVector p5 = FloatVector.broadcast(LANES, 1.3264727e-3f);
    FloatVector p4 = FloatVector.broadcast(LANES, 9.671513e-3f);
    FloatVector p3 = FloatVector.broadcast(LANES, 5.5507336e-2f);
    FloatVector p2 = FloatVector.broadcast(LANES, 2.4022242e-1f);
    FloatVector p1 = FloatVector.broadcast(LANES, 6.93147e-1f);
    FloatVector one = FloatVector.broadcast(LANES, 1);
    // floats from 0 on are ordered as their bits, of which maximum and minimum are one instruction
    IntVector most = FloatVector.broadcast(LANES, 87 / gamma).reinterpretAsInts();
    // the sum goes from column to column through memory: kept in a vector over both loops, C2 of
    // JDK 17 allocates one for every row
    float[] sums = scratch[0];
    FloatVector.zero(LANES).intoArray(sums, 0);
    for (int j = 0; j < WIDTH; j += LENGTH) {
      FloatVector columnNorm = FloatVector.fromArray(LANES, columnNorms, j);
      FloatVector sum = FloatVector.fromArray(LANES, sums, 0);
      for (int i = 0; i < rows; i++) {
        FloatVector lengths = columnNorm.add(rowNorms[i]);
        FloatVector product = FloatVector.fromArray(LANES, v, (row + i) * WIDTH + j);
        IntVector bits = product.fma(minusTwo, lengths).reinterpretAsInts();
        FloatVector x = bits.max(0).min(most).reinterpretAsFloats().mul(factor);
        FloatVector shifted = x.add(rounding);
        FloatVector r = x.sub(shifted.sub(rounding));
        FloatVector p = r.fma(p5, p4).fma(r, p3).fma(r, p2).fma(r, p1).fma(r, one);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        sum = sum.add(p.reinterpretAsInts().add(exponent).reinterpretAsFloats());
      }
      sum.intoArray(sums, 0);
    }
    FloatVector sum = FloatVector.fromArray(LANES, sums, 0);
    sum = sum.add(sum.rearrange(BY_1));
    sum = sum.add(sum.rearrange(BY_2));
    if (LENGTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    return sum.lane(0);
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
    // floats from 0 on are ordered as their bits, of which the minimum is one instruction
    IntVector most = FloatVector.broadcast(LANES, 87 / gamma).reinterpretAsInts();
    FloatVector sum = FloatVector.zero(LANES);
    for (int i = from; i < to; i += LENGTH) {
      IntVector bits = FloatVector.fromArray(LANES, v, i).reinterpretAsInts();
      FloatVector x = bits.min(most).reinterpretAsFloats().mul(factor);
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
    sum = sum.add(sum.rearrange(BY_1));
    sum = sum.add(sum.rearrange(BY_2));
    if (LENGTH > 4) {
      sum = sum.add(sum.rearrange(BY_4));
    }
    if (LENGTH > 8) {
      sum = sum.add(sum.rearrange(BY_8));
    }
    return sum.lane(0);
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
      sum = sum.add(sum.rearrange(BY_1));
      sum = sum.add(sum.rearrange(BY_2));
      if (LENGTH > 4) {
        sum = sum.add(sum.rearrange(BY_4));
      }
      if (LENGTH > 8) {
        sum = sum.add(sum.rearrange(BY_8));
      }
      double total = sum.lane(0);
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

  @Override
  public void cosinesAndSines(float[] phases, int length, float[] cosines, float[] sines) {
    VectorFourier.cosinesAndSines(phases, length, cosines, sines);
  }

  @Override
  public void hadamard(float[] values, int length) {
    VectorFourier.hadamard(values, length);
  }

  @Override
  public void multiply(float[] values, float[] factors, int length) {
    VectorFourier.multiply(values, factors, length);
  }
}
