package io.virk.stats.change;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ChangeDetectorsTest {
  /** Montgomery, table 9.1: normal with mean 10 and deviation 1, the last ten with mean 11. */
  private static final double[] MONTGOMERY = {
    9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40,
    10.08, 9.37, 10.62, 10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62,
    11.31, 10.52
  };

  private static Map<String, Supplier<ChangeDetector>> all() {
    Map<String, Supplier<ChangeDetector>> all = new TreeMap<>();
    all.put("Page-Hinkley", () -> new PageHinkley(0.05, 20, 30));
    all.put("CUSUM", () -> new Cusum(0, 1, 0.5, 8));
    all.put("self-starting CUSUM", () -> new SelfStartingCusum(60, 0.75, 12, Sides.BOTH));
    all.put("EWMA", () -> new EwmaChart(0, 1, 0.1, 4));
    all.put("ADWIN", () -> new Adwin(AdwinOptions.standard()));
    all.put("KSWIN", () -> new Kswin(1e-7, 200, 50, 42));
    all.put("e-detector", () -> new GaussianEDetector(0, 1, 1e-5));
    return all;
  }

  @Test
  void aShiftIsFoundSoonAndNotBefore() {
    all()
        .forEach(
            (name, made) -> {
              for (int sign : new int[] {1, -1}) {
                ChangeDetector detector = made.get();
                Random random = new Random(5);
                for (int i = 0; i < 600; i++) {
                  assertEquals(Change.NONE, detector.update(random.nextGaussian()), name);
                }
                int delay = 0;
                Change change = Change.NONE;
                while (!change.isChange()) {
                  change = detector.update(2 * sign + random.nextGaussian());
                  delay++;
                }
                assertTrue(delay <= 64, name + ": " + delay);
                if (!name.equals("KSWIN")) {
                  assertEquals(sign > 0 ? Change.UP : Change.DOWN, change, name);
                }
              }
            });
  }

  @Test
  void aRejectedObservationChangesNothing() {
    double[] bad = {
      Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.1e100, -Double.MAX_VALUE
    };
    all()
        .forEach(
            (name, made) -> {
              ChangeDetector plain = made.get();
              ChangeDetector disturbed = made.get();
              Random random = new Random(9);
              for (int i = 0; i < 900; i++) {
                double x = random.nextGaussian() + (i > 450 ? 3 : 0);
                for (double value : bad) {
                  assertThrows(IllegalArgumentException.class, () -> disturbed.update(value), name);
                }
                assertEquals(plain.update(x), disturbed.update(x), name + " at " + i);
              }
            });
  }

  @Test
  void resetIsLikeNew() {
    all()
        .forEach(
            (name, made) -> {
              ChangeDetector used = made.get();
              Random random = new Random(3);
              for (int i = 0; i < 333; i++) {
                used.update(10 * random.nextGaussian());
              }
              used.reset();
              ChangeDetector fresh = made.get();
              for (int i = 0; i < 600; i++) {
                double x = random.nextGaussian() + i / 100;
                assertEquals(fresh.update(x), used.update(x), name + " at " + i);
              }
            });
  }

  @Test
  void constantAndExtremeStreamsGiveNoNaN() {
    all()
        .forEach(
            (name, made) -> {
              for (double size : new double[] {0, 1e-300, 1, 1e100}) {
                ChangeDetector detector = made.get();
                for (int i = 0; i < 500; i++) {
                  detector.update(i % 7 == 3 ? -size : size);
                }
                if (detector instanceof Adwin adwin) {
                  assertTrue(Double.isFinite(adwin.mean() + adwin.varianceSum()), name);
                } else if (detector instanceof PageHinkley test) {
                  assertTrue(Double.isFinite(test.up() + test.down()), name);
                } else if (detector instanceof Cusum chart) {
                  assertTrue(Double.isFinite(chart.up() + chart.down()), name);
                } else if (detector instanceof SelfStartingCusum chart) {
                  assertTrue(Double.isFinite(chart.up() + chart.down()), name);
                } else if (detector instanceof EwmaChart chart) {
                  assertTrue(Double.isFinite(chart.average() + chart.limit()), name);
                } else if (detector instanceof GaussianEDetector e) {
                  assertTrue(Double.isFinite(e.evidence()), name);
                } else {
                  assertEquals(Change.NONE, made.get().update(size), name);
                }
              }
            });
  }

  @Test
  void montgomerysCusumSignalsAtTheTwentyNinth() {
    int[] alarms = ChartsGoldenTest.run(new Cusum(10, 1, 0.5, 5), MONTGOMERY, Change.UP);
    assertEquals(28, alarms[0]);
    Cusum chart = new Cusum(10, 1, 0.5, 100);
    for (double x : MONTGOMERY) {
      chart.update(x);
    }
    // the last row of table 9.2
    assertEquals(5.30, chart.up(), 1e-9);
    assertEquals(0, chart.down(), 1e-9);
  }

  @Test
  void montgomerysEwmaSignalsAtTheTwentyNinth() {
    EwmaChart chart = new EwmaChart(10, 1, 0.10, 2.7);
    assertEquals(0, chart.limit());
    double[] expected = {9.945, 9.7495, 9.70355, 9.8992, 10.1253};
    double average = 10;
    for (int i = 0; i < 28; i++) {
      assertEquals(Change.NONE, chart.update(MONTGOMERY[i]));
      average = 0.9 * average + 0.1 * MONTGOMERY[i];
      assertEquals(average, chart.average(), 1e-12);
      if (i < expected.length) {
        assertEquals(expected[i], chart.average(), 5e-5);
      }
      double spread = Math.sqrt(0.1 / 1.9 * (1 - Math.pow(0.9, 2 * (i + 1))));
      assertEquals(2.7 * spread, chart.limit(), 1e-12);
    }
    assertEquals(Change.UP, chart.update(MONTGOMERY[28]));
    assertEquals(10, chart.average());
  }

  @Test
  void sidesThatDoNotMatterRaiseNoAlarm() {
    for (Sides sides : new Sides[] {Sides.UP, Sides.DOWN}) {
      int away = sides == Sides.UP ? -1 : 1;
      Change towards = sides == Sides.UP ? Change.UP : Change.DOWN;
      ChangeDetector[] detectors = {
        new PageHinkley(0.01, 5, 1, 1, sides),
        new Cusum(0, 1, 0.5, 5, sides),
        new SelfStartingCusum(10, 0.5, 5, sides),
        new GaussianEDetector(0, 1, 0.001, 0.5, 4, EDetector.Form.CUSUM, sides)
      };
      for (ChangeDetector detector : detectors) {
        for (int i = 0; i < 60; i++) {
          double x = (i % 2) * 0.1 + (i < 30 ? 0 : 3 * away);
          assertEquals(Change.NONE, detector.update(x), detector.getClass().getName());
        }
        Change change = Change.NONE;
        for (int i = 0; i < 400 && !change.isChange(); i++) {
          change = detector.update(-9 * away);
        }
        assertEquals(towards, change, detector.getClass().getName());
      }
    }
  }

  @Test
  void adwinForgetsWhatIsOldAndStaysSmall() {
    Adwin adwin = new Adwin(AdwinOptions.standard().withRule(AdwinOptions.Rule.MOA));
    Random random = new Random(1);
    for (int i = 0; i < 300_000; i++) {
      adwin.update(random.nextGaussian() * 0.1);
    }
    assertEquals(300_000, adwin.width());
    assertEquals(0, adwin.mean(), 0.002);
    assertEquals(0.01, adwin.varianceSum() / adwin.width(), 2e-4);
    for (int i = 0; i < 5000; i++) {
      adwin.update(1 + random.nextGaussian() * 0.1);
    }
    assertTrue(adwin.width() < 6000, () -> "width " + adwin.width());
    assertEquals(1, adwin.mean(), 0.02);
  }

  @Test
  void kswinDrawsTheSameForTheSameSeed() {
    double[] x = new double[2000];
    Random random = new Random(4);
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian() * (i < 1000 ? 1 : 4);
    }
    int[] once = ChartsGoldenTest.run(new Kswin(1e-4, 400, 150, 7), x, null);
    assertArrayEquals(once, ChartsGoldenTest.run(new Kswin(1e-4, 400, 150, 7), x, null));
    assertTrue(once.length > 0 && once[0] >= 1000, "a change of spread alone");
    // ties are passed together: a window of two values in the same shares has no distance
    Kswin ties = new Kswin(0.5, 8, 4, 1);
    for (int i = 0; i < 50; i++) {
      assertFalse(ties.update(3).isChange());
    }
    assertEquals(8, ties.size());
  }

  @Test
  void settingsOutOfRangeAreRejected() {
    Map<String, Runnable> wrong = new TreeMap<>();
    wrong.put("delta", () -> new PageHinkley(-1, 5, 1));
    wrong.put("threshold", () -> new PageHinkley(0, Double.NaN, 1));
    wrong.put("fading", () -> new PageHinkley(0, 1, 1, 0, Sides.UP));
    wrong.put("deviation", () -> new Cusum(0, 0, 1, 1));
    wrong.put("mean", () -> new Cusum(Double.NaN, 1, 1, 1));
    wrong.put("warmUp", () -> new SelfStartingCusum(0, 1, 1, Sides.BOTH));
    wrong.put("lambda", () -> new EwmaChart(0, 1, 1.5, 3));
    wrong.put("width", () -> new EwmaChart(0, 1, 0.5, Double.POSITIVE_INFINITY));
    wrong.put("clock", () -> AdwinOptions.standard().withClock(0));
    wrong.put("maxBuckets", () -> new AdwinOptions(0.1, 1, 1, 0, AdwinOptions.Rule.MOA));
    wrong.put("recent", () -> new Kswin(0.1, 10, 1, 0));
    wrong.put("window", () -> new Kswin(0.1, 19, 10, 0));
    wrong.put("alpha", () -> new GaussianEDetector(0, 1, 1));
    wrong.put(
        "steps", () -> new GaussianEDetector(0, 1, 0.1, 1, 65, EDetector.Form.CUSUM, Sides.UP));
    wrong.forEach(
        (name, call) -> {
          String message =
              assertThrows(IllegalArgumentException.class, call::run, name).getMessage();
          assertTrue(message.startsWith(name) && message.contains("(expected: "), message);
        });
  }
}
