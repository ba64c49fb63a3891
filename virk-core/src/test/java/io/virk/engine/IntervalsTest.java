package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.IntervalChange;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;

class IntervalsTest {
  private final Intervals intervals = new Intervals();
  private long now = 1_000_000;
  private int number;

  private IntervalsTest arrive(int n, IntToLongFunction interval) {
    for (int i = 0; i < n; i++) {
      now += interval.applyAsLong(i);
      intervals.arrived(number++, now);
    }
    return this;
  }

  @Test
  void aHalvedPaceIsTold() {
    IntervalChange change = arrive(500, i -> 40).arrive(100, i -> 80).intervals.change(500);
    assertEquals(40, change.before());
    assertEquals(80, change.now());
    assertEquals(100, change.intervals());
    assertTrue(change.isPace());
    assertFalse(change.isGaps() || change.isJitter());
  }

  /** A clock of whole milliseconds, a host that is busy. */
  @Test
  void aFewMillisecondsAreNoPace() {
    IntervalChange change = arrive(500, i -> 2).arrive(100, i -> 4).intervals.change(500);
    assertEquals(4, change.now());
    assertFalse(change.isPace(), change.toString());
    assertTrue(new IntervalChange(5, 10, 0, 0, 0, 0, 100).isPace());
  }

  /** Of which none is kept as it is any more. */
  @Test
  void itIsComparedWithWhatIsLongAgo() {
    IntervalChange change = arrive(5000, i -> 40).arrive(400, i -> 80).intervals.change(5000);
    assertEquals(40, change.before(), 1.5);
    assertTrue(change.isPace());
  }

  @Test
  void aSampledStreamIsNotTakenForAnotherPace() {
    int told = 0;
    for (int run = 0; run < 200; run++) {
      SplittableRandom random = new SplittableRandom(run);
      IntervalsTest test = new IntervalsTest();
      IntToLongFunction sampled = i -> Math.round(-4000 * Math.log(random.nextDouble()));
      IntervalChange change = test.arrive(300, sampled).arrive(16, sampled).intervals.change(300);
      told += change.isPace() || change.isGaps() || change.isJitter() ? 1 : 0;
    }
    assertEquals(0, told);
  }

  /** Of what is long ago, all counts: not the shortest alone. */
  @Test
  void aSampledStreamIsNotTakenForAnotherPaceAfterLong() {
    SplittableRandom random = new SplittableRandom(1);
    IntervalChange change =
        arrive(1000, i -> Math.round(-4000 * Math.log(random.nextDouble()))).intervals.change(800);
    assertEquals(4000 * Math.log(2), change.before(), 500);
    assertFalse(change.isPace() || change.isGaps() || change.isJitter(), change.toString());
  }

  @Test
  void framesThatAreMissingAreTold() {
    IntervalChange change =
        arrive(300, i -> 40).arrive(64, i -> i % 5 == 0 ? 80 : 40).intervals.change(300);
    assertTrue(change.isGaps() && !change.isPace());
    assertEquals(0, change.gapsBefore());
    assertEquals(0.2, change.gapsNow(), 0.02);
  }

  @Test
  void jitterIsTold() {
    SplittableRandom random = new SplittableRandom(1);
    IntervalChange change =
        arrive(300, i -> 100 + i % 2)
            .arrive(64, i -> random.nextInt(70, 130))
            .intervals
            .change(300);
    assertTrue(change.isJitter(), change.toString());
    assertTrue(change.jitterNow() > 0.1 && change.jitterBefore() < 0.02, change.toString());
  }

  /** A clock that is set, observations that come at once. */
  @Test
  void hostileTimesAreTaken() {
    arrive(60, i -> 0);
    now = Long.MIN_VALUE / 2;
    arrive(1, i -> 0);
    now = Long.MAX_VALUE / 2;
    arrive(1, i -> 0);
    IntervalChange change = arrive(50, i -> 0).intervals.change(60);
    assertFalse(change.isPace() || change.isGaps() || change.isJitter(), change.toString());
    assertNull(intervals.change(0));
    assertNull(intervals.change(number - 3));
  }

  @Test
  void itGoesOnFromWhatWasWritten() {
    arrive(700, i -> 40 + i % 3);
    ByteBuffer bytes = ByteBuffer.allocate(Intervals.bytes());
    intervals.writeTo(bytes);
    Intervals again = new Intervals();
    again.readFrom(bytes.rewind());
    arrive(100, i -> 80);
    for (int i = 0; i < 100; i++) {
      again.arrived(700 + i, now - 80 * (99 - i));
    }
    assertEquals(intervals.change(700), again.change(700));
    ByteBuffer endless = ByteBuffer.allocate(Intervals.bytes());
    intervals.writeTo(endless);
    endless.putLong(0, Long.MAX_VALUE);
    assertThrows(IllegalArgumentException.class, () -> new Intervals().readFrom(endless.rewind()));
    bytes.putInt(3 * Long.BYTES + Integer.BYTES, -1);
    String refused =
        assertThrows(IllegalArgumentException.class, () -> new Intervals().readFrom(bytes.rewind()))
            .getMessage();
    assertTrue(refused.startsWith("intervals: 699, "), refused);
  }
}
