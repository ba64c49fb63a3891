package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.stats.divergence.JensenShannon;
import io.virk.stats.divergence.KullbackLeibler;
import io.virk.stats.divergence.PopulationStabilityIndex;
import io.virk.stats.divergence.Smoothing;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BinsAndHistogramTest {
  @TestFactory
  Stream<DynamicTest> goldenBinnedSamples() {
    return Golden.tests("psi", "psi_from_samples", BinsAndHistogramTest::binned);
  }

  private static void binned(GoldenCase c) {
    double[] reference = c.input("reference").values();
    double[] current = c.input("current").values();
    int count = (int) c.param("bins");
    Moments range = Moments.of(reference);
    Bins bins =
        c.text("binning").equals("quantile")
            ? Bins.quantiles(reference, count)
            : Bins.uniform(range.min(), range.max(), count);
    c.tolerance().check("inner_edges", c.expectedArray("inner_edges").values(), bins.innerEdges());
    Histogram before = Histogram.of(bins, reference);
    Histogram now = Histogram.of(bins, current);
    assertArrayEquals(c.expectedArray("reference_counts").values(), before.masses());
    assertArrayEquals(c.expectedArray("current_counts").values(), now.masses());
    c.tolerance()
        .check(
            "psi_floor_1e-4",
            c.expected("psi_floor_1e-4"),
            PopulationStabilityIndex.of(before.masses(), now.masses(), Smoothing.floor(1e-4)));
    Smoothing additive = Smoothing.additive(0.5);
    c.tolerance()
        .check(
            "psi_additive_0.5",
            c.expected("psi_additive_0.5"),
            PopulationStabilityIndex.of(before.masses(), now.masses(), additive));
    c.tolerance()
        .check(
            "kl_additive_0.5",
            c.expected("kl_additive_0.5"),
            KullbackLeibler.of(before.masses(), now.masses(), additive));
    c.tolerance()
        .check(
            "js_divergence_additive_0.5",
            c.expected("js_divergence_additive_0.5"),
            JensenShannon.divergence(before.masses(), now.masses(), additive));
  }

  @Test
  void uniformAndGivenEdgesAgreeEverywhere() {
    Bins uniform = Bins.uniform(-0.3, 0.7, 10);
    Bins given = Bins.ofInnerEdges(uniform.innerEdges());
    assertEquals(uniform, given);
    assertEquals(uniform.hashCode(), given.hashCode());
    for (double edge : uniform.innerEdges()) {
      for (double v : new double[] {Math.nextDown(edge), edge, Math.nextUp(edge)}) {
        assertEquals(given.indexOf(v), uniform.indexOf(v));
      }
    }
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 10_000; i++) {
      double v = random.nextDouble(-1, 1);
      assertEquals(given.indexOf(v), uniform.indexOf(v));
    }
    assertEquals(0, uniform.indexOf(-Double.MAX_VALUE));
    assertEquals(9, uniform.indexOf(Double.MAX_VALUE));
  }

  @Test
  void levelsAreThePixelValues() {
    Bins levels = Bins.levels256();
    assertEquals(256, levels.count());
    for (int i = 0; i < 256; i++) {
      assertEquals(i, levels.indexOf(i));
      assertEquals(i, levels.indexOf(i + 0.999));
    }
    assertEquals(0, levels.indexOf(-5));
    assertEquals(255, levels.indexOf(300));
  }

  @Test
  void quantilesMergeEqualEdges() {
    assertArrayEquals(new double[] {7}, Bins.quantiles(new double[] {7, 7, 7}, 10).innerEdges());
    assertEquals(1, Bins.quantiles(new double[] {1, 2}, 1).count());
    assertArrayEquals(
        new double[] {2, 3}, Bins.quantiles(new double[] {4, 1, 3, 2}, 3).innerEdges(), 1e-15);
  }

  @Test
  void badArgumentsAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> Bins.uniform(1, 1, 4));
    assertThrows(IllegalArgumentException.class, () -> Bins.uniform(Double.NaN, 1, 4));
    assertThrows(IllegalArgumentException.class, () -> Bins.uniform(0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> Bins.uniform(1, Math.nextUp(1.0), 4));
    assertThrows(IllegalArgumentException.class, () -> Bins.quantiles(new double[0], 4));
    assertThrows(IllegalArgumentException.class, () -> Bins.ofInnerEdges(1, 1));
    Histogram histogram = Histogram.of(Bins.levels256(), 1, 2);
    for (double v : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1 / 0.0}) {
      assertThrows(IllegalArgumentException.class, () -> histogram.accept(v));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> histogram.combine(new Histogram(Bins.uniform(0, 1, 4))));
    assertEquals(2, histogram.total());
    assertEquals(2, Arrays.stream(histogram.counts()).sum());
  }

  @Test
  void mergingIsCountingAll() {
    Bins bins = Bins.uniform(0, 1, 7);
    double[] values = new SplittableRandom(5).doubles(100).toArray();
    Histogram all = Histogram.of(bins, values);
    Histogram a = Histogram.of(bins, Arrays.copyOf(values, 30));
    Histogram b = Histogram.of(bins, Arrays.copyOfRange(values, 30, 100));
    assertArrayEquals(all.counts(), b.combine(a).combine(new Histogram(bins)).counts());
    assertEquals(100, b.total());
    b.combine(b);
    assertEquals(200, b.total());
    assertEquals(200, Arrays.stream(b.counts()).sum());
    b.clear();
    assertEquals(0, b.total());
    assertEquals(0, Arrays.stream(b.counts()).sum());
  }

  @Test
  void centresLieInTheirBins() {
    Bins bins = Bins.ofInnerEdges(0, 1, 4);
    assertArrayEquals(new double[] {-1, 0.5, 2.5, 7}, bins.centres(-2, 10));
    assertArrayEquals(new double[] {0, 0.5, 2.5, 4}, bins.centres(2, 3));
    assertArrayEquals(new double[] {1}, Bins.ofInnerEdges().centres(0, 2));
    assertThrows(IllegalArgumentException.class, () -> bins.centres(1, 1));
  }
}
