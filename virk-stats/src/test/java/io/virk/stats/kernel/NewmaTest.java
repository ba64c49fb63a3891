package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NewmaTest {
  /** The normal quantile of 0.95, as scipy.stats.norm.ppf gives it. */
  private static final double QUANTILE_95 = 1.6448536269514722;

  @TestFactory
  Stream<DynamicTest> goldenTraces() {
    return Golden.tests("newma", "newma_trace", NewmaTest::trace);
  }

  private static void trace(GoldenCase c) {
    NpyArray x = c.input("x");
    FeatureMap map = Newma.identity(x.columns());
    if (c.text("features").equals("cossin")) {
      NpyArray w = c.input("W");
      map = RandomFourierFeatures.ofFrequencies(w.values(), w.rows(), w.columns());
    }
    double slow = c.param("forget_factor");
    double fast = c.param("forget_factor2");
    if (c.mustReject()) {
      FeatureMap used = map;
      Newma[] newma = new Newma[1];
      Golden.assertRejected(
          c,
          () -> {
            newma[0] = new Newma(used, new Newma.Factors(slow, fast), QUANTILE_95, 0.05);
            for (int i = 0; i < x.rows(); i++) {
              newma[0].accept(x.row(i));
            }
          });
      if (newma[0] != null) {
        double before = newma[0].statistic();
        assertThrows(
            IllegalArgumentException.class, () -> newma[0].accept(new float[] {0, Float.NaN}));
        assertEquals(before, newma[0].statistic());
        newma[0].accept(new double[x.columns()]);
        assertTrue(Double.isFinite(newma[0].threshold()));
      }
      return;
    }
    assertEquals(0.95, c.param("quantile"));
    Newma newma =
        new Newma(map, new Newma.Factors(slow, fast), QUANTILE_95, c.param("adapt_forget_factor"));
    Newma narrow =
        new Newma(map, new Newma.Factors(slow, fast), QUANTILE_95, c.param("adapt_forget_factor"));
    double[] statistics = c.expectedArray("statistic").values();
    double[] thresholds = c.expectedArray("threshold").values();
    double[] flags = c.expectedArray("flags").values();
    double[] decisive = c.expectedArray("flags_decisive").values();
    for (int i = 0; i < x.rows(); i++) {
      boolean flag = newma.accept(x.row(i));
      c.tolerance().check("statistic[" + i + "]", statistics[i], newma.statistic());
      c.tolerance().check("threshold[" + i + "]", thresholds[i], newma.threshold());
      if (decisive[i] == 1) {
        assertEquals(flags[i] == 1, flag, "flag " + i);
      }
      narrow.accept(new NpyArray("<f8", new int[] {x.columns()}, x.row(i)).floats());
      assertEquals(statistics[i], narrow.statistic(), 1e-5 * (1 + statistics[i]));
    }
    assertEquals(x.rows(), newma.count());
  }

  @TestFactory
  Stream<DynamicTest> goldenFactors() {
    return Golden.tests(
        "newma",
        "newma_parameters",
        c -> {
          int window = (int) c.param("window");
          double fast = c.expected("big_forget_factor");
          Newma.Factors factors = Newma.Factors.ofWindow(window);
          c.tolerance().check("fast", fast, factors.fast());
          assertEquals(
              c.expected("small_forget_factor_exact_root"),
              Newma.Factors.ofFast(fast, window).slow(),
              1e-10);
        });
  }

  @TestFactory
  Stream<DynamicTest> goldenConversion() {
    return Golden.tests(
        "newma",
        "newma_convert_parameter",
        c ->
            c.tolerance()
                .check(
                    "slow",
                    c.expected("small_forget_factor"),
                    Newma.Factors.ofFast(c.param("big_forget_factor"), (int) c.param("window"))
                        .slow()));
  }

  @Test
  void aShiftRaisesTheStatistic() {
    SplittableRandom random = new SplittableRandom(1);
    FeatureMap map = StructuredFourierFeatures.of(64, 8, 4, random);
    Newma newma = new Newma(map, Newma.Factors.ofWindow(50), 3, 0.05);
    double quiet = 0;
    double moved = 0;
    boolean flagged = false;
    for (int t = 0; t < 1100; t++) {
      float[] x = new float[8];
      for (int k = 0; k < 8; k++) {
        x[k] = (float) (random.nextGaussian() + (t >= 1000 ? 2 : 0));
      }
      boolean flag = newma.accept(x);
      if (t >= 500 && t < 1000) {
        quiet = Math.max(quiet, newma.statistic());
      } else if (t >= 1000) {
        moved = Math.max(moved, newma.statistic());
        flagged |= flag;
      }
    }
    assertTrue(flagged);
    assertTrue(moved > 1.5 * quiet, moved + " after the change, at most " + quiet + " before");
  }

  @Test
  void badFactorsAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> new Newma.Factors(0.2, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new Newma.Factors(0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> Newma.Factors.ofFast(0.01, 20));
    assertThrows(IllegalArgumentException.class, () -> Newma.Factors.ofWindow(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new Newma(Newma.identity(2), new Newma.Factors(0.1, 0.2), Double.NaN, 0.1));
  }
}
