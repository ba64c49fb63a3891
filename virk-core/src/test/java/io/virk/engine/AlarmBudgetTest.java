package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmBudgetTest {
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Test
  void everyWindowHasTheSameShareOfAnAllowanceInWindows() {
    AlarmBudget budget = new AlarmBudget(FalseAlarms.oncePerWindows(1000));
    for (int i = 1; i < 100; i++) {
      assertEquals(1e-3, budget.draw(32L * i, 32, i, i), 1e-15);
    }
    assertSame(FalseAlarms.Unit.WINDOWS, budget.allowance().unit());
  }

  @Test
  void anEvenPaceGivesEvenShares() {
    AlarmBudget observations = new AlarmBudget(FalseAlarms.oncePerObservations(100_000));
    AlarmBudget time = new AlarmBudget(FalseAlarms.oncePer(Duration.ofDays(7)));
    for (int i = 1; i < 1000; i++) {
      assertEquals(32e-5, observations.draw(32L * i, 32, 0, 0), 1e-12);
      // a window a minute: 10,080 in a week
      assertEquals(
          1.0 / 10_080, time.draw(0, 32, 60_000L * (i - 1), 60_000L * i), 1e-12, "window " + i);
    }
  }

  /** An observation is judged with its slice and with all: two windows share what it earns. */
  @Test
  void slicesShareWhatObservationsEarn() {
    AlarmBudget budget = new AlarmBudget(FalseAlarms.oncePerObservations(100_000));
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
      sum += budget.draw(32L * i, 32, 0, 0) + budget.draw(32L * i, 32, 0, 0);
    }
    assertTrue(sum <= 0.32 * (1 + 1e-9), "sum " + sum);
    assertTrue(sum > 0.30, "sum " + sum);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverMoreIsSpentThanWasEarnedAtAnyPace(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AlarmBudget budget = new AlarmBudget(FalseAlarms.oncePer(Duration.ofDays(1)));
    long now = 1_700_000_000_000L;
    long begin = now;
    double sum = 0;
    long pace = 1000;
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(500) == 0) {
        pace = 1L << random.nextInt(22); // a millisecond to an hour
      }
      long step = random.nextInt(4) == 0 ? 0 : random.nextLong(2 * pace);
      long first = now;
      now += step;
      // now and then a clock that was set back
      sum += budget.draw(0, 32, first, random.nextInt(50) == 0 ? now - DAY : now);
      double earned = (double) (now - begin) / DAY;
      assertTrue(sum <= earned * (1 + 1e-6) + 1e-6, sum + " of " + earned);
    }
    assertTrue(sum > 0.3 * (now - begin) / DAY, "most is spent: " + sum);
  }

  /** A host's clock that is wrong once would otherwise earn decades, and nothing for decades. */
  @Test
  void aClockThatIsYearsAheadForOnceEarnsOneFalseDriftAndSilencesNobody() {
    AlarmBudget budget = new AlarmBudget(FalseAlarms.oncePer(Duration.ofDays(1)));
    long minute = 60_000;
    for (int i = 1; i <= 100; i++) {
      budget.draw(0, 32, minute * (i - 1), minute * i);
    }
    double sum = budget.draw(0, 32, 100 * minute, 20_000 * DAY);
    double last = 0;
    for (int i = 101; i <= 2000; i++) {
      last = budget.draw(0, 32, minute * (i - 1), minute * i);
      sum += last;
    }
    assertTrue(sum <= 1 + 2000 * minute / (double) DAY, "sum " + sum);
    assertEquals((double) minute / DAY, last, 0.1 * minute / DAY);
  }

  /** Half of the windows are of a camera that is two days late. */
  @Test
  void aSourceThatIsLateForGoodEarnsNothing() {
    AlarmBudget budget = new AlarmBudget(FalseAlarms.oncePer(Duration.ofDays(1)));
    double sum = 0;
    for (int i = 1; i <= 1000; i++) {
      long now = 10 * DAY + 60_000L * i;
      sum += budget.draw(0, 32, now - 60_000, now) + budget.draw(0, 32, now, now - 2 * DAY);
    }
    assertTrue(sum <= 1000 * 60_000 / (double) DAY * (1 + 1e-9), "sum " + sum);
  }

  @ParameterizedTest
  @EnumSource(FalseAlarms.Unit.class)
  void goesOnFromItsState(FalseAlarms.Unit unit) {
    FalseAlarms allowance = new FalseAlarms(unit, 100_000, 0);
    AlarmBudget whole = new AlarmBudget(allowance);
    AlarmBudget part = new AlarmBudget(allowance);
    for (int i = 1; i < 50; i++) {
      whole.draw(17L * i * i, 17, 900L * i, 1000L * i);
      part.draw(17L * i * i, 17, 900L * i, 1000L * i);
    }
    AlarmBudget rest = new AlarmBudget(allowance, part.state());
    for (int i = 50; i < 100; i++) {
      assertEquals(
          whole.draw(17L * i * i, 17, 900L * i, 1000L * i),
          rest.draw(17L * i * i, 17, 900L * i, 1000L * i));
    }
    assertEquals(whole.state(), rest.state());
  }
}
