package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.golden.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MmdGoldenTest {
  @TestFactory
  Stream<DynamicTest> doubleArithmetic() {
    return Golden.tests("mmd", "mmd2_rbf", MmdGoldenTest::doubles);
  }

  @TestFactory
  Stream<DynamicTest> singlePrecision() {
    return Golden.tests("mmd", "mmd2_rbf", MmdGoldenTest::floats);
  }

  private static void doubles(GoldenCase c) {
    NpyArray x = c.input("x");
    NpyArray y = c.input("y");
    if (c.mustReject()) {
      double sigma = c.param("sigma_fixed");
      Golden.assertRejected(
          c,
          () ->
              MaximumMeanDiscrepancy.biased(
                  x.values(), x.rows(), y.values(), y.rows(), x.columns(), sigma));
      Golden.assertRejected(
          c,
          () ->
              MaximumMeanDiscrepancy.unbiased(
                  x.values(), x.rows(), y.values(), y.rows(), x.columns(), sigma));
      return;
    }
    double[] pooled = Arrays.copyOf(x.values(), x.size() + y.size());
    System.arraycopy(y.values(), 0, pooled, x.size(), y.size());
    int n = x.rows() + y.rows();
    int d = x.columns();
    double median = MedianBandwidth.ofDistances(pooled, n, d);
    c.tolerance().check("sigma_median_pooled", c.expected("sigma_median_pooled"), median);
    c.tolerance()
        .check(
            "sigma_half_median_sq_pooled",
            c.expected("sigma_half_median_sq_pooled"),
            MedianBandwidth.ofHalfSquaredDistances(pooled, n, d));
    check(c, "fixed", c.param("sigma_fixed"));
    check(c, "median_pooled", median);
    check(c, "alibi", c.expected("sigma_alibi"));
    check(c, "gamma_1_over_D", GaussianKernel.sigmaOfGamma(c.param("gamma_1_over_D")));
  }

  private static void check(GoldenCase c, String key, double sigma) {
    NpyArray x = c.input("x");
    NpyArray y = c.input("y");
    double biased =
        MaximumMeanDiscrepancy.biased(
            x.values(), x.rows(), y.values(), y.rows(), x.columns(), sigma);
    double unbiased =
        MaximumMeanDiscrepancy.unbiased(
            x.values(), x.rows(), y.values(), y.rows(), x.columns(), sigma);
    c.tolerance().check("biased_" + key, c.expected("biased_" + key), biased);
    c.tolerance().check("unbiased_" + key, c.expected("unbiased_" + key), unbiased);
  }

  private static void floats(GoldenCase c) {
    NpyArray x = c.input("x");
    NpyArray y = c.input("y");
    int n = x.rows();
    int m = y.rows();
    int d = x.columns();
    double sigma = c.param("sigma_fixed");
    if (c.mustReject()) {
      Golden.assertRejected(
          c, () -> MaximumMeanDiscrepancy.biased(x.floats(), n, y.floats(), m, d, sigma));
      Golden.assertRejected(
          c, () -> MaximumMeanDiscrepancy.unbiased(x.floats(), n, y.floats(), m, d, sigma));
      return;
    }
    Tolerance tolerance = c.singlePrecisionTolerance();
    tolerance.check(
        "biased_fixed",
        c.expected("biased_fixed"),
        MaximumMeanDiscrepancy.biased(x.floats(), n, y.floats(), m, d, sigma));
    tolerance.check(
        "unbiased_fixed",
        c.expected("unbiased_fixed"),
        MaximumMeanDiscrepancy.unbiased(x.floats(), n, y.floats(), m, d, sigma));
    float[] pooled = Arrays.copyOf(x.floats(), x.size() + y.size());
    System.arraycopy(y.floats(), 0, pooled, x.size(), y.size());
    double median = MedianBandwidth.ofDistances(pooled, n + m, d);
    tolerance.check("sigma_median_pooled", c.expected("sigma_median_pooled"), median);
    tolerance.check(
        "sigma_half_median_sq_pooled",
        c.expected("sigma_half_median_sq_pooled"),
        MedianBandwidth.ofHalfSquaredDistances(pooled, n + m, d));
    tolerance.check(
        "unbiased_median_pooled",
        c.expected("unbiased_median_pooled"),
        MaximumMeanDiscrepancy.unbiased(x.floats(), n, y.floats(), m, d, median));
    MaximumMeanDiscrepancy.Estimate both =
        MaximumMeanDiscrepancy.withMedianBandwidth(x.floats(), n, y.floats(), m, d);
    tolerance.check("sigma", c.expected("sigma_median_pooled"), both.sigma());
    tolerance.check("biased", c.expected("biased_median_pooled"), both.biased());
    tolerance.check("unbiased", c.expected("unbiased_median_pooled"), both.unbiased());
  }

  @TestFactory
  Stream<DynamicTest> severalBandwidths() {
    return Golden.tests(
        "mmd",
        "mmd2_rbf_multi",
        c -> {
          NpyArray x = c.input("x");
          NpyArray y = c.input("y");
          int n = x.rows();
          int m = y.rows();
          int d = x.columns();
          double[] sigmas = c.paramList("sigmas");
          double[] a = x.values();
          double[] b = y.values();
          c.tolerance()
              .check(
                  "biased",
                  c.expected("biased"),
                  MaximumMeanDiscrepancy.biased(a, n, b, m, d, sigmas));
          c.tolerance()
              .check(
                  "unbiased",
                  c.expected("unbiased"),
                  MaximumMeanDiscrepancy.unbiased(a, n, b, m, d, sigmas));
          Tolerance single = new Tolerance(1e-3, 2e-5);
          single.check(
              "biased",
              c.expected("biased"),
              MaximumMeanDiscrepancy.biased(x.floats(), n, y.floats(), m, d, sigmas));
          single.check(
              "unbiased",
              c.expected("unbiased"),
              MaximumMeanDiscrepancy.unbiased(x.floats(), n, y.floats(), m, d, sigmas));
        });
  }

  @TestFactory
  Stream<DynamicTest> oneVectorHasNoUnbiasedEstimate() {
    return Golden.tests(
        "mmd",
        "mmd2_rbf_unbiased",
        c -> {
          NpyArray x = c.input("x");
          NpyArray y = c.input("y");
          double sigma = c.param("sigma_fixed");
          Golden.assertRejected(
              c,
              () ->
                  MaximumMeanDiscrepancy.unbiased(
                      x.values(), x.rows(), y.values(), y.rows(), x.columns(), sigma));
          Golden.assertRejected(
              c,
              () ->
                  MaximumMeanDiscrepancy.unbiased(
                      x.floats(), x.rows(), y.floats(), y.rows(), x.columns(), sigma));
        });
  }

  @TestFactory
  Stream<DynamicTest> constantDataHasNoMedianBandwidth() {
    return Golden.tests(
        "mmd",
        "mmd2_rbf_median",
        c -> {
          NpyArray x = c.input("x");
          Golden.assertRejected(
              c, () -> MedianBandwidth.ofDistances(x.values(), x.rows(), x.columns()));
          Golden.assertRejected(
              c, () -> MedianBandwidth.ofHalfSquaredDistances(x.floats(), x.rows(), x.columns()));
        });
  }

  @Test
  void theMatrixHoldsTheKernelValues() {
    float[] x = {0, 0, 3, 4};
    float[] y = {0, 1, 3, 4, 6, 8};
    float[] matrix = GaussianKernel.matrix(x, 2, y, 3, 2, 5);
    double[] squared = {1, 25, 100, 18, 0, 25};
    double[] wide =
        GaussianKernel.matrix(
            new double[] {0, 0, 3, 4}, 2, new double[] {0, 1, 3, 4, 6, 8}, 3, 2, 5);
    assertEquals(6, matrix.length);
    for (int i = 0; i < 6; i++) {
      assertEquals(Math.exp(-squared[i] / 50), matrix[i], 1e-6);
      assertEquals(Math.exp(-squared[i] / 50), wide[i], 1e-15);
    }
    assertThrows(
        IllegalArgumentException.class, () -> GaussianKernel.matrix(x, 2, y, 3, 2, 1e-200));
  }
}
