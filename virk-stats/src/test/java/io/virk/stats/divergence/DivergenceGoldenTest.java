package io.virk.stats.divergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.golden.Golden;
import io.virk.golden.GoldenCase;
import io.virk.golden.Tolerance;
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

  @TestFactory
  Stream<DynamicTest> jensenShannon() {
    return Golden.tests(
        "js",
        "js",
        c -> {
          double[] p = c.input("p").values();
          double[] q = c.input("q").values();
          Smoothing smoothing = smoothing(c);
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> JensenShannon.divergence(p, q, smoothing));
            Golden.assertRejected(c, () -> JensenShannon.distanceBits(p, q, smoothing));
            return;
          }
          Tolerance t = c.tolerance();
          t.check("nats", c.expected("divergence"), JensenShannon.divergence(p, q, smoothing));
          t.check("distance", c.expected("distance"), JensenShannon.distance(p, q, smoothing));
          t.check(
              "bits",
              c.expected("divergence_base2"),
              JensenShannon.divergenceBits(p, q, smoothing));
          t.check(
              "distance in bits",
              c.expected("distance_base2"),
              JensenShannon.distanceBits(p, q, smoothing));
        });
  }

  @TestFactory
  Stream<DynamicTest> hellinger() {
    return Golden.tests(
        "hellinger",
        "hellinger",
        c -> {
          double[] p = c.input("p").values();
          double[] q = c.input("q").values();
          Smoothing smoothing = smoothing(c);
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> Hellinger.distance(p, q, smoothing));
            Golden.assertRejected(c, () -> Hellinger.bhattacharyya(p, q, smoothing));
            return;
          }
          Tolerance t = c.tolerance();
          t.check("distance", c.expected("distance"), Hellinger.distance(p, q, smoothing));
          t.check(
              "coefficient",
              c.expected("bhattacharyya_coefficient"),
              Hellinger.bhattacharyya(p, q, smoothing));
        });
  }

  /** The golden set has none of these: what it rejects for KL they must reject too. */
  @TestFactory
  Stream<DynamicTest> theOthersRejectTheSame() {
    return Golden.tests(
        "kl",
        "kl_divergence",
        c -> {
          double[] p = c.input("p").values();
          double[] q = c.input("q").values();
          Smoothing smoothing = smoothing(c);
          if (c.mustReject()) {
            Golden.assertRejected(c, () -> TotalVariation.of(p, q, smoothing));
            Golden.assertRejected(c, () -> ChiSquareDivergence.pearson(p, q, smoothing));
            Golden.assertRejected(c, () -> ChiSquareDivergence.symmetric(p, q, smoothing));
            Golden.assertRejected(c, () -> BinnedWasserstein.of(p, q, 1, smoothing));
            return;
          }
          assertTrue(TotalVariation.of(p, q, smoothing) >= 0);
          assertTrue(ChiSquareDivergence.pearson(p, q, smoothing) >= 0);
          assertTrue(ChiSquareDivergence.symmetric(p, q, smoothing) >= 0);
          assertTrue(BinnedWasserstein.of(p, q, 1, smoothing) >= 0);
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
