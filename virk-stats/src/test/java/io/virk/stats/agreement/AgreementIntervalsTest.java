package io.virk.stats.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.Interval;
import io.virk.stats.agreement.CohenKappa.Weights;
import io.virk.stats.agreement.KrippendorffAlpha.Scale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AgreementIntervalsTest {
  private static final int CATEGORIES = 3;
  private static final double RIGHT = 0.8;

  /** All chance-corrected coefficients of the population: categories are evenly frequent. */
  private static final double KAPPA =
      (RIGHT * RIGHT + (1 - RIGHT) * (1 - RIGHT) / 2 - 1.0 / 3) / (2.0 / 3);

  private static int[][] ratings(int raters, int units, SplittableRandom random) {
    int[][] ratings = new int[raters][units];
    for (int u = 0; u < units; u++) {
      int truth = random.nextInt(CATEGORIES);
      for (int r = 0; r < raters; r++) {
        ratings[r][u] =
            random.nextDouble() < RIGHT ? truth : (truth + 1 + random.nextInt(2)) % CATEGORIES;
      }
    }
    return ratings;
  }

  @Test
  void intervalsHoldTheAgreementOfThePopulation() {
    SplittableRandom random = new SplittableRandom(1);
    int rounds = 1000;
    int[] held = new int[3];
    for (int round = 0; round < rounds; round++) {
      int units = 60;
      int[][] ratings = ratings(3, units, random);
      int[] counts = new int[units * CATEGORIES];
      double[] flat = new double[3 * units];
      for (int r = 0; r < 3; r++) {
        for (int u = 0; u < units; u++) {
          counts[u * CATEGORIES + ratings[r][u]]++;
          flat[r * units + u] = ratings[r][u];
        }
      }
      Interval[] intervals = {
        CohenKappa.of(ratings[0], ratings[1], CATEGORIES, Weights.NONE).interval(0.95),
        FleissKappa.of(counts, units, CATEGORIES).interval(0.95),
        KrippendorffAlpha.interval(flat, 3, units, Scale.NOMINAL, 0.95)
      };
      for (int i = 0; i < 3; i++) {
        held[i] += intervals[i].contains(KAPPA) ? 1 : 0;
      }
    }
    for (int i = 0; i < 3; i++) {
      // 2.3 standard errors of 0.95; the normal approximation of Cohen's is a little short
      assertTrue(held[i] >= (i == 0 ? 925 : 934), "interval " + i + " held in " + held[i]);
    }
  }

  @Test
  void errorsByLeavingOutAreThoseOfFullAgreementAndOfOneCategory() {
    int[] full = {3, 0, 0, 3, 3, 0, 0, 3};
    FleissKappa.Result result = FleissKappa.of(full, 4, 2);
    assertEquals(1, result.kappa());
    assertEquals(0, result.standardError());
    assertEquals(new Interval(1, 1), result.interval(0.95));
    int[] one = {3, 0, 3, 0};
    assertTrue(Double.isNaN(FleissKappa.of(one, 2, 2).interval(0.95).low()));
    double[] few = {1, Double.NaN, 2, Double.NaN};
    assertTrue(Double.isNaN(KrippendorffAlpha.interval(few, 2, 2, Scale.NOMINAL, 0.95).low()));
  }
}
