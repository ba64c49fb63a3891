package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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
        c ->
            c.tolerance()
                .check(
                    "p",
                    c.expected("p_kolmogorov"),
                    KolmogorovSmirnov.asymptoticP(
                        c.param("d"), (int) c.param("n"), (int) c.param("m"))));
  }

  @Test
  void bothFormsOfTheTailMeet() {
    double below = KolmogorovSmirnov.asymptoticP(Math.nextDown(Math.sqrt(0.5)), 2, 4_000_000);
    double above = KolmogorovSmirnov.asymptoticP(Math.nextUp(Math.sqrt(0.5)), 2, 4_000_000);
    assertEquals(below, above, 1e-6);
    assertEquals(1, KolmogorovSmirnov.asymptoticP(0, 5, 5));
    assertTrue(KolmogorovSmirnov.asymptoticP(1e-9, 5, 5) <= 1);
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
