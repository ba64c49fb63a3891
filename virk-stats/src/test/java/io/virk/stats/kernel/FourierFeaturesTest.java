package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourierFeaturesTest {
  /** Both forms: cosines and sines, and cosines with a random offset. */
  @TestFactory
  Stream<DynamicTest> golden() {
    return Golden.tests(
        "rff",
        "rff_mmd",
        c -> {
          NpyArray w = c.input("W");
          int count = w.rows();
          int d = w.columns();
          golden(c, "cossin", RandomFourierFeatures.ofFrequencies(w.values(), count, d));
          double[] offsets = c.input("b").values();
          golden(c, "offset", OffsetFourierFeatures.ofFrequencies(w.values(), offsets, count, d));
        });
  }

  private static void golden(GoldenCase c, String form, FeatureMap map) {
    NpyArray x = c.input("x");
    NpyArray y = c.input("y");
    MeanEmbedding ofX = new MeanEmbedding(map);
    MeanEmbedding ofY = new MeanEmbedding(map);
    MeanEmbedding floatsOfX = new MeanEmbedding(map);
    MeanEmbedding floatsOfY = new MeanEmbedding(map);
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> addAll(x, ofX));
      Golden.assertRejected(c, () -> addAllFloats(x, floatsOfX));
      assertEquals(0, ofX.count());
      return;
    }
    NpyArray features = c.expectedArray("features_x_" + form);
    float[] narrow = new float[map.featureCount()];
    float[] scratch = new float[map.scratchLength()];
    for (int i = 0; i < x.rows(); i++) {
      c.tolerance().check("features", features.row(i), map.map(x.row(i)));
      map.map(floats(x.row(i)), narrow, scratch);
      double[] widened = MaximumMeanDiscrepancy.widened(narrow);
      c.singlePrecisionTolerance().check("features", features.row(i), widened);
    }
    if (c.expects("kernel_approx_x0_x1_" + form)) {
      double product = product(map.map(x.row(0)), map.map(x.row(1)));
      c.tolerance().check("kernel", c.expected("kernel_approx_x0_x1_" + form), product);
    }
    addAll(x, ofX);
    addAll(y, ofY);
    c.tolerance().check("mmd", c.expected("mmd2_" + form), ofX.mmd(ofY));
    addAllFloats(x, floatsOfX);
    addAllFloats(y, floatsOfY);
    c.singlePrecisionTolerance().check("mmd", c.expected("mmd2_" + form), floatsOfX.mmd(floatsOfY));
  }

  @TestFactory
  Stream<DynamicTest> goldenConvergence() {
    return Golden.tests(
        "rff",
        "rff_mmd_convergence",
        c -> {
          NpyArray x = c.input("x");
          NpyArray y = c.input("y");
          int count = (int) c.param("n_features");
          double sigma = c.param("sigma");
          SplittableRandom random = new SplittableRandom(8);
          FeatureMap[] maps = {
            RandomFourierFeatures.of(count, x.columns(), sigma, random),
            OffsetFourierFeatures.of(count, x.columns(), sigma, random),
            StructuredFourierFeatures.of(count, x.columns(), sigma, random)
          };
          for (FeatureMap map : maps) {
            MeanEmbedding ofX = new MeanEmbedding(map);
            MeanEmbedding ofY = new MeanEmbedding(map);
            addAllFloats(x, ofX);
            addAllFloats(y, ofY);
            c.tolerance().check("mmd", c.expected("mmd2_exact_biased"), ofX.mmd(ofY));
          }
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 33, 300})
  void structuredFeaturesStandForTheKernel(int d) {
    SplittableRandom random = new SplittableRandom(d);
    double sigma = 2 * Math.sqrt(d);
    StructuredFourierFeatures map = StructuredFourierFeatures.of(8192, d, sigma, random);
    float[] a = floats(random.doubles(d).map(v -> 4 * v).toArray());
    float[] b = floats(random.doubles(d).map(v -> 4 * v).toArray());
    float[] za = new float[map.featureCount()];
    float[] zb = new float[map.featureCount()];
    float[] scratch = new float[map.scratchLength()];
    map.map(a, za, scratch);
    map.map(b, zb, scratch);
    double product = 0;
    double length = 0;
    for (int i = 0; i < za.length; i++) {
      product += za[i] * zb[i];
      length += za[i] * za[i];
    }
    double expected = GaussianKernel.matrix(a, 1, b, 1, d, sigma)[0];
    assertEquals(expected, product, 0.04);
    assertEquals(1, length, 1e-5);
    double[] exact = map.map(MaximumMeanDiscrepancy.widened(a));
    assertArrayEquals(exact, MaximumMeanDiscrepancy.widened(za), 2e-6);
  }

  @Test
  void structuredFrequenciesAreOrthogonalAndOfEqualLength() {
    int d = 64;
    double sigma = 1e3; // small phases: the sines are the phases
    StructuredFourierFeatures map =
        StructuredFourierFeatures.of(1, d, sigma, new SplittableRandom(4));
    assertEquals(d, map.frequencyCount());
    double[][] frequencies = new double[d][d];
    for (int k = 0; k < d; k++) {
      double[] unit = new double[d];
      unit[k] = 1;
      double[] features = map.map(unit);
      for (int f = 0; f < d; f++) {
        frequencies[f][k] = Math.asin(features[d + f] * Math.sqrt(d));
      }
    }
    for (int f = 0; f < d; f++) {
      for (int g = 0; g < d; g++) {
        double product = 0;
        for (int k = 0; k < d; k++) {
          product += frequencies[f][k] * frequencies[g][k];
        }
        assertEquals(f == g ? d / (sigma * sigma) : 0, product, 1e-10);
      }
    }
  }

  @Test
  void mergingIsAddingAll() {
    FeatureMap map = RandomFourierFeatures.of(16, 3, 1, new SplittableRandom(1));
    MeanEmbedding all = new MeanEmbedding(map);
    MeanEmbedding first = new MeanEmbedding(map);
    MeanEmbedding second = new MeanEmbedding(map);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 50; i++) {
      float[] x = floats(random.doubles(3).toArray());
      all.accept(x);
      (i % 3 == 0 ? first : second).accept(x);
    }
    double[] expected = all.mean();
    MeanEmbedding merged = new MeanEmbedding(map).combine(second).combine(first);
    assertArrayEquals(expected, merged.mean(), 1e-12);
    assertEquals(50, merged.count());
    assertEquals(0, merged.mmd(all), 1e-20);
    merged.combine(merged);
    assertArrayEquals(expected, merged.mean(), 1e-12);
    merged.clear();
    assertThrows(IllegalArgumentException.class, () -> merged.mmd(all));
    assertThrows(IllegalArgumentException.class, () -> all.accept(new float[] {1, Float.NaN, 1}));
    assertArrayEquals(expected, all.mean());
    FeatureMap other = RandomFourierFeatures.of(16, 3, 1, new SplittableRandom(1));
    assertThrows(IllegalArgumentException.class, () -> all.mmd(new MeanEmbedding(other)));
    assertThrows(
        IllegalArgumentException.class,
        () -> map.map(new float[3], new float[31], new float[map.scratchLength()]));
  }

  /** Phases far beyond single precision: still features, never NaN, and those of double. */
  @Test
  void longVectorsHaveFeaturesToo() {
    SplittableRandom random = new SplittableRandom(3);
    for (int d : new int[] {1, 5, 64, 4096}) {
      FeatureMap[] maps = {
        RandomFourierFeatures.of(8, d, 1, random),
        OffsetFourierFeatures.of(8, d, 1, random),
        StructuredFourierFeatures.of(8, d, 1, random),
        StructuredFourierFeatures.of(8, d, 1e-30, random),
        StructuredFourierFeatures.of(8, d, 1e30, random),
        RandomFourierFeatures.of(8, d, 1e-29, random),
        RandomFourierFeatures.of(8, d, 1e150, random)
      };
      for (FeatureMap map : maps) {
        float[] features = new float[map.featureCount()];
        float[] scratch = new float[map.scratchLength()];
        for (float size : new float[] {0, 1e-38f, 1, 2e4f, 1e8f, 1e25f, Float.MAX_VALUE}) {
          float[] x = new float[d];
          Arrays.fill(x, size);
          map.map(x, features, scratch);
          double[] exact = map.map(MaximumMeanDiscrepancy.widened(x));
          for (int i = 0; i < features.length; i++) {
            assertTrue(Math.abs(features[i]) <= 1, "size " + size + ", d " + d + " " + map);
            assertTrue(Math.abs(exact[i]) <= 1);
          }
          if (size == Float.MAX_VALUE && map == maps[0]) {
            assertArrayEquals(floats(exact), features);
          }
        }
      }
    }
    FeatureMap map = RandomFourierFeatures.of(8, 2, 1e-3, random);
    double[] largest = {Double.MAX_VALUE, Double.MAX_VALUE};
    assertThrows(IllegalArgumentException.class, () -> map.map(largest));
    FeatureMap structured = StructuredFourierFeatures.of(8, 2, 1e-3, random);
    assertThrows(IllegalArgumentException.class, () -> structured.map(largest));
    FeatureMap identity = Newma.identity(2);
    assertThrows(IllegalArgumentException.class, () -> identity.map(largest));
    assertThrows(
        IllegalArgumentException.class, () -> StructuredFourierFeatures.of(8, 2, 1e31, random));
    double[] huge = {1e31};
    assertThrows(
        IllegalArgumentException.class, () -> RandomFourierFeatures.ofFrequencies(huge, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> OffsetFourierFeatures.ofFrequencies(new double[1], new double[] {7}, 1, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> OffsetFourierFeatures.ofFrequencies(new double[1], new double[2], 1, 1));
  }

  private static double product(double[] a, double[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += a[i] * b[i];
    }
    return product;
  }

  private static void addAll(NpyArray x, MeanEmbedding embedding) {
    for (int i = 0; i < x.rows(); i++) {
      embedding.accept(x.row(i));
    }
  }

  private static void addAllFloats(NpyArray x, MeanEmbedding embedding) {
    for (int i = 0; i < x.rows(); i++) {
      embedding.accept(floats(x.row(i)));
    }
  }

  private static float[] floats(double[] values) {
    return new NpyArray("<f8", new int[] {values.length}, Arrays.copyOf(values, values.length))
        .floats();
  }
}
