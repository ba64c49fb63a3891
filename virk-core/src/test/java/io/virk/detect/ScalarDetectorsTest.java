package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.Tolerance;
import io.virk.signal.ScalarSignal;
import io.virk.stats.Means;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarDetectorsTest {
  static List<Detector> detectors() {
    return Detector.all().stream().filter(d -> d.appliesTo(ScalarSignal.BRIGHTNESS)).toList();
  }

  private static Comparison compare(Detector detector, double[] reference, double[] window) {
    return detector
        .against(ScalarSignal.BRIGHTNESS, Tables.scalars(reference))
        .compare(Tables.scalars(window));
  }

  @TestFactory
  Stream<DynamicTest> stabilityAndDivergenceOverDecilesAreTheGoldenOnes() {
    List<GoldenCase> cases =
        Golden.family("psi").stream()
            .filter(c -> c.stat().equals("psi_from_samples") && c.id().endsWith("quantile10"))
            .toList();
    assertTrue(cases.size() >= 6, () -> "cases: " + cases);
    return cases.stream().map(c -> DynamicTest.dynamicTest(c.id(), () -> overDeciles(c)));
  }

  private static void overDeciles(GoldenCase c) {
    double[] reference = c.input("reference").values();
    double[] current = c.input("current").values();
    c.tolerance()
        .check(
            "psi",
            c.expected("psi_additive_0.5"),
            compare(new BinnedPopulationStability(), reference, current).statistic());
    // theirs is KL(reference || current); the index is the sum of both directions
    double stability = compare(new BinnedPopulationStability(), reference, current).statistic();
    double divergence = compare(new KullbackLeiblerDetector(), reference, current).statistic();
    c.tolerance().check("kl", c.expected("kl_additive_0.5"), stability - divergence);
  }

  @TestFactory
  Stream<DynamicTest> wassersteinIsTheGoldenOneInDeviations() {
    return samples("wasserstein", "wasserstein_1d")
        .map(c -> DynamicTest.dynamicTest(c.id(), () -> wasserstein(c)));
  }

  private static void wasserstein(GoldenCase c) {
    double[] x = c.input("x").values();
    double[] sorted = x.clone();
    Arrays.sort(sorted);
    double deviation = ScalarDetector.deviation(sorted, Means.of(sorted));
    Comparison comparison = compare(new WassersteinDetector(), x, c.input("y").values());
    new Tolerance(1e-9, 1e-12)
        .check("value", c.expected("value"), comparison.statistic() * deviation);
    assertEquals(comparison.statistic(), comparison.effectSize());
  }

  @TestFactory
  Stream<DynamicTest> kolmogorovSmirnovIsTheGoldenOne() {
    return samples("ks", "ks_two_sample")
        .map(
            c ->
                DynamicTest.dynamicTest(
                    c.id(),
                    () ->
                        c.tolerance()
                            .check(
                                "statistic",
                                c.expected("statistic"),
                                compare(
                                        new KolmogorovSmirnovDetector(),
                                        c.input("x").values(),
                                        c.input("y").values())
                                    .statistic())));
  }

  private static Stream<GoldenCase> samples(String family, String stat) {
    List<GoldenCase> cases =
        Golden.family(family).stream()
            .filter(c -> c.stat().equals(stat) && !c.mustReject())
            .filter(c -> Math.min(c.input("x").values().length, c.input("y").values().length) >= 8)
            .filter(c -> largest(c.input("x").values()) < 1e100)
            .toList();
    assertTrue(cases.size() >= 8, () -> "cases: " + cases);
    return cases.stream();
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void neitherOrderNorUnitMatters(Detector detector) {
    SplittableRandom random = new SplittableRandom(5);
    double[] reference = new double[300];
    Arrays.setAll(reference, i -> random.nextGaussian());
    double[] window = new double[40];
    Arrays.setAll(window, i -> 1 + random.nextGaussian());
    Comparison comparison = compare(detector, reference, window);
    double[] turned = new double[window.length];
    Arrays.setAll(turned, i -> window[(7 * i + 3) % turned.length]);
    assertEquals(comparison, compare(detector, reference, turned));
    double[] scaledReference = Arrays.stream(reference).map(v -> 64 * v).toArray();
    double[] scaledWindow = Arrays.stream(window).map(v -> 64 * v).toArray();
    Comparison scaled = compare(detector, scaledReference, scaledWindow);
    assertEquals(comparison.statistic(), scaled.statistic(), 1e-9);
    assertEquals(comparison.effectSize(), scaled.effectSize(), 1e-9);
    assertEquals(64 * comparison.change(), scaled.change(), 1e-9);
    assertTrue(comparison.change() > 0);
    assertTrue(comparison.statistic() > compare(detector, reference, reference).statistic());
    assertEquals(40, comparison.n());
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void constantSignals(Detector detector) {
    double[] constant = new double[50];
    Arrays.fill(constant, 128);
    double[] same = Arrays.copyOf(constant, 16);
    double[] above = new double[16];
    Arrays.fill(above, 129);
    double[] below = new double[16];
    Arrays.fill(below, 127);
    Comparison unmoved = compare(detector, constant, same);
    assertEquals(0, unmoved.effectSize(), 1e-12);
    assertEquals(0, unmoved.change());
    for (double[] moved : List.of(above, below)) {
      Comparison comparison = compare(detector, constant, moved);
      assertTrue(comparison.statistic() > unmoved.statistic(), detector.name());
      assertTrue(comparison.effectSize() > detector.minimumEffect(), detector.name());
      assertTrue(Double.isFinite(comparison.statistic()));
    }
    double[] nulls =
        detector.nullStatistics(
            ScalarSignal.BRIGHTNESS, Tables.scalars(constant), Tables.resampler(50), 20);
    assertTrue(Arrays.stream(nulls).allMatch(Double::isFinite));
  }

  @ParameterizedTest
  @MethodSource("detectors")
  void theFastNullDistributionIsTheSlowOneToo(Detector detector) {
    SplittableRandom random = new SplittableRandom(5);
    double[] values = new double[90];
    // ties, and values that are missing
    Arrays.setAll(values, i -> i % 4 == 0 ? Double.NaN : Math.floor(4 * random.nextGaussian()));
    Detector.Resampler resampler = Tables.resampler(90);
    double[] fast =
        detector.nullStatistics(ScalarSignal.BRIGHTNESS, Tables.scalars(values), resampler, 30);
    double[] slow =
        new Tables.Plain(detector)
            .nullStatistics(ScalarSignal.BRIGHTNESS, Tables.scalars(values), resampler, 30);
    assertArrayEquals(slow, fast, 1e-12);
  }

  @Test
  void theEffectOfAnUnchangedSignalIsBelowTheFloor() {
    for (Detector detector : detectors()) {
      int above = 0;
      for (int i = 0; i < 100; i++) {
        SplittableRandom random = new SplittableRandom(i);
        double[] reference = new double[1000];
        Arrays.setAll(reference, j -> random.nextGaussian());
        double[] window = new double[64];
        Arrays.setAll(window, j -> random.nextGaussian());
        above +=
            compare(detector, reference, window).effectSize() >= detector.minimumEffect() ? 1 : 0;
      }
      assertTrue(above <= 5, detector.name() + ": " + above);
    }
  }
}
