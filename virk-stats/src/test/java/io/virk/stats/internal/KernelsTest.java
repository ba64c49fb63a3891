package io.virk.stats.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kernels in use against double arithmetic, off the lane grid. */
class KernelsTest {
  private final Kernels kernels = Kernels.inUse();

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 13, 16, 64, 207, 513, 702, 4098})
  void dotAndSquaredDistanceMeetDoubleArithmetic(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] a = floats(random, length + 5);
    float[] b = floats(random, length + 3);
    double dot = 0;
    double absolute = 0;
    double distance = 0;
    for (int i = 0; i < length; i++) {
      dot += (double) a[i + 3] * b[i + 2];
      absolute += Math.abs((double) a[i + 3] * b[i + 2]);
      distance += ((double) a[i + 3] - b[i + 2]) * ((double) a[i + 3] - b[i + 2]);
    }
    assertEquals(dot, kernels.dot(a, 3, b, 2, length), 1e-5 * absolute + 1e-12);
    assertEquals(distance, kernels.squaredDistance(a, 3, b, 2, length), 1e-5 * distance + 1e-12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 207})
  void nanAtEachPositionComesThrough(int length) {
    float[] a = floats(new SplittableRandom(1), length);
    float[] b = floats(new SplittableRandom(2), length);
    for (int i = 0; i < length; i++) {
      float kept = a[i];
      a[i] = Float.NaN;
      assertTrue(Double.isNaN(kernels.dot(a, 0, b, 0, length)));
      assertTrue(Double.isNaN(kernels.squaredDistance(a, 0, b, 0, length)));
      a[i] = kept;
    }
    assertEquals(0, kernels.squaredDistance(a, 0, a, 0, length));
  }

  static float[] floats(SplittableRandom random, int length) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = (float) (random.nextDouble() * 4 - 2);
    }
    return floats;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "3, 5, 2",
    "13, 40, 7",
    "33, 31, 64",
    "65, 300, 129",
    "257, 270, 31",
    "515, 530, 21",
    "40, 33, 702"
  })
  void packedPairsMeetDoubleArithmetic(int n, int m, int d) {
    SplittableRandom random = new SplittableRandom(n + d);
    float[] x = floats(random, n * d);
    float[] y = floats(random, m * d);
    float[] centre = PackedRows.mean(x, n, d);
    PackedRows left = PackedRows.of(x, n, d, centre);
    PackedRows right = PackedRows.of(y, m, d, centre);
    Pairs pairs = new Pairs();
    float gamma = 0.5f / d;
    double cross = 0;
    double within = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        cross += Math.exp(-gamma * squared(x, i, y, j, d));
      }
      for (int j = i + 1; j < n; j++) {
        within += Math.exp(-gamma * squared(x, i, x, j, d));
      }
    }
    double[] sums = new double[2];
    pairs.addCross(left, right, new float[] {gamma, 2 * gamma}, sums);
    assertEquals(cross, sums[0], 6e-6 * cross);
    assertTrue(sums[1] < sums[0]);
    sums[0] = 0;
    pairs.addWithin(left, new float[] {gamma}, sums);
    assertEquals(within, sums[0], 6e-6 * within + 1e-30);
    sums[0] = 0;
    pairs.addCross(left, right, new float[] {gamma}, sums);
    assertEquals(cross, sums[0], 6e-6 * cross);
    float[][] block = kernels.newBlock(kernels.width(), kernels.width());
    pairs.squaredDistances(left, 0, left, 0, false, 0, block, 0);
    for (int i = 0; i < left.columns(0); i++) {
      assertEquals(0, kernels.get(block, i, i), "equal vectors have distance 0");
    }
    float[] row = new float[d];
    float[] products = new float[kernels.width()];
    left.copy(n - 1, row);
    float[][] first = right.block(0);
    kernels.gramRow(row, first, right.columns(0), d, products, 0);
    float norm = (float) kernels.dot(row, 0, row, 0, d);
    kernels.squaredDistances(products, 0, right.columns(0), norm, right.norms(0));
    for (int j = 0; j < right.columns(0); j++) {
      double expected = squared(x, n - 1, y, j, d);
      assertEquals(expected, products[j], 1e-5 * (expected + d));
    }
  }

  @Test
  void distantClustersKeepTheDigitsOfClosePairs() {
    int d = 16;
    float[] x = new float[4 * d];
    for (int k = 0; k < d; k++) {
      x[k] = 1000;
      x[d + k] = 1000 + (k % 2) / 8f;
      x[2 * d + k] = -1000;
      x[3 * d + k] = -1000 - (k % 4) / 8f;
    }
    PackedRows rows = PackedRows.of(x, 4, d, PackedRows.mean(x, 4, d));
    double[] sums = new double[1];
    new Pairs().addWithin(rows, new float[] {1}, sums);
    double expected = Math.exp(-squared(x, 0, x, 1, d)) + Math.exp(-squared(x, 2, x, 3, d));
    assertEquals(expected, sums[0], 1e-5 * expected + 1e-13);
  }

  @Test
  void expIsAccurateOverItsWholeRange() {
    int width = kernels.width();
    float[][] block = kernels.newBlock(2, width);
    float[] values = new float[width];
    for (float x = 0; x < 79; x += 0.37f) {
      for (int j = 0; j < width; j++) {
        values[j] = x + j * 1e-3f;
        kernels.set(block, 1, j, values[j]);
      }
      kernels.kernelValues(block, 1, 1, width, 1);
      double sum = kernels.kernelValues(values, width, 1);
      double expectedSum = 0;
      for (int j = 0; j < width; j++) {
        double expected = Math.exp(-(double) (x + j * 1e-3f));
        assertEquals(expected, kernels.get(block, 1, j), 1e-5 * expected + 1e-13);
        assertEquals(expected, values[j], 1e-5 * expected + 1e-13);
        expectedSum += expected;
      }
      assertEquals(expectedSum, sum, 1e-5 * expectedSum + 1e-12);
    }
    values[0] = 0;
    values[1] = Float.POSITIVE_INFINITY;
    values[2] = Float.MAX_VALUE;
    kernels.kernelValues(values, width, 1);
    assertEquals(1, values[0]);
    assertEquals(0, values[1], 1e-30);
    assertEquals(0, values[2], 1e-30);
  }

  @Test
  void sumsProductsAndScalingOfBlocks() {
    int columns = Math.min(kernels.width(), 45);
    int rows = 21;
    SplittableRandom random = new SplittableRandom(9);
    float[][] a = kernels.newBlock(rows, columns);
    float[][] b = kernels.newBlock(rows + 3, columns);
    double[] rowSums = new double[rows + 1];
    double[] columnSums = new double[columns + 1];
    double[] products = new double[columns + 1];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float v = (float) random.nextDouble();
        float w = (float) random.nextDouble();
        kernels.set(a, i, j, v);
        kernels.set(b, i + 3, j, w);
        rowSums[i + 1] -= v;
        columnSums[j + 1] -= v;
        products[j + 1] -= v * w;
      }
    }
    float[][] scratch = new float[2][kernels.width()];
    kernels.addSums(a, 0, rows, columns, rowSums, 1, columnSums, 1, scratch);
    kernels.addColumnProducts(a, b, 3, rows, columns, products, 1, scratch);
    for (double rest : rowSums) {
      assertEquals(0, rest, 1e-4);
    }
    for (int j = 0; j <= columns; j++) {
      assertEquals(0, columnSums[j], 1e-4);
      assertEquals(0, products[j], 1e-4);
    }
    float before = kernels.get(a, 5, 7);
    float[] row = new float[columns + 2];
    kernels.shiftAndScale(a, 5, 1, columns, 0.25f, 2);
    kernels.copyRow(a, 5, columns, row, 2);
    assertEquals(2 * (before - 0.25f), row[9]);
  }

  @Test
  void countingAndCollectingIncludeTheLimits() {
    int width = kernels.width();
    int columns = width - 3;
    float[][] block = kernels.newBlock(8, columns);
    float[] norms = new float[width];
    // makes what lies beyond the columns +Infinity
    kernels.squaredDistances(block, 0, 8, columns, norms, norms, false);
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < columns; j++) {
        kernels.set(block, i, j, i * columns + j);
      }
    }
    assertEquals(0, kernels.countBelow(block, 0, 8, columns, 0));
    assertEquals(columns + 1, kernels.countBelow(block, 0, 8, columns, columns + 0.5f));
    float[] out = new float[8 * width + 2];
    int end = kernels.collect(block, 1, 7, columns, 2 * columns - 1, 3 * columns + 1, out, 2);
    assertEquals(2 + columns + 3, end);
    for (int i = 2; i < end; i++) {
      assertEquals(2 * columns + i - 3, out[i]);
    }
    assertEquals(
        2 + 8 * columns, kernels.collect(block, 0, 8, columns, 0, Float.MAX_VALUE, out, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 16, 207})
  void cosinesAndSinesAreAccurate(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] phases = new float[length];
    float[] given = new float[length];
    float[] cosines = new float[length];
    float[] sines = new float[length];
    for (double range : new double[] {1e-3, 1, 30, 1000}) {
      for (int round = 0; round < 20; round++) {
        for (int i = 0; i < length; i++) {
          phases[i] = given[i] = (float) ((random.nextDouble() * 2 - 1) * range);
        }
        kernels.cosinesAndSines(phases, length, cosines, sines);
        for (int i = 0; i < length; i++) {
          assertEquals(Math.cos(given[i]), cosines[i], 1e-6 + 3e-8 * range);
          assertEquals(Math.sin(given[i]), sines[i], 1e-6 + 3e-8 * range);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32, 64, 128, 512})
  void hadamardIsTheMatrixOfParities(int length) {
    SplittableRandom random = new SplittableRandom(length);
    float[] given = floats(random, length);
    float[] got = given.clone();
    kernels.hadamard(got, length);
    for (int i = 0; i < length; i++) {
      double expected = 0;
      for (int j = 0; j < length; j++) {
        expected += (Integer.bitCount(i & j) & 1) == 0 ? given[j] : -given[j];
      }
      assertEquals(expected, got[i], 1e-5 * length);
    }
    float[] factors = floats(random, length);
    float[] product = given.clone();
    kernels.multiply(product, factors, length);
    for (int i = 0; i < length; i++) {
      assertEquals(given[i] * factors[i], product[i]);
    }
  }

  private static double squared(float[] a, int i, float[] b, int j, int d) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      double difference = (double) a[i * d + k] - b[j * d + k];
      sum += difference * difference;
    }
    return sum;
  }
}
