package io.virk.baseline.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AutocorrelationTest {
  private static double[] series(double correlation, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[n];
    double state = random.nextGaussian();
    for (int i = 0; i < n; i++) {
      state =
          correlation * state + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
      values[i] = state;
    }
    return values;
  }

  /** The time of an AR(1) series is (1 + r) / (1 - r). */
  @ParameterizedTest
  @CsvSource({
    "0, 2000, 0.1",
    "0.5, 2000, 0.1",
    "0.9, 2000, 0.15",
    "0.9, 600, 0.25",
    "0.98, 600, 0.5"
  })
  void isThatOfAnAutoregression(double correlation, int n, double tolerance) {
    double sum = 0;
    for (long seed = 1; seed <= 40; seed++) {
      double time = Autocorrelation.integratedTime(series(correlation, n, seed));
      assertTrue(time >= 1);
      sum += time;
    }
    double truth = (1 + correlation) / (1 - correlation);
    assertEquals(1, sum / 40 / truth, tolerance, "mean of 40: " + sum / 40 + ", truth " + truth);
  }

  /** What is too little is known to be too little, although the time comes out too short. */
  @Test
  void aSeriesThatIsTooShortForItsMemoryIsRefused() {
    int refused = 0;
    for (long seed = 1; seed <= 100; seed++) {
      double time = Autocorrelation.integratedTime(series(0.98, 600, seed));
      refused +=
          Calibrator.refusal(600, time, Calibrator.MINIMUM_EFFECTIVE_SIZE, "").isPresent() ? 1 : 0;
    }
    assertTrue(refused >= 90, "refused: " + refused + " of 100");
  }

  @Test
  void shortAndConstantSeriesHaveNone() {
    assertEquals(1, Autocorrelation.integratedTime(new double[0]));
    assertEquals(1, Autocorrelation.integratedTime(new double[] {1, 2, 3}));
    assertEquals(1, Autocorrelation.integratedTime(new double[100]));
  }
}
