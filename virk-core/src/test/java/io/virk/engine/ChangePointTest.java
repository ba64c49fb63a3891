package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChangePointTest {
  private static final int WINDOW = 32;
  private static final int RUNS = 400;

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
    assertEquals(
        new ChangePoint.Interval(step, step, step),
        ChangePoint.locate(step(step, 64, step, -40), 0));
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
    assertEquals(new ChangePoint.Interval(-1, -1, 0), found);
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
