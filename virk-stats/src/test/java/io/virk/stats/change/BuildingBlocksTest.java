package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What charts and e-detectors are made of, by itself. */
class BuildingBlocksTest {
  @Test
  void aSumIsOneSideOfTheChart() {
    Cusum chart = new Cusum(3, 2, 0.5, 1e9);
    CumulativeSum up = new CumulativeSum();
    CumulativeSum down = new CumulativeSum();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1000; i++) {
      double x = 3 + 2 * (random.nextGaussian() + (i < 500 ? 0 : 0.7));
      chart.update(x);
      double z = (x - 3) / 2;
      assertEquals(chart.up(), up.add(z - 0.5));
      assertEquals(chart.down(), down.add(-(z + 0.5)));
    }
    assertTrue(up.value() > 50);
  }

  @Test
  void itKnowsSinceWhenItIsAboveZero() {
    CumulativeSum sum = new CumulativeSum();
    assertEquals(0, sum.length());
    double[] steps = {-1, -2, 3, -1, 1, -9, 2};
    double[] values = {0, 0, 3, 2, 3, 0, 2};
    int[] lengths = {1, 1, 1, 2, 3, 4, 1};
    double[] totals = {-1, -2, 3, 2, 3, -6, 2};
    for (int i = 0; i < steps.length; i++) {
      assertEquals(values[i], sum.add(steps[i]));
      assertEquals(lengths[i], sum.length());
      assertEquals(totals[i], sum.total());
    }
    assertEquals(4, sum.add(100, 4), "no larger than that");
    assertEquals(102, sum.total());
    sum.lower(1);
    assertEquals(3, sum.value());
    sum.lower(9);
    assertEquals(0, sum.value());
    CumulativeSum other = new CumulativeSum();
    other.restore(3, 2, 5);
    assertEquals(4, other.add(1));
    assertEquals(3, other.length());
    assertEquals(6, other.total());
    sum.reset();
    assertEquals(0, sum.length());
    assertThrows(IllegalArgumentException.class, () -> other.restore(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> other.restore(0, -1, 0));
    assertThrows(IllegalArgumentException.class, () -> other.restore(0, 0, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> other.lower(-1));
  }

  @ParameterizedTest
  @EnumSource
  void betsAreOneSideOfTheEDetector(EDetector.Form form) {
    GaussianEDetector detector = new GaussianEDetector(3, 2, 1e-50, 0.5, 3, form, Sides.UP);
    GaussianBets bets = new GaussianBets(0.5, 3, form);
    GaussianBets taxed = new GaussianBets(0.5, 3, form);
    taxed.tax(2, 1.01);
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      double x = 3 + 2 * (random.nextGaussian() + (i < 150 ? 0 : 1));
      detector.update(x);
      double evidence = bets.bet((x - 3) / 2);
      assertEquals(detector.evidence(), evidence, 1e-12 * evidence);
      assertTrue(taxed.bet((x - 3) / 2) < evidence);
    }
    GaussianBets other = new GaussianBets(0.5, 3, form);
    other.restore(bets.evidence());
    assertEquals(bets.bet(0.3), other.bet(0.3));
    double before = bets.sum();
    bets.scale(0.5);
    assertEquals(before / 2, bets.sum(), 1e-12 * before);
    bets.reset();
    assertEquals(0, bets.sum());
    assertThrows(IllegalArgumentException.class, () -> bets.tax(0, 0.9));
    assertThrows(IllegalArgumentException.class, () -> bets.scale(1.1));
    assertThrows(IllegalArgumentException.class, () -> bets.restore(new double[2]));
    assertThrows(IllegalArgumentException.class, () -> bets.restore(new double[] {0, 1, -1}));
    assertThrows(IllegalArgumentException.class, () -> new GaussianBets(0, 3, form));
    assertThrows(IllegalArgumentException.class, () -> new GaussianBets(1, 65, form));
  }
}
