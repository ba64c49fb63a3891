package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CramerVonMisesTest {
  @Test
  void farTailsMeetFortyDigits() {
    // mpmath 1.x, 40 digits: 1 less the whole series of Csorgo and Faraway (1996)
    assertEquals(
        6.76381446917801e-14,
        CramerVonMises.asymptoticP(5.716666666666667, 40, 30),
        1e-11 * 6.8e-14);
    assertEquals(
        3.89299602147714e-13,
        CramerVonMises.asymptoticP(5.408490933333326, 1500, 1000),
        1e-11 * 3.9e-13);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,4", "3,2", "4,4", "5,6", "6,3", "8,6"})
  void exactPIsTheShareOfAllWaysToPartTheSample(int n, int m) {
    int all = n + m;
    double[] pooled = new double[all];
    for (int i = 0; i < all; i++) {
      pooled[i] = i * i;
    }
    int ways = 0;
    double[] statistics = new double[1 << all];
    for (int mask = 0; mask < 1 << all; mask++) {
      if (Integer.bitCount(mask) == n) {
        statistics[ways++] =
            CramerVonMises.statistic(part(pooled, mask, n, 1), part(pooled, mask, m, 0));
      }
    }
    for (int mask = 0; mask < 1 << all; mask += 7) {
      if (Integer.bitCount(mask) == n) {
        CramerVonMises.Result result =
            CramerVonMises.test(part(pooled, mask, n, 1), part(pooled, mask, m, 0));
        int above = 0;
        for (int i = 0; i < ways; i++) {
          above += statistics[i] >= result.statistic() - 1e-9 ? 1 : 0;
        }
        assertEquals((double) above / ways, result.exactP(), 1e-12);
        assertEquals(result.exactP(), result.pValue());
      }
    }
  }

  static double[] part(double[] pooled, int mask, int size, int bit) {
    double[] part = new double[size];
    int next = 0;
    for (int i = 0; i < pooled.length; i++) {
      if ((mask >> i & 1) == bit) {
        part[next++] = pooled[i];
      }
    }
    return part;
  }

  @Test
  void theTailFallsFromOneToZero() {
    double before = 1;
    for (double t = -1; t < 400; t = t < 3 ? t + 0.01 : t * 1.05) {
      double p = CramerVonMises.asymptoticP(t, 100, 80);
      assertTrue(p <= before + 1e-15 && p >= 0, "t = " + t + ", p = " + p);
      before = p;
    }
    assertEquals(0, before);
    assertEquals(1, CramerVonMises.asymptoticP(0.25, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> CramerVonMises.asymptoticP(Double.NaN, 5, 5));
  }

  @Test
  void exactPIsLeftOutWhereItTakesTooLong() {
    double[] x = new double[500];
    double[] y = new double[499];
    for (int i = 0; i < 499; i++) {
      x[i] = i;
      y[i] = i + 300.5;
    }
    CramerVonMises.Result result = CramerVonMises.test(x, y);
    assertTrue(Double.isNaN(result.exactP()));
    assertEquals(result.asymptoticP(), result.pValue());
  }

  @Test
  void oneValueAndOne() {
    CramerVonMises.Result result = CramerVonMises.test(new double[] {1}, new double[] {2});
    assertEquals(0.25, result.statistic(), 1e-15);
    assertEquals(1, result.exactP());
    assertEquals(1, result.asymptoticP());
  }
}
