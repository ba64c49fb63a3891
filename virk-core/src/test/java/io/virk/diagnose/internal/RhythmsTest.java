package io.virk.diagnose.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.Rhythm;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RhythmsTest {
  private final SplittableRandom random = new SplittableRandom(5);

  private double[] series(int n, IntToDoubleFunction level) {
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      z[i] = level.applyAsDouble(i) + random.nextGaussian();
    }
    return z;
  }

  private static long[] even(int n, long every) {
    long[] millis = new long[n];
    for (int i = 0; i < n; i++) {
      millis[i] = i * every;
    }
    return millis;
  }

  private Rhythm of(double[] since) {
    return Rhythms.of(series(100, i -> 0), since, even(since.length, 2000));
  }

  @ParameterizedTest
  @CsvSource({"7, 1", "10, 2", "24, 6", "30, 15"})
  void whatReturnsIsFoundWithItsPeriod(int period, int there) {
    Rhythm rhythm = of(series(240, i -> i % period < there ? -6 : 0));
    assertEquals(period, rhythm.observations(), 1e-9);
    assertEquals(2.0 * period, rhythm.seconds(), 1e-9);
    assertEquals((double) there / period, rhythm.share(), 0.05);
  }

  /** Every minute for ten seconds, though observations come at random. */
  @Test
  void aPeriodOfTheClockIsFound() {
    long[] millis = new long[400];
    double[] z = new double[400];
    long now = 0;
    for (int i = 0; i < millis.length; i++) {
      now += random.nextLong(500, 6000);
      millis[i] = now;
      z[i] = (now % 60_000 < 10_000 ? 5 : 0) + random.nextGaussian();
    }
    Rhythm rhythm = Rhythms.of(series(100, i -> 0), z, millis);
    assertTrue(Double.isNaN(rhythm.observations()), rhythm.toString());
    assertEquals(60, rhythm.seconds(), 1);
  }

  @Test
  void whatComesAtRandomHasAShareAndNoPeriod() {
    SplittableRandom when = new SplittableRandom(9);
    Rhythm rhythm = of(series(200, i -> when.nextDouble() < 0.2 ? 7 : 0));
    assertFalse(rhythm.isPeriodic(), rhythm.toString());
    assertEquals(0.2, rhythm.share(), 0.06);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 6})
  void whatStaysHasNeither(double size) {
    Rhythm rhythm = of(series(200, i -> size));
    assertFalse(rhythm.isPeriodic(), rhythm.toString());
    assertTrue(Double.isNaN(rhythm.share()), rhythm.toString());
    Rhythm later = of(series(200, i -> i < 60 ? 0 : size));
    assertTrue(Double.isNaN(later.share()), later.toString());
    Rhythm ramp = of(series(200, i -> size * i / 100));
    assertTrue(Double.isNaN(ramp.share()), ramp.toString());
  }

  /** A change of all observations, after which they also scatter more, neither comes nor goes. */
  @ParameterizedTest
  @CsvSource({"32, 4, 3", "64, 5, 3", "128, 4, 3", "512, 5, 4", "64, 2, 2", "64, 4, 1.5"})
  void whatStaysAndScattersMoreHasNoShare(int n, double size, double spread) {
    int runs = 300;
    int found = 0;
    for (int run = 0; run < runs; run++) {
      double[] z = series(n, i -> 0);
      for (int i = 0; i < n; i++) {
        z[i] = size + spread * z[i];
      }
      found += Double.isNaN(of(z).share()) ? 0 : 1;
    }
    assertTrue(found <= 0.02 * runs, found + " of " + runs);
  }

  /** Distances are on one side, and skewed. */
  @Test
  void whatStaysAndIsSkewedHasNoShare() {
    int found = 0;
    for (int run = 0; run < 300; run++) {
      double[] z = series(32, i -> 0);
      for (int i = 0; i < z.length; i++) {
        z[i] = 3 * Math.exp(1.2 * z[i]);
      }
      found += Double.isNaN(of(z).share()) ? 0 : 1;
    }
    assertTrue(found <= 6, found + " of 300");
  }

  @ParameterizedTest
  @CsvSource({"64, 6", "64, 1e6", "512, 4"})
  void whatComesAndGoesIsToldThough(int n, double size) {
    int found = 0;
    for (int run = 0; run < 100; run++) {
      found += Double.isNaN(of(series(n, i -> random.nextInt(10) < 4 ? size : 0)).share()) ? 0 : 1;
    }
    assertTrue(found >= 90, found + " of 100");
  }

  /** What always goes up and down with four cameras in turn is not of the drift. */
  @Test
  void aPeriodThatWasThereBeforeIsNone() {
    double[] before = series(200, i -> i % 4 == 0 ? 3 : 0);
    double[] since = series(200, i -> i % 4 == 0 ? 9 : 0);
    assertFalse(Rhythms.of(before, since, even(200, 1000)).isPeriodic());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9, 0.98})
  void aSlowSeriesHasNoPeriod(double correlation) {
    int runs = 150;
    int found = 0;
    for (int run = 0; run < runs; run++) {
      double[] z = new double[160];
      long[] millis = new long[z.length];
      double state = 0;
      for (int i = 0; i < z.length; i++) {
        state =
            correlation * state + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        z[i] = 0.5 + state;
        millis[i] = i * 1000L + random.nextInt(700);
      }
      found += Rhythms.of(new double[0], z, millis).isPeriodic() ? 1 : 0;
    }
    assertTrue(found <= 1, found + " of " + runs);
  }
}
