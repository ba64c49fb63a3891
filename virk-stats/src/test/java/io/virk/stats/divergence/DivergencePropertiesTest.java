package io.virk.stats.divergence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.twosample.Wasserstein;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DivergencePropertiesTest {
  private static final Smoothing NONE = Smoothing.none();
  private static final double[] P = {1, 2, 0, 1};
  private static final double[] Q = {1, 0, 1, 2};

  @Test
  void byHand() {
    // p = 1/4 1/2 0 1/4, q = 1/4 0 1/4 1/2
    assertEquals(0.5, TotalVariation.of(P, Q, NONE), 1e-15);
    assertEquals(Double.POSITIVE_INFINITY, ChiSquareDivergence.pearson(P, Q, NONE));
    assertEquals(0.5 + 0.25 + 0.0625 / 0.75, ChiSquareDivergence.symmetric(P, Q, NONE), 1e-15);
    double[] even = {1, 1, 1, 1};
    assertEquals(0.0625 * 2 / 0.25, ChiSquareDivergence.pearson(P, even, NONE), 1e-15);
    // above after each bin: 0, 1/2, 1/4
    assertEquals(0.75, BinnedWasserstein.of(P, Q, 1, NONE), 1e-15);
    assertEquals(1.5, BinnedWasserstein.of(P, Q, 2, NONE), 1e-15);
    double[] positions = {-10, 0, 0.5, 4};
    assertEquals(0.5 * 0.5 + 0.25 * 3.5, BinnedWasserstein.of(P, Q, positions, NONE), 1e-15);
  }

  @Test
  void binnedWassersteinIsTheWeightedOne() {
    SplittableRandom random = new SplittableRandom(11);
    double[] positions = random.doubles(20, -3, 5).sorted().toArray();
    double[] p = random.doubles(20, 0, 9).toArray();
    double[] q = random.doubles(20, 0, 2).toArray();
    assertEquals(
        Wasserstein.weighted(positions, p, positions, q),
        BinnedWasserstein.of(p, q, positions, NONE),
        1e-14);
  }

  @Test
  void inequalitiesHold() {
    SplittableRandom random = new SplittableRandom(12);
    for (int round = 0; round < 200; round++) {
      int bins = random.nextInt(1, 30);
      double[] p = random.doubles(bins, 0, 1).map(v -> v < 0.2 ? 0 : v).toArray();
      double[] q = random.doubles(bins, 0, 1).map(v -> v < 0.2 ? 0 : v).toArray();
      p[0] = 1;
      q[0] = 0.5;
      double tv = TotalVariation.of(p, q, NONE);
      double h = Hellinger.distance(p, q, NONE);
      double js = JensenShannon.divergence(p, q, NONE);
      double triangle = ChiSquareDivergence.symmetric(p, q, NONE);
      double rounding = 1e-14;
      assertTrue(h * h <= tv + rounding && tv <= h * Math.sqrt(2 - h * h) + rounding);
      assertTrue(2 * tv * tv <= KullbackLeibler.of(p, q, NONE) + rounding, "Pinsker");
      assertTrue(triangle / 4 <= js + rounding && js <= triangle / 2 * Math.log(2) + rounding);
      assertEquals(1 - h * h, Hellinger.bhattacharyya(p, q, NONE), 1e-13);
      assertEquals(js, JensenShannon.divergence(q, p, NONE), 1e-15);
      double[] m = new double[bins];
      double pSum = Arrays.stream(p).sum();
      double qSum = Arrays.stream(q).sum();
      for (int i = 0; i < bins; i++) {
        m[i] = p[i] / pSum + q[i] / qSum;
      }
      assertEquals(
          (KullbackLeibler.of(p, m, NONE) + KullbackLeibler.of(q, m, NONE)) / 2, js, 1e-13);
    }
  }

  @Test
  void smallDivergencesKeepTheirDigits() {
    double step = 1e-9;
    double[] p = {1 + step, 1 - step};
    double[] q = {1 - step, 1 + step};
    // r = step in both bins: JS = r^2 / 2
    assertEquals(step * step / 2, JensenShannon.divergence(p, q, NONE), 1e-6 * step * step);
    double[] below = {0.55, 0.45};
    double[] above = {0.45, 0.55}; // |r| = 0.1: where the series takes over
    double[] justBelow = {0.5499999999, 0.4500000001};
    assertEquals(
        JensenShannon.divergence(below, above, NONE),
        JensenShannon.divergence(justBelow, new double[] {0.4500000001, 0.5499999999}, NONE),
        1e-10);
  }

  @Test
  void disjointAndEqual() {
    double[] left = {3, 0};
    double[] right = {0, 7};
    assertEquals(Math.log(2), JensenShannon.divergence(left, right, NONE), 1e-15);
    assertEquals(1, JensenShannon.distanceBits(left, right, NONE), 1e-15);
    assertEquals(1, Hellinger.distance(left, right, NONE), 1e-15);
    assertEquals(0, Hellinger.bhattacharyya(left, right, NONE));
    assertEquals(1, TotalVariation.of(left, right, NONE));
    assertEquals(2, ChiSquareDivergence.symmetric(left, right, NONE));
    assertEquals(0, ChiSquareDivergence.pearson(P, P, NONE));
    assertEquals(0, BinnedWasserstein.of(P, P, 3, Smoothing.additive(1)));
    assertEquals(0, BinnedWasserstein.of(new double[] {5}, new double[] {2}, 1, NONE));
  }

  @Test
  void hugePositionsGiveNoNan() {
    double[] positions = {-Double.MAX_VALUE, Double.MAX_VALUE};
    assertEquals(
        0, BinnedWasserstein.of(new double[] {1, 1}, new double[] {2, 2}, positions, NONE));
    assertEquals(
        Double.POSITIVE_INFINITY,
        BinnedWasserstein.of(new double[] {1, 0}, new double[] {0, 1}, positions, NONE));
  }

  @Test
  void badPositionsAreRejected() {
    assertThrows(IllegalArgumentException.class, () -> BinnedWasserstein.of(P, Q, 0, NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> BinnedWasserstein.of(P, Q, new double[] {0, 2, 1, 3}, NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> BinnedWasserstein.of(P, Q, new double[] {0, 1, 2}, NONE));
    assertThrows(
        IllegalArgumentException.class,
        () -> BinnedWasserstein.of(P, Q, new double[] {0, 1, 2, Double.NaN}, NONE));
  }

  /** Rounding takes nothing out of its range: the same shares at another scale, and none shared. */
  @Test
  void rangesHoldToTheLastBit() {
    SplittableRandom random = new SplittableRandom(17);
    Smoothing[] normalised = {
      Smoothing.none(), Smoothing.additive(1e-9), Smoothing.floorRenormalised(1e-12)
    };
    for (int round = 0; round < 2000; round++) {
      int bins = random.nextInt(1, 12);
      double scale = random.nextDouble() * 10 + 0.1;
      double[] p = new double[bins];
      double[] same = new double[bins];
      double[] left = new double[2 * bins];
      double[] right = new double[2 * bins];
      for (int i = 0; i < bins; i++) {
        p[i] = random.nextDouble() + 1e-3;
        same[i] = scale * p[i];
        left[i] = p[i];
        right[bins + i] = random.nextDouble() + 1e-3;
      }
      for (Smoothing smoothing : normalised) {
        for (double[][] pair : new double[][][] {{p, same}, {left, right}, {right, left}}) {
          assertTrue(KullbackLeibler.of(pair[0], pair[1], smoothing) >= 0);
          assertTrue(PopulationStabilityIndex.of(pair[0], pair[1], smoothing) >= 0);
          double[] bounded = {
            TotalVariation.of(pair[0], pair[1], smoothing),
            Hellinger.distance(pair[0], pair[1], smoothing),
            Hellinger.bhattacharyya(pair[0], pair[1], smoothing),
            JensenShannon.divergenceBits(pair[0], pair[1], smoothing),
            ChiSquareDivergence.symmetric(pair[0], pair[1], smoothing) / 2
          };
          for (double value : bounded) {
            assertTrue(value >= 0 && value <= 1, value + " with " + smoothing);
          }
        }
      }
    }
  }
}
