package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTailTest {
  @ParameterizedTest
  @CsvSource({ // scipy.stats.norm.isf(p)
    "0.5, 0",
    "0.05, 1.6448536269514729",
    "0.025, 1.9599639845400545",
    "0.001, 3.090232306167813",
    "1e-6, 4.753424308822899",
    "1e-12, 7.034483825301131",
    "1e-100, 21.273453560965326",
    "1e-300, 37.0470962993612"
  })
  void quantiles(double probability, double deviate) {
    assertEquals(deviate, NormalTail.quantile(probability), 1e-12 * Math.max(1, deviate));
  }

  @ParameterizedTest
  @CsvSource({ // scipy.stats.norm.logsf(z)
    "0, -0.6931471805599453",
    "1, -1.8410216450092634",
    "2.999999, -6.607722938412159",
    "3, -6.6077262215103505",
    "3.000001, -6.60772950460947",
    "10, -53.23128515051247",
    "30, -454.3212439563432"
  })
  void logarithmsOfTheTail(double z, double logarithm) {
    assertEquals(logarithm, NormalTail.logSurvival(z), Math.abs(logarithm) * 1e-13);
  }

  @Test
  void theTwoFormulasMeet() {
    double below = NormalTail.logSurvival(Math.nextDown(3.0));
    double above = NormalTail.logSurvival(3.0);
    assertEquals(1, Math.exp(below - above), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({ // scipy.stats.t.isf(p, v) / scipy.stats.norm.isf(p)
    "0.05, 10, 1.1019",
    "0.001, 30, 1.0954",
    "1e-5, 30, 1.18503",
    "1e-4, 100, 1.0383"
  })
  void studentIsWiderThanNormal(double probability, double degrees, double ratio) {
    assertEquals(
        ratio, NormalTail.studentInflationAt(NormalTail.quantile(probability), degrees), 0.003);
  }

  @Test
  void inflationGrowsTowardsTheTailAndWithFewerDegrees() {
    double[] probabilities = {0.05, 1e-2, 1e-3, 1e-5, 1e-8, 1e-12};
    for (double v : new double[] {2, 7, 30, 500}) {
      double before = 1;
      for (double p : probabilities) {
        double now = NormalTail.studentInflationAt(NormalTail.quantile(p), v);
        assertTrue(now >= before, p + " " + v);
        assertTrue(
            now <= NormalTail.studentInflationAt(NormalTail.quantile(p), v / 1.5 + 0.4),
            p + " " + v);
        before = now;
      }
    }
    assertEquals(1, NormalTail.studentInflationAt(NormalTail.quantile(1e-3), 1e9), 1e-6);
  }
}
