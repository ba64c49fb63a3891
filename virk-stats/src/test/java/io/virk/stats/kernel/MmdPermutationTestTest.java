package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MmdPermutationTestTest {
  @TestFactory
  Stream<DynamicTest> golden() {
    return Golden.tests("mmd", "mmd_permutation_test", MmdPermutationTestTest::golden);
  }

  private static void golden(GoldenCase c) {
    NpyArray x = c.input("x");
    NpyArray y = c.input("y");
    NpyArray rows = c.input("permutations");
    int n = x.rows();
    int m = y.rows();
    int d = x.columns();
    double sigma = c.param("sigma");
    int[][] permutations = new int[rows.rows()][];
    for (int p = 0; p < permutations.length; p++) {
      permutations[p] = new NpyArray("<i4", new int[] {rows.columns()}, rows.row(p)).ints();
    }
    MmdPermutationTest.Result result =
        MmdPermutationTest.test(x.values(), n, y.values(), m, d, sigma, permutations);
    c.tolerance().check("biased", c.expected("observed_biased"), result.biased());
    c.tolerance().check("unbiased", c.expected("observed_unbiased"), result.unbiased());
    assertEquals(c.expected("count_ge_biased"), result.countBiased());
    assertEquals(c.expected("count_ge_unbiased"), result.countUnbiased());
    c.tolerance().check("p", c.expected("p_biased_add_one"), result.pBiased());
    c.tolerance().check("p", c.expected("p_unbiased_add_one"), result.pUnbiased());

    // the matrix product of all permutations, in single precision
    PermutationSplits splits = PermutationSplits.of(n, n + m, permutations);
    PackedRows pooled = new PackedRows(n + m, d, new float[d]);
    pooled.set(0, x.floats(), 0, n);
    pooled.set(n, y.floats(), 0, m);
    float gamma = (float) GaussianKernel.gamma(sigma);
    PermutedSums sums = new PermutedSums(pooled, splits, gamma, new Pairs());
    sums.compute();
    double[] expected = c.expectedArray("permuted_biased").values();
    double all = 0;
    for (double row : sums.rows()) {
      all += row / 2;
    }
    for (int p = 0; p < expected.length; p++) {
      double xx = sums.within()[p + 1];
      double xy = splits.sumOverX(sums.rows(), p + 1) - 2 * xx;
      assertEquals(expected[p], MmdSums.biased(xx, all - xx - xy, xy, n, m), 2e-6);
    }
  }

  /** Sizes around the tiles and squares, against plain sums. */
  @ParameterizedTest
  @CsvSource({"2, 2, 3", "20, 33, 5", "300, 290, 70", "2100, 150, 3"})
  void theMatrixProductMeetsPlainSums(int n, int m, int permutations) {
    int d = 3;
    int size = n + m;
    SplittableRandom random = new SplittableRandom(size);
    float[] x = new float[size * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    PermutationSplits splits = PermutationSplits.random(n, size, permutations, random);
    PackedRows pooled = PackedRows.of(x, size, d, PackedRows.mean(x, size, d));
    PermutedSums sums = new PermutedSums(pooled, splits, 2, new Pairs());
    sums.compute();
    double[] within = new double[splits.count()];
    double[] rows = new double[size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < i; j++) {
        double squared = 0;
        for (int k = 0; k < d; k++) {
          double difference = (double) x[i * d + k] - x[j * d + k];
          squared += difference * difference;
        }
        double kernel = Math.exp(-2 * squared);
        rows[i] += kernel;
        rows[j] += kernel;
        for (int p = 0; p < within.length; p++) {
          within[p] += splits.isX(i, p) && splits.isX(j, p) ? kernel : 0;
        }
      }
    }
    for (int i = 0; i < size; i++) {
      assertEquals(rows[i], sums.rows()[i], 1e-5 * rows[i]);
    }
    for (int p = 0; p < within.length; p++) {
      assertEquals(within[p], sums.within()[p], 1e-5 * within[p]);
      double rowsOfX = splits.sumOverX(rows, p);
      assertEquals(rowsOfX, sums.rowsOfX()[p], 1e-5 * rowsOfX);
    }
  }

  @Test
  void everySplitHasTheSizeOfX() {
    PermutationSplits splits = PermutationSplits.random(7, 20, 100, new SplittableRandom(1));
    double[] ones = new double[20];
    java.util.Arrays.fill(ones, 1);
    double[] first = new double[20];
    first[0] = 1;
    double chosen = 0;
    for (int p = 0; p < splits.count(); p++) {
      assertEquals(7, splits.sumOverX(ones, p));
      chosen += splits.sumOverX(first, p);
    }
    // binomial(100, 0.35): six standard deviations
    assertEquals(36, chosen, 29);
  }

  @Test
  void aShiftIsFoundAndItsAbsenceIsNot() {
    SplittableRandom random = new SplittableRandom(11);
    int n = 120;
    int d = 8;
    float[] x = gaussian(n, d, 0, random);
    float[] y = gaussian(n, d, 0, random);
    float[] z = gaussian(n, d, 1, random);
    MmdPermutationTest.Result same =
        MmdPermutationTest.test(x, n, y, n, d, 4, 199, new SplittableRandom(1));
    MmdPermutationTest.Result shifted =
        MmdPermutationTest.test(x, n, z, n, d, 4, 199, new SplittableRandom(1));
    assertTrue(same.pUnbiased() > 0.02, () -> "p " + same.pUnbiased());
    assertEquals(1 / 200.0, shifted.pUnbiased());
    assertEquals(1 / 200.0, shifted.pBiased());
    assertEquals(MaximumMeanDiscrepancy.biased(x, n, z, n, d, 4), shifted.biased(), 1e-6);
    assertEquals(MaximumMeanDiscrepancy.unbiased(x, n, y, n, d, 4), same.unbiased(), 1e-6);
    MmdPermutationTest.Result again =
        MmdPermutationTest.test(x, n, y, n, d, 4, 199, new SplittableRandom(1));
    assertEquals(same, again);
  }

  @Test
  void equalSamplesCountEverySplit() {
    float[] x = {1, 1, 1, 1, 1, 1};
    MmdPermutationTest.Result result =
        MmdPermutationTest.test(x, 3, x, 3, 2, 1, 50, new SplittableRandom(2));
    assertEquals(50, result.countBiased());
    assertEquals(1, result.pUnbiased());
  }

  @Test
  void badArgumentsAreRejected() {
    float[] x = new float[4];
    double[] wide = new double[4];
    SplittableRandom random = new SplittableRandom(1);
    assertThrows(
        IllegalArgumentException.class, () -> MmdPermutationTest.test(x, 4, x, 4, 1, 1, 0, random));
    assertThrows(
        IllegalArgumentException.class,
        () -> MmdPermutationTest.test(new float[1], 1, x, 4, 1, 1, 9, random));
    assertThrows(
        IllegalArgumentException.class,
        () -> MmdPermutationTest.test(wide, 4, wide, 4, 1, 1, new int[][] {{0, 1, 2}}));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            MmdPermutationTest.test(
                wide, 4, wide, 4, 1, 1, new int[][] {{0, 1, 2, 3, 4, 5, 6, 6}}));
  }

  private static float[] gaussian(int n, int d, double mean, SplittableRandom random) {
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (random.nextGaussian() + mean);
    }
    return x;
  }
}
