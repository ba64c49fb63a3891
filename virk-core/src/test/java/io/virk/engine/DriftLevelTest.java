package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.Values;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DriftLevelTest {
  private static final int ROWS = 32;

  private final SplittableRandom random = new SplittableRandom(5);
  private final SignalTable baseline = rows(0, 0);

  /** Two signals of deviation 1 around these means. */
  private SignalTable rows(double brightness, double energy) {
    SignalTable table = new SignalTable(Schemas.of(0), ROWS);
    for (int i = 0; i < ROWS; i++) {
      table.append(
          Values.set(
              Values.set(
                  Values.numbered(i), ScalarSignal.BRIGHTNESS, brightness + random.nextGaussian()),
              ScalarSignal.ENERGY,
              energy + random.nextGaussian()));
    }
    return table;
  }

  private Set<String> grown(DriftLevel level, SignalTable rows, double memory) {
    return level.grown(
        baseline, rows, Map.of("energy", new Thinning.Resemblance(memory, 0, 0, ROWS)));
  }

  @Test
  void whatMovesAwayFromTheBaselineHasComeOnTop() {
    DriftLevel level = DriftLevel.of(Slice.ALL, rows(-5, 0));
    assertEquals(Set.of(), grown(level, rows(-5, 0), 1));
    assertEquals(Set.of("energy"), grown(level, rows(-5, 2), 1));
    assertEquals(Set.of("brightness"), grown(level, rows(-8, 0), 1));
    assertEquals(Set.of(), grown(level, rows(-2, 0), 1), "it recovers");
    assertEquals(Set.of(), grown(level, rows(-5, 2), 16), "two rows are worth one of the others");
  }

  @Test
  void whatWasThereBeforeIsTakenAway() {
    SignalTable before = rows(-5, 0);
    SignalTable now = rows(-5, 3);
    DriftLevel level = DriftLevel.of(Slice.ALL, before);
    SignalTable without = level.nearer(baseline, now);
    assertEquals(0, mean(without, ScalarSignal.BRIGHTNESS), 1);
    assertEquals(3, mean(without, ScalarSignal.ENERGY), 1);
    SignalTable over = rows(0, 3); // the first fault is over, the second goes on
    assertArrayEquals(
        over.scalar(ScalarSignal.BRIGHTNESS),
        level.nearer(baseline, over).scalar(ScalarSignal.BRIGHTNESS));
  }

  private static double mean(SignalTable table, ScalarSignal signal) {
    return Arrays.stream(table.scalar(signal)).average().orElseThrow();
  }

  @Test
  void ofOtherSignalsNothingIsSaid() {
    DriftLevel level = new DriftLevel(Slice.ALL, new float[1], true);
    SignalTable rows = rows(-9, 0);
    assertEquals(Set.of(), grown(level, rows, 1));
    assertTrue(level.isStirred(baseline, rows), "it may be anything");
    assertSame(rows, level.nearer(baseline, rows));
  }
}
