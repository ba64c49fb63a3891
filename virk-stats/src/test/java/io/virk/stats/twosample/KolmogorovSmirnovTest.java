package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("plain")
class KolmogorovSmirnovTest {
  @TestFactory
  Stream<DynamicTest> goldenSamples() {
    return Golden.tests("ks", "ks_two_sample", KolmogorovSmirnovTest::twoSample);
  }

  @Test
  void whatIsNotSortedIsRejected() {
    double[] sorted = {1, 1, 2};
    double[] unsorted = {1, 3, 2};
    assertThrows(
        IllegalArgumentException.class,
        () -> KolmogorovSmirnov.statisticOfSorted(sorted, unsorted));
    assertThrows(IllegalArgumentException.class, () -> Wasserstein.ofSorted(unsorted, sorted));
    assertEquals(
        Wasserstein.of(sorted, unsorted), Wasserstein.ofSorted(sorted, new double[] {1, 2, 3}));
  }

  private static void twoSample(GoldenCase c) {
    double[] x = c.input("x").values();
    double[] y = c.input("y").values();
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> KolmogorovSmirnov.test(x, y));
      Golden.assertRejected(c, () -> KolmogorovSmirnov.statistic(x, y));
      return;
    }
    KolmogorovSmirnov.Result result = KolmogorovSmirnov.test(x, y);
    c.tolerance().check("statistic", c.expected("statistic"), result.statistic());
    c.tolerance().check("statistic_less", c.expected("statistic_less"), result.statisticLess());
    c.tolerance()
        .check("statistic_greater", c.expected("statistic_greater"), result.statisticGreater());
    c.tolerance().check("p_asymp", c.expected("p_asymp_kolmogorov"), result.asymptoticP());
    c.tolerance().check("p_kstwo", c.expected("p_asymp_kstwo"), result.effectiveSizeP());
    if (c.expects("p_exact")) {
      c.tolerance().check("p_exact", c.expected("p_exact"), result.exactP());
      assertEquals(
          result.exactP(), KolmogorovSmirnov.exactP(result.statistic(), x.length, y.length));
    }
    assertEquals(result.statistic(), KolmogorovSmirnov.statistic(x, y));
    assertEquals(
        result.statistic(),
        KolmogorovSmirnov.statisticOfSorted(
            DoubleStream.of(x).sorted().toArray(), DoubleStream.of(y).sorted().toArray()));
  }

  @TestFactory
  Stream<DynamicTest> goldenTails() {
    return Golden.tests(
        "ks",
        "ks_asymptotic_sf",
        c -> {
          double d = c.param("d");
          int n = (int) c.param("n");
          int m = (int) c.param("m");
          double limit = KolmogorovSmirnov.asymptoticP(d, n, m);
          c.tolerance().check("p", c.expected("p_kolmogorov"), limit);
          int size = (int) Math.rint((double) n * m / (n + m));
          c.tolerance().check("p", c.expected("p_kstwo"), KolmogorovSmirnov.oneSampleP(d, size));
        });
  }

  @Test
  void bothFormsOfTheTailMeet() {
    double below = KolmogorovSmirnov.asymptoticP(Math.nextDown(Math.sqrt(0.5)), 2, 4_000_000);
    double above = KolmogorovSmirnov.asymptoticP(Math.nextUp(Math.sqrt(0.5)), 2, 4_000_000);
    assertEquals(below, above, 1e-6);
    assertEquals(1, KolmogorovSmirnov.asymptoticP(0, 5, 5));
    assertTrue(KolmogorovSmirnov.asymptoticP(1e-9, 5, 5) <= 1);
  }

  /** By hand, and where one way to compute it meets the next. */
  @Test
  @Tag("slow")
  void theOneSampleDistributionIsOfOnePiece() {
    // n = 1: |u - 1/2| >= d - 1/2; n = 2, d <= 1/2: 1 - 2 (2 d - 1/2)^2
    assertEquals(1, KolmogorovSmirnov.oneSampleP(0.5, 1));
    assertEquals(0.6, KolmogorovSmirnov.oneSampleP(0.7, 1), 1e-15);
    assertEquals(1 - 2 * 0.3 * 0.3, KolmogorovSmirnov.oneSampleP(0.4, 2), 1e-15);
    // from the tables of Birnbaum (1952): 5 % points
    assertEquals(0.05, KolmogorovSmirnov.oneSampleP(0.40925, 10), 1e-5);
    assertEquals(0.05, KolmogorovSmirnov.oneSampleP(0.13403, 100), 2e-5);
    for (int n : new int[] {1, 2, 3, 17, 139, 140, 141, 142, 1000, 100_000}) {
      double before = 1;
      for (int i = 0; i <= 400; i++) {
        double d = i / 400.0;
        double p = KolmogorovSmirnov.oneSampleP(d, n);
        assertTrue(p >= 0 && p <= before * (1 + 1e-6), "n " + n + ", d " + d + ": " + p);
        before = p;
      }
      assertEquals(0, before);
      for (double squared : new double[] {2.2, 4}) {
        double d = Math.sqrt(squared / n);
        if (d < 1) {
          double left = KolmogorovSmirnov.oneSampleP(d * (1 - 1e-12), n);
          double right = KolmogorovSmirnov.oneSampleP(d * (1 + 1e-12), n);
          assertEquals(1, left / right, 3e-5, "n " + n + ", n d^2 " + squared);
        }
      }
    }
    for (double t = 2.6; t < 13; t += 0.4) {
      double under = KolmogorovSmirnov.oneSampleP(t / 1e3, 1_000_000);
      double above = KolmogorovSmirnov.oneSampleP(t / Math.sqrt(1_000_001), 1_000_001);
      assertEquals(1, under / above, 1e-4);
    }
    for (double t = 0.3; t < 2.5; t += 0.05) {
      double exact = KolmogorovSmirnov.oneSampleP(t / Math.sqrt(140), 140);
      double expanded = KolmogorovSmirnov.oneSampleP(t / Math.sqrt(141), 141);
      assertEquals(exact, expanded, 0.003 * Math.sqrt(exact));
      double under = KolmogorovSmirnov.oneSampleP(t / 1e3, 1_000_000);
      double above = KolmogorovSmirnov.oneSampleP(t / Math.sqrt(1_000_001), 1_000_001);
      assertEquals(1, under / above, 1e-4);
    }
  }

  @Test
  void exactPIsLeftOutAboveTheLimit() {
    double[] x = new double[2001];
    double[] y = new double[2000];
    x[0] = 1;
    KolmogorovSmirnov.Result result = KolmogorovSmirnov.test(x, y);
    assertTrue(Double.isNaN(result.exactP()));
    assertEquals(result.asymptoticP(), result.pValue());
    KolmogorovSmirnov.Result small = KolmogorovSmirnov.test(new double[] {1}, new double[] {2});
    assertEquals(small.exactP(), small.pValue());
  }

  @Test
  void distancesOutOfRangeAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.exactP(1.1, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> KolmogorovSmirnov.asymptoticP(0.5, 0, 5));
    assertThrows(
        IllegalArgumentException.class, () -> KolmogorovSmirnov.asymptoticP(Double.NaN, 5, 5));
  }
}
