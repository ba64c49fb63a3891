package io.virk.stats.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.NpyArray;
import io.virk.golden.Tolerance;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class KappaGoldenTest {
  private static int[] labels(NpyArray array) {
    return Arrays.stream(array.values()).mapToInt(v -> (int) v).toArray();
  }

  @TestFactory
  Stream<DynamicTest> cohen() {
    return Golden.tests("kappa", "cohen_kappa", KappaGoldenTest::cohen);
  }

  private static void cohen(GoldenCase c) {
    int[] rater1 = labels(c.input("rater1"));
    int[] rater2 = labels(c.input("rater2"));
    int categories = (int) c.param("n_categories");
    if (c.mustReject()) {
      for (CohenKappa.Weights weights : CohenKappa.Weights.values()) {
        Golden.assertRejected(c, () -> CohenKappa.of(rater1, rater2, categories, weights));
      }
      return;
    }
    CohenKappa.Result plain = CohenKappa.of(rater1, rater2, categories, CohenKappa.Weights.NONE);
    Tolerance t = c.tolerance();
    t.check("kappa", c.expected("kappa"), plain.kappa());
    if (c.expects("kappa_linear")) {
      t.check(
          "linear",
          c.expected("kappa_linear"),
          CohenKappa.of(rater1, rater2, categories, CohenKappa.Weights.LINEAR).kappa());
    }
    if (c.expects("kappa_quadratic")) {
      t.check(
          "quadratic",
          c.expected("kappa_quadratic"),
          CohenKappa.of(rater1, rater2, categories, CohenKappa.Weights.QUADRATIC).kappa());
    }
    if (c.expects("std_error")) {
      t.check("error", c.expected("std_error"), plain.standardError());
      t.check("null", c.expected("std_error_under_null"), plain.standardErrorUnderNull());
      t.check("observed", c.expected("observed_agreement"), plain.observedAgreement());
      assertEquals(rater1.length, plain.n());
    }
    if (c.expects("confusion")) {
      long[] table = CohenKappa.confusion(rater1, rater2, categories);
      t.check(
          "confusion",
          c.expectedArray("confusion").values(),
          Arrays.stream(table).asDoubleStream().toArray());
    }
  }

  @TestFactory
  Stream<DynamicTest> fleiss() {
    return Golden.tests(
        "kappa",
        "fleiss_kappa",
        c -> {
          NpyArray counts = c.input("counts");
          if (c.mustReject()) {
            Golden.assertRejected(
                c, () -> FleissKappa.of(labels(counts), counts.rows(), counts.columns()));
            return;
          }
          FleissKappa.Result result =
              FleissKappa.of(labels(counts), counts.rows(), counts.columns());
          c.tolerance().check("kappa", c.expected("kappa"), result.kappa());
          if (c.expects("kappa_randolph")) {
            c.tolerance().check("Randolph", c.expected("kappa_randolph"), result.randolph());
          }
        });
  }
}
