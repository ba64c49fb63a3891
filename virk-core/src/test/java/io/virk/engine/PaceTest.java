package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.signal.Schemas;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.ObservedValues;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final long DAY = 86_400_000;

  @Test
  void nothingIsSpentBeforeItIsEarned() {
    Pace pace = new Pace(DAY);
    for (int i = 0; i < Pace.RUN - 1; i++) {
      pace.accept(1000L * i);
      assertEquals(Pace.LEAST, pace.rate());
    }
    pace.accept(1000L * (Pace.RUN - 1));
    assertTrue(pace.rate() > 1e6 * Pace.LEAST);
  }

  @Test
  void aClockThatIsYearsAheadForOnceSilencesNobody() {
    Pace pace = new Pace(DAY);
    int n = 200 * Pace.RUN;
    double spent = 0;
    for (int i = 0; i < n; i++) {
      pace.accept(i == 10 * Pace.RUN - 1 ? 20_000 * DAY : 1000L * i);
      spent += pace.rate();
    }
    assertTrue(spent <= 1 + 1000.0 * n / DAY, "spent " + spent);
    assertTrue(pace.rate() > 0.3 * 1000 / DAY, "rate " + pace.rate());
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 1000, 600_000})
  void atAnEvenPaceFourFifthsAreSpentAndTheRateHardlyEverChanges(long millis) {
    Pace pace = new Pace(DAY);
    double spent = 0;
    double last = 0;
    int changes = 0;
    int n = 100_000;
    for (int i = 0; i < n; i++) {
      pace.accept(1_700_000_000_000L + millis * i);
      spent += pace.rate();
      changes += pace.rate() == last ? 0 : 1;
      last = pace.rate();
    }
    double earned = (double) millis * n / DAY;
    assertEquals(0.8, spent / earned, 0.02);
    assertTrue(changes <= 3, changes + " changes");
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void neverMoreIsSpentThanWasEarnedAtAnyPace(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Pace pace = new Pace(DAY);
    long begin = 1_700_000_000_000L;
    long now = begin;
    long step = 1000;
    double spent = 0;
    for (int i = 0; i < 1_000_000; i++) {
      if (random.nextInt(20_000) == 0) {
        step = 1L << random.nextInt(22); // a millisecond to an hour
      }
      now += random.nextInt(4) == 0 ? 0 : random.nextLong(2 * step);
      // now and then a clock that was set back
      pace.accept(i > 0 && random.nextInt(50) == 0 ? now - DAY : now);
      spent += pace.rate();
      double earned = (double) (now - begin) / DAY;
      assertTrue(spent <= earned * (1 + 1e-9) + 1e-6, spent + " of " + earned);
    }
    assertTrue(spent > 0.3 * (now - begin) / DAY, "most is spent");
  }

  @Test
  void theRateFollowsThePace() {
    Pace pace = new Pace(DAY);
    long now = 0;
    for (long step : new long[] {1000, 10, 5000}) {
      for (int i = 0; i < 200_000; i++) {
        pace.accept(now += step);
      }
      double ratio = pace.rate() * DAY / step;
      assertTrue(ratio > 0.4 && ratio <= 1, "a step of " + step + ": " + ratio);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 128, 500})
  void aSliceThatEarnsByItsWindowsGoesOnFromItsAllowance(int stop) {
    WatchedSlice whole = new WatchedSlice(List.of(), 1, new Pace(10), true, Optional.empty());
    WatchedSlice rest = new WatchedSlice(List.of(), 1, new Pace(10), true, Optional.empty());
    SignalValues values = new ObservedValues(Schemas.STANDARD);
    for (int i = 0; i < 1000; i++) {
      if (i == stop) {
        rest.restore(whole.allowance(Slice.ALL).orElseThrow());
      }
      for (WatchedSlice slice : i < stop ? List.of(whole) : List.of(whole, rest)) {
        slice.arrived(values);
        if (i % 7 == 0) {
          slice.judged();
        }
      }
    }
    assertEquals(whole.allowance(Slice.ALL), rest.allowance(Slice.ALL));
    assertEquals(143, rest.allowance(Slice.ALL).orElseThrow().windows());
  }

  @Test
  void goesOnFromItsState() {
    Pace whole = new Pace(1000);
    Pace rest = new Pace(1000);
    for (int i = 0; i < 777; i++) {
      whole.accept((long) i * i);
    }
    rest.restore(whole.state());
    for (int i = 777; i < 2000; i++) {
      whole.accept((long) i * i);
      rest.accept((long) i * i);
      assertEquals(whole.rate(), rest.rate(), 0.0);
    }
    assertEquals(whole.state(), rest.state());
    assertThrows(IllegalArgumentException.class, () -> new Pace.State(-1, 0, 0, 0, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Pace.State(0, 64, 0, 0, 0, 1, 0));
    assertThrows(IllegalArgumentException.class, () -> new Pace.State(0, 0, 0, 0, -1, 1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> new Pace.State(0, 0, 0, 0, 0, Double.NaN, 0));
  }
}
