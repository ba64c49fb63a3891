package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams whose level is known. */
class StreamLevelTest {
  private static final int SIZE = 6;
  private static final int ROWS = 32;
  private static final MemoryProbe.Scale SCALE = scale();

  private static MemoryProbe.Scale scale() {
    MemoryProbe.Scale scale = new MemoryProbe.Scale(SIZE);
    Arrays.fill(scale.means(), 3);
    Arrays.fill(scale.deviations(), 2);
    Arrays.fill(scale.surprises(), 2);
    Arrays.fill(scale.times(), 1);
    return scale;
  }

  private static double[] numbers(SplittableRandom random, double level, double deviation) {
    double[] numbers = new double[SIZE];
    Arrays.setAll(numbers, m -> 3 + 2 * (level + deviation * random.nextGaussian()));
    return numbers;
  }

  private static double[][] window(SplittableRandom random, double level, double deviation) {
    double[][] window = new double[SIZE][ROWS];
    for (int row = 0; row < ROWS; row++) {
      double[] numbers = numbers(random, level, deviation);
      for (int m = 0; m < SIZE; m++) {
        window[m][row] = numbers[m];
      }
    }
    return window;
  }

  private static Worth worth() {
    LiveMemory memory = new LiveMemory(SIZE, SCALE, false);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      memory.accept(numbers(random, 0, 1), new double[SIZE], ROWS, false);
    }
    memory.trust();
    return memory.worth(ROWS);
  }

  private static StreamLevel level(SplittableRandom random, int n, double level, double deviation) {
    StreamLevel of = new StreamLevel(SIZE, SCALE);
    for (int i = 0; i < n; i++) {
      of.accept(numbers(random, level, deviation));
    }
    of.trust();
    return of;
  }

  /** At most of all numbers. */
  private static double change(StreamLevel level, double[][] window) {
    Worth worth = worth();
    double largest = 0;
    for (int m = 0; m < SIZE; m++) {
      largest = Math.max(largest, level.change(m, window[m], worth, 1));
    }
    return largest;
  }

  /** A sign for "none" made the scatter infinite, changes NaN, and the checkpoint unreadable. */
  @Test
  void aHostsSignForNoneSpoilsNothing() {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel level = level(random, 640, 0, 1);
    double[] numbers = numbers(random, 0, 1);
    numbers[2] = 1e60;
    level.accept(numbers);
    level.trust();
    new StreamLevel(SIZE, SCALE).restore(level.toBytes());
    assertTrue(change(level, window(random, 4, 1)) > 3);
  }

  /** However far from the baseline: it is the change that counts. */
  @ParameterizedTest
  @CsvSource({"0, 64", "0.5, 640", "5, 6400"})
  void aStreamThatStaysWhereItIsHasNotChanged(double offset, int observations) {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel level = level(random, observations, offset, 1);
    int beyond = 0;
    for (int i = 0; i < 200; i++) {
      beyond += change(level, window(random, offset, 1)) > 3 ? 1 : 0;
    }
    // of 12 numbers the largest is beyond three in 3 %; one level for all windows, and squares
    assertTrue(beyond <= 20, beyond + " of 200");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"0, 1, 1, 1", "5, 1, 6, 1", "5, 1, 4, 1", "5, 1, 5, 2.2", "0, 1, 0, 2.2"})
  void aStepAndAWiderScatterAreChanges(double from, double before, double to, double now) {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel level = level(random, 640, from, before);
    int found = 0;
    for (int i = 0; i < 200; i++) {
      found += change(level, window(random, to, now)) > 3 ? 1 : 0;
    }
    assertTrue(found >= 195 == (from != to || before != now), found + " of 200");
  }

  @Test
  void whatIsOfADriftIsForgotten() {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel level = level(random, 640, 0, 1);
    byte[] before = level.toBytes();
    for (int i = 0; i < 100; i++) {
      level.accept(numbers(random, 9, 1));
    }
    level.distrust();
    assertArrayEquals(before, level.toBytes());
  }

  @Test
  void ofAStreamThatWasNotSeenNothingIsSaid() {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel none = new StreamLevel(SIZE, SCALE);
    double[] missing = new double[SIZE];
    Arrays.fill(missing, Double.NaN);
    none.accept(missing);
    none.trust();
    assertEquals(Double.NaN, none.change(0, window(random, 0, 1)[0], worth(), 1));
  }

  @Test
  void itGoesThroughBytes() {
    SplittableRandom random = new SplittableRandom(7);
    StreamLevel level = level(random, 640, 1, 1);
    level.accept(numbers(random, 1, 1));
    StreamLevel copy = new StreamLevel(SIZE, SCALE);
    copy.restore(level.toBytes());
    assertArrayEquals(level.toBytes(), copy.toBytes());
    byte[] bytes = level.toBytes();
    assertThrows(
        IllegalArgumentException.class, () -> copy.restore(Arrays.copyOf(bytes, bytes.length - 1)));
    bytes[0] = -1;
    assertThrows(IllegalArgumentException.class, () -> copy.restore(bytes));
    bytes[0] = 0;
    bytes[4] = 0x7f;
    bytes[5] = (byte) 0xc0;
    assertThrows(IllegalArgumentException.class, () -> copy.restore(bytes));
  }
}
