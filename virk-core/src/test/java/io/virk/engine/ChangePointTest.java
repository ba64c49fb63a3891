package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.Kind;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointTest {
  private static final int WINDOW = 32;
  private static final int RUNS = 400;

  /** Standard deviation of numbers of which every twentieth scatters four times as much. */
  private static final double JOLTED = Math.sqrt(0.95 + 0.05 * 16);

  private static double[] step(long seed, int n, int step, double size) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i < step ? 0 : size) + random.nextGaussian();
    }
    return values;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 20, 32, 48})
  void aClearStepIsFoundToTheRow(int step) {
    ChangePoint.Interval found = ChangePoint.locate(step(step, 64, step, -40), 0);
    assertEquals(new ChangePoint.Interval(step, step, step, found.step()), found);
  }

  @Test
  void aStepOfTwoDeviationsIsFoundNearby() {
    int off = 0;
    for (int seed = 0; seed < 200; seed++) {
      off += Math.abs(ChangePoint.locate(step(seed, 64, 40, 2), 0).best() - 40) > 4 ? 1 : 0;
    }
    assertTrue(off < 20, off + " of 200 more than four rows off");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -40})
  void whatBeganBeforeTheRowsIsOpen(int step) {
    ChangePoint.Interval found = ChangePoint.locate(step(5, 64, step, 4), 0);
    assertEquals(new ChangePoint.Interval(-1, -1, 0, found.step()), found);
  }

  @Test
  void manyRowsAreLookedAtInBlocks() {
    ChangePoint.Interval found = ChangePoint.locate(step(6, 2000, 1234, 3), 0);
    assertTrue(found.earliest() <= 1234 && found.latest() >= 1234, "" + found);
    assertTrue(found.latest() - found.earliest() < 64, "" + found);
    assertEquals(1234, found.best(), 16);
  }

  @Test
  void whatBeganBeyondTheRowsIsSaidToBe() {
    ChangePoint.Interval found = ChangePoint.locate(step(7, 48, 48, 4), 1.0 / 3);
    assertEquals(48, found.best());
    assertEquals(48, found.latest());
  }

  /** How often each kind is told of rows in whose middle a change begins. */
  private static Map<Kind, Integer> kinds(int ramp, double size, double memory, boolean jolted) {
    SplittableRandom random = new SplittableRandom(31L * ramp + (long) (100 * memory));
    Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    for (int run = 0; run < RUNS; run++) {
      int change = WINDOW / 2 + random.nextInt(WINDOW);
      double[] rows = new double[2 * WINDOW];
      double x = 0;
      for (int t = 0; t < rows.length; t++) {
        double scale = jolted && random.nextInt(20) == 0 ? 4 : 1;
        x = memory * x + Math.sqrt(1 - memory * memory) * scale * random.nextGaussian();
        rows[t] =
            x / (jolted ? JOLTED : 1) + size * Math.max(0, Math.min(1, (t - change + 1.0) / ramp));
      }
      kinds.merge(OnsetEstimate.kind(ChangePoint.locate(rows, 0), rows), 1, Integer::sum);
    }
    return kinds;
  }

  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @CsvSource({"0, false", "0.5, false", "0.9, false", "0, true", "0.5, true", "0.9, true"})
  void aStepIsNoRampAndARampNoStep(double memory, boolean jolted) {
    for (double size : new double[] {1, 2, 4, 8, 16}) {
      Map<Kind, Integer> step = kinds(1, size, memory, jolted);
      assertTrue(step.getOrDefault(Kind.GRADUAL, 0) <= 0.01 * RUNS, size + ": " + step);
      for (int ramp : new int[] {16, 32, 128}) {
        Map<Kind, Integer> ramped = kinds(ramp, size, memory, jolted);
        assertTrue(
            ramped.getOrDefault(Kind.ABRUPT, 0) <= 0.04 * RUNS, ramp + ", " + size + ": " + ramped);
      }
    }
  }

  @Test
  void whatIsClearIsTold() {
    Map<Kind, Integer> step = kinds(1, 12, 0, false);
    assertTrue(step.getOrDefault(Kind.ABRUPT, 0) > 0.9 * RUNS, "" + step);
    Map<Kind, Integer> ramp = kinds(24, 12, 0, false);
    assertTrue(ramp.getOrDefault(Kind.GRADUAL, 0) > 0.9 * RUNS, "" + ramp);
    Map<Kind, Integer> weak = kinds(1, 1, 0, false);
    assertTrue(weak.getOrDefault(Kind.UNKNOWN, 0) > 0.97 * RUNS, "" + weak);
  }

  @Test
  void fewRowsSayNothing() {
    assertEquals(-1, ChangePoint.locate(new double[] {4, 4, 4, 4}, 0).earliest());
    assertEquals(-1, ChangePoint.locate(new double[8], 0).earliest());
  }

  /**
   * Streams of some memory that step, or go in a ramp of some length, by 0.7 to 4 deviations within
   * a window, and whose drift opens after 2 to 20 windows; seen are the last two.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "0, 32",
    "0, 128",
    "0, 512",
    "0.5, 1",
    "0.5, 32",
    "0.5, 128",
    "0.5, 512",
    "0.9, 1",
    "0.9, 32",
    "0.9, 128",
    "0.9, 512"
  })
  void nineOfTenIntervalsCoverTheTruth(double memory, int ramp) {
    SplittableRandom random = new SplittableRandom(1_000 + (long) (100 * memory) + ramp);
    int covered = 0;
    for (int run = 0; run < RUNS; run++) {
      double size = new double[] {0.7, 1, 1.5, 2, 3, 4}[run % 6];
      int end = new int[] {2, 2, 3, 5, 20}[run % 5] * WINDOW;
      int change = random.nextInt(WINDOW);
      double[] rows = new double[2 * WINDOW];
      double x = random.nextGaussian();
      for (int t = 0; t < end; t++) {
        x = memory * x + Math.sqrt(1 - memory * memory) * random.nextGaussian();
        if (t >= end - rows.length) {
          rows[t - end + rows.length] =
              x + size * Math.max(0, Math.min(1, (t - change + 1.0) / ramp));
        }
      }
      int truth = change - end + rows.length;
      ChangePoint.Interval found = ChangePoint.locate(rows, 0);
      covered +=
          truth <= found.latest() && truth >= found.earliest() || truth < 0 && found.earliest() < 0
              ? 1
              : 0;
    }
    assertTrue(covered >= 0.9 * RUNS, covered + " of " + RUNS);
  }
}
