package io.virk.stats.divergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DivergenceGoldenTest {
  private static Smoothing smoothing(GoldenCase c) {
    double alpha = c.param("alpha");
    return switch (c.text("smoothing")) {
      case "none" -> Smoothing.none();
      case "additive" -> Smoothing.additive(alpha);
      case "floor" -> Smoothing.floor(alpha);
      case "floor_renorm" -> Smoothing.floorRenormalised(alpha);
      default -> throw new IllegalStateException("unknown: " + c.text("smoothing"));
    };
  }

  @TestFactory
  Stream<DynamicTest> kullbackLeibler() {
    return Golden.tests(
        "kl",
        "kl_divergence",
        c -> {
          double[] p = c.input("p").values();
          double[] q = c.input("q").values();
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> KullbackLeibler.of(p, q, smoothing(c)));
            return;
          }
          c.tolerance().check("value", c.expected("value"), KullbackLeibler.of(p, q, smoothing(c)));
          c.tolerance()
              .check("bits", c.expected("value_bits"), KullbackLeibler.bits(p, q, smoothing(c)));
        });
  }

  @TestFactory
  Stream<DynamicTest> populationStabilityIndex() {
    return Golden.tests(
        "psi",
        "psi_from_counts",
        c -> {
          double[] expected = c.input("expected_counts").values();
          double[] actual = c.input("actual_counts").values();
          if (c.mustReject()) {
            Golden.assertRejected(
                c, () -> PopulationStabilityIndex.of(expected, actual, smoothing(c)));
            return;
          }
          c.tolerance()
              .check(
                  "value",
                  c.expected("value"),
                  PopulationStabilityIndex.of(expected, actual, smoothing(c)));
        });
  }

  @Test
  void smoothingChecksItsParameter() {
    assertThrows(IllegalArgumentException.class, () -> Smoothing.additive(0));
    assertThrows(IllegalArgumentException.class, () -> Smoothing.additive(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Smoothing.floor(1.5));
    assertThrows(IllegalArgumentException.class, () -> Smoothing.floorRenormalised(-1e-4));
    assertEquals("ADDITIVE(0.5)", Smoothing.additive(0.5).toString());
  }

  @Test
  void argumentsAreNotModified() {
    double[] p = {1, 0, 3};
    double[] q = {2, 2, 0};
    KullbackLeibler.of(p, q, Smoothing.floorRenormalised(1e-3));
    PopulationStabilityIndex.of(p, q, Smoothing.additive(1));
    assertEquals(4, p[0] + p[1] + p[2]);
    assertEquals(4, q[0] + q[1] + q[2]);
  }
}
