package io.virk.stats.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.internal.PackedRows;
import io.virk.stats.internal.Pairs;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearbySumsTest {
  /** Sums of a first pass that found the interval wrong are forgotten, and none is had outside. */
  @Test
  void interpolatedSumsMeetThoseOfTheBandwidth() {
    int n = 70;
    int d = 30;
    float[] x = vectors(n, d, 1, 1);
    float[] y = vectors(n, d, 1.2, 2);
    float[] centre = PackedRows.mean(x, n, d);
    PackedRows left = PackedRows.of(x, n, d, centre);
    PackedRows right = PackedRows.of(y, n, d, centre);
    Pairs pairs = new Pairs();
    DistanceBlocks blocks = new DistanceBlocks(left, right, pairs, 0, false);
    NearbySums sums = new NearbySums(pairs, blocks.parts());
    for (float low : new float[] {3, 18}) {
      sums.begin(low, low * 1.05f);
      blocks.visit(sums::visit);
    }
    for (double squared = 18; squared <= 18.9; squared += 0.1) {
      double gamma = 0.5 / squared;
      assertTrue(sums.hasSums(gamma));
      MmdSums found = sums.sums(gamma);
      double sigma = Math.sqrt(squared);
      double expected = MaximumMeanDiscrepancy.biased(x, n, y, n, d, sigma);
      assertEquals(expected, found.biased(n, n), 1e-6);
      double within = MmdBaseline.of(x, n, d, sigma).within();
      assertEquals(within, found.xx(), 3e-6 * within);
    }
    assertFalse(sums.hasSums(0.5 / 17.9));
    assertFalse(sums.hasSums(0.5 / 19));
    sums.begin(18, 19);
    assertFalse(sums.hasSums(0.5 / 18.5), "too wide an interval");
    sums.begin(0, 1);
    assertFalse(sums.hasSums(0.5));
  }

  /** More distances than are kept: the median is all but certain with many dimensions only. */
  @ParameterizedTest
  @ValueSource(ints = {2, 40})
  @Tag("slow")
  void distancesThatAreNotKeptGiveTheEstimateOfTheirMedian(int d) {
    int n = 2900;
    float[] x = vectors(n, d, 1, 3);
    float[] y = vectors(n + 1, d, 1.1, 4);
    var estimate = MaximumMeanDiscrepancy.withMedianBandwidth(x, n, y, n + 1, d);
    double sigma = estimate.sigma();
    assertEquals(MaximumMeanDiscrepancy.biased(x, n, y, n + 1, d, sigma), estimate.biased(), 5e-7);
    assertEquals(
        MaximumMeanDiscrepancy.unbiased(x, n, y, n + 1, d, sigma), estimate.unbiased(), 5e-7);
  }

  private static float[] vectors(int n, int d, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (scale * (2 * random.nextDouble() - 1));
    }
    return x;
  }
}
