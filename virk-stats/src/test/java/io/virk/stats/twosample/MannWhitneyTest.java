package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyTest {
  @ParameterizedTest
  @CsvSource({"1,1,100", "1,5,100", "5,1,2", "4,4,100", "6,3,3", "3,7,2", "7,5,4", "4,4,1"})
  void exactPIsTheShareOfAllWaysToPartTheSample(int n, int m, int levels) {
    SplittableRandom random = new SplittableRandom(n * 100 + m);
    int all = n + m;
    double[] pooled = random.ints(all, 0, levels).asDoubleStream().sorted().toArray();
    double[] aucs = new double[1 << all];
    int ways = 0;
    for (int mask = 0; mask < 1 << all; mask++) {
      if (Integer.bitCount(mask) == n) {
        aucs[ways++] =
            byPairs(
                CramerVonMisesTest.part(pooled, mask, n, 1),
                CramerVonMisesTest.part(pooled, mask, m, 0));
      }
    }
    for (int mask = 0; mask < 1 << all; mask += 5) {
      if (Integer.bitCount(mask) == n) {
        double[] x = CramerVonMisesTest.part(pooled, mask, n, 1);
        double[] y = CramerVonMisesTest.part(pooled, mask, m, 0);
        MannWhitney.Result result = MannWhitney.test(x, y);
        assertEquals(byPairs(x, y), result.auc(), 1e-15);
        assertEquals(result.auc(), MannWhitney.auc(x, y));
        assertEquals(result.auc() * n * m, result.u(), 1e-12);
        double far = Math.abs(result.auc() - 0.5);
        int greater = 0;
        int twoSided = 0;
        for (int i = 0; i < ways; i++) {
          greater += aucs[i] >= result.auc() - 1e-12 ? 1 : 0;
          twoSided += Math.abs(aucs[i] - 0.5) >= far - 1e-12 ? 1 : 0;
        }
        assertEquals((double) greater / ways, result.exactPGreater(), 1e-12);
        assertEquals((double) twoSided / ways, result.exactP(), 1e-12);
        assertEquals(result.exactP(), result.pValue());
      }
    }
  }

  private static double byPairs(double[] x, double[] y) {
    double sum = 0;
    for (double a : x) {
      for (double b : y) {
        sum += a < b ? 1 : a == b ? 0.5 : 0;
      }
    }
    return sum / x.length / y.length;
  }

  @Test
  void tinyPKeepItsDigits() {
    double[] x = new double[30];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      x[i * 3 / 4] = i;
      y[i] = 100 + i;
    }
    MannWhitney.Result result = MannWhitney.test(x, y);
    assertEquals(1, result.auc());
    // 1 / choose(70, 30)
    assertEquals(1.8067585035079793e-20, MannWhitney.exactPGreater(1, 30, 40), 1e-10 * 1.8e-20);
    assertTrue(result.exactPGreater() > 0 && result.exactPGreater() < 1e-19);
  }

  @Test
  void asymptoticPMeetsScipy() {
    // x = 0 .. 9, y = 2.5 .. 11.5 by 1: U of y is 72.
    // mean 50, sd sqrt(100 x 21 / 12) = 13.2288; z = (72 - 50 - 0.5) / sd = 1.62524
    double[] x = new double[10];
    double[] y = new double[10];
    for (int i = 0; i < 10; i++) {
      x[i] = i;
      y[i] = i + 2.5;
    }
    MannWhitney.Result result = MannWhitney.test(x, y);
    assertEquals(72, result.u(), 1e-12);
    double z = 21.5 / Math.sqrt(175);
    // Abramowitz and Stegun 26.2.17, error below 7.5e-8
    double t = 1 / (1 + 0.2316419 * z);
    double tail =
        Math.exp(-z * z / 2)
            / Math.sqrt(2 * Math.PI)
            * t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    assertEquals(tail, result.asymptoticPGreater(), 1e-7);
    assertEquals(2 * tail, result.asymptoticP(), 2e-7);
  }

  @Test
  void constantDataGivePOfOne() {
    MannWhitney.Result result = MannWhitney.test(new double[200], new double[300]);
    assertEquals(0.5, result.auc());
    assertTrue(Double.isNaN(result.exactP()));
    assertEquals(1, result.pValue());
    assertEquals(1, result.pValueGreater());
    assertEquals(1, MannWhitney.test(new double[3], new double[4]).exactP());
  }

  @Test
  void badArgumentsAreRejected() {
    double[] one = {1};
    double[] bad = {Double.NaN};
    assertThrows(IllegalArgumentException.class, () -> MannWhitney.test(one, bad));
    assertThrows(IllegalArgumentException.class, () -> MannWhitney.test(new double[0], one));
    assertThrows(IllegalArgumentException.class, () -> MannWhitney.exactPGreater(1.5, 3, 3));
    assertThrows(IllegalArgumentException.class, () -> MannWhitney.exactPGreater(1, 3000, 3000));
  }
}
