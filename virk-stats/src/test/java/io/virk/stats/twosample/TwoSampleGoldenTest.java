package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

class TwoSampleGoldenTest {
  @Tag("slow")
  @TestFactory
  Stream<DynamicTest> cramerVonMises() {
    return Golden.tests(
        "cvm",
        "cramer_von_mises_two_sample",
        c -> {
          double[] x = c.input("x").values();
          double[] y = c.input("y").values();
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> CramerVonMises.test(x, y));
            Golden.assertRejected(c, () -> CramerVonMises.statistic(x, y));
            return;
          }
          CramerVonMises.Result result = CramerVonMises.test(x, y);
          c.tolerance().check("statistic", c.expected("statistic"), result.statistic());
          // SciPy stops its series at terms of 1e-7, which leaves up to 1e-9 in 1 - cdf: the two
          // smallest p of the golden set are that rest (see CramerVonMisesTest for 40 digits)
          new Tolerance(c.tolerance().relative(), 1e-9)
              .check("p_asymp", c.expected("p_asymp"), result.asymptoticP());
          if (c.expects("p_exact")) {
            c.tolerance().check("p_exact", c.expected("p_exact"), result.exactP());
            new Tolerance(1e-7, 0).check("digits of p", c.expected("p_exact"), result.exactP());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> wasserstein() {
    return Golden.tests(
        "wasserstein",
        "wasserstein_1d",
        c -> {
          double[] x = c.input("x").values();
          double[] y = c.input("y").values();
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> Wasserstein.of(x, y));
            Golden.assertRejected(c, () -> Wasserstein.normed(x, y));
            return;
          }
          c.tolerance().check("value", c.expected("value"), Wasserstein.of(x, y));
          if (c.expects("normed_by_reference_std")) {
            c.tolerance()
                .check("normed", c.expected("normed_by_reference_std"), Wasserstein.normed(x, y));
          }
          double[] ones = Arrays.stream(x).map(v -> 1).toArray();
          double[] twos = Arrays.stream(y).map(v -> 2).toArray();
          c.tolerance()
              .check("weighted", c.expected("value"), Wasserstein.weighted(x, ones, y, twos));
        });
  }

  @TestFactory
  Stream<DynamicTest> weightedWasserstein() {
    return Golden.tests(
        "wasserstein",
        "wasserstein_1d_weighted",
        c -> {
          double[] positions = c.input("positions").values();
          c.tolerance()
              .check(
                  "value",
                  c.expected("value"),
                  Wasserstein.weighted(
                      positions, c.input("p").values(), positions, c.input("q").values()));
        });
  }

  @TestFactory
  Stream<DynamicTest> energyDistance() {
    return Golden.tests(
        "energy_distance",
        "energy_distance",
        c -> {
          double[] x = c.input("x").values();
          double[] y = c.input("y").values();
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> EnergyDistance.of(x, y));
            return;
          }
          c.tolerance().check("value", c.expected("value"), EnergyDistance.of(x, y));
        });
  }

  @TestFactory
  Stream<DynamicTest> chiSquareOfTwoSamples() {
    return Golden.tests("chi_square", "chi_square_two_sample", TwoSampleGoldenTest::twoSample);
  }

  private static void twoSample(GoldenCase c) {
    double[] reference = c.input("reference").values();
    double[] current = c.input("current").values();
    if (c.mustReject()) {
      Golden.assertRejected(c, () -> ChiSquareTest.twoSample(reference, current));
      return;
    }
    ChiSquareTest.Result result = ChiSquareTest.twoSample(reference, current);
    Tolerance t = c.tolerance();
    t.check("statistic", c.expected("statistic"), result.statistic());
    t.check("p", c.expected("p_value"), result.pValue());
    assertEquals(c.expected("dof"), result.degrees());
    if (c.expects("cramers_v")) {
      t.check("V", c.expected("cramers_v"), result.cramersV());
    }
    if (c.expects("statistic_yates")) {
      t.check("Yates", c.expected("statistic_yates"), result.yatesStatistic());
      t.check("p of Yates", c.expected("p_value_yates"), result.yatesPValue());
    }
  }

  @TestFactory
  Stream<DynamicTest> chiSquareGoodnessOfFit() {
    return Golden.tests(
        "chi_square",
        "chi_square_gof",
        c -> {
          double[] observed = c.input("observed").values();
          double[] expected = c.input("expected").values();
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> ChiSquareTest.goodnessOfFit(observed, expected));
            return;
          }
          ChiSquareTest.Result result = ChiSquareTest.goodnessOfFit(observed, expected);
          c.tolerance().check("statistic", c.expected("statistic"), result.statistic());
          c.tolerance().check("p", c.expected("p_value"), result.pValue());
          assertEquals(c.expected("dof"), result.degrees());
        });
  }

  @TestFactory
  Stream<DynamicTest> chiSquareTail() {
    return Golden.tests(
        "chi_square",
        "chi_square_sf",
        c ->
            c.tolerance()
                .check(
                    "p",
                    c.expected("p_value"),
                    ChiSquareTest.upperTail(c.param("statistic"), (int) c.param("dof"))));
  }
}
