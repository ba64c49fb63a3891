package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memories whose truth is known. */
class LiveMemoryTest {
  private static final int SIZE = 6;
  private static final int ROWS = 32;

  private static LiveMemory memory() {
    MemoryProbe.Scale scale = new MemoryProbe.Scale(SIZE);
    Arrays.fill(scale.means(), 3);
    Arrays.fill(scale.deviations(), 2);
    Arrays.fill(scale.surprises(), 2);
    Arrays.fill(scale.times(), 1);
    return new LiveMemory(SIZE, scale, true);
  }

  /** Numbers of mean 3 and some deviation: AR(1), each so many times in a row. */
  private static void feed(
      LiveMemory memory, int n, double deviation, double correlation, int repeats, double moved) {
    SplittableRandom random = new SplittableRandom(11);
    double[] state = new double[SIZE];
    double[] block = new double[SIZE];
    for (int m = 0; m < SIZE; m++) {
      state[m] = random.nextGaussian();
    }
    for (int i = 0; i < n; i++) {
      double[] numbers = new double[SIZE];
      for (int m = 0; m < SIZE; m++) {
        if (i % repeats == 0) {
          state[m] =
              correlation * state[m]
                  + Math.sqrt(1 - correlation * correlation) * random.nextGaussian();
        }
        numbers[m] = 3 + moved + deviation * state[m];
      }
      memory.accept(numbers, block, ROWS, false);
    }
    memory.trust();
  }

  private static double inflation(LiveMemory memory, int spacing) {
    Worth worth = memory.worth(ROWS);
    double sum = 0;
    for (int m = 0; m < SIZE; m++) {
      sum += worth.inflation(m, spacing) / SIZE;
    }
    return sum;
  }

  /** n times the variance of a mean of 32 neighbours of AR(1), by its autocovariances. */
  private static double truth(double correlation) {
    double sum = 1;
    for (int lag = 1; lag < ROWS; lag++) {
      sum += 2 * (1 - (double) lag / ROWS) * Math.pow(correlation, lag);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.9, 0.98})
  void windowsScatterAsTheLawSays(double correlation) {
    LiveMemory memory = memory();
    feed(memory, 200_000, 2, correlation, 1, 0);
    double truth = truth(correlation);
    assertEquals(truth, inflation(memory, 1), 0.15 * truth);
    assertTrue(inflation(memory, 64) < truth(Math.pow(correlation, 64)) + 0.3);
  }

  @ParameterizedTest
  @CsvSource({"2", "4", "16"})
  void whatComesSoManyTimesCountsOnce(int repeats) {
    LiveMemory memory = memory();
    feed(memory, 100_000, 2, 0, repeats, 0);
    assertEquals(repeats, inflation(memory, 1), 0.15 * repeats);
    assertEquals(1, inflation(memory, repeats), 0.2);
  }

  @Test
  void aStreamThatScattersMoreHasNoMoreMemory() {
    LiveMemory memory = memory();
    feed(memory, 20_000, 6, 0, 1, 0);
    assertEquals(1, inflation(memory, 1), 0.2);
  }

  @Test
  void ofANewStreamNothingIsSaid() {
    assertEquals(1, inflation(memory(), 1), 1e-9);
    assertEquals(0, memory().unseen(0));
    assertEquals(0, memory().worth(ROWS).surelyUnseen(0));
  }

  @Test
  void halfOfTheScatterIsAQuarterOfTheVariance() {
    LiveMemory memory = memory();
    feed(memory, 20_000, 1, 0, 1, 0);
    assertEquals(0.75, memory.unseen(0), 0.05);
    double sure = memory.worth(ROWS).surelyUnseen(0);
    assertTrue(sure > 0.6 && sure < 0.75, "sure " + sure);
    memory.fitted(true);
    assertEquals(0, memory.worth(ROWS).surelyUnseen(0), "what scatters less has changed");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 3, 20})
  void oneStepIsNoMemory(double step) {
    LiveMemory memory = memory();
    feed(memory, 5_000, 2, 0, 1, 0);
    feed(memory, 64, 2, 0, 1, 2 * step);
    assertEquals(1, inflation(memory, 1), 0.75);
  }

  @Test
  void aDriftIsForgotten() {
    LiveMemory memory = memory();
    feed(memory, 1_000, 2, 0, 1, 0);
    double before = inflation(memory, 1);
    double[] block = new double[SIZE];
    for (int i = 0; i < ROWS; i++) {
      double[] same = new double[SIZE];
      Arrays.fill(same, 7 + i % 2);
      memory.accept(same, block, ROWS, false);
    }
    memory.distrust();
    memory.trust();
    assertEquals(before, inflation(memory, 1));
  }

  @Test
  void whatIsMissingOrConstantChangesNothing() {
    LiveMemory memory = memory();
    double[] block = new double[SIZE];
    for (int i = 0; i < 500; i++) {
      double[] numbers = new double[SIZE];
      Arrays.fill(numbers, Double.NaN);
      memory.accept(numbers, block, ROWS, true);
    }
    memory.trust();
    assertEquals(1, inflation(memory, 1), 1e-9);
    assertEquals(0, memory.unseen(0));
  }

  @Test
  void itGoesThroughBytes() {
    LiveMemory memory = memory();
    feed(memory, 1_003, 2, 0.8, 1, 0);
    LiveMemory twin = memory();
    twin.restore(memory.toBytes());
    assertArrayEquals(memory.toBytes(), twin.toBytes());
    LiveMemory light = new LiveMemory(SIZE, memory.scale(), false);
    light.restore(memory.toBytes());
    assertEquals(inflation(memory, 1), inflation(light, 1));
    LiveMemory again = memory();
    again.restore(light.toBytes());
    assertArrayEquals(memory.toBytes(), again.toBytes());
    feed(memory, 500, 2, 0.3, 1, 0);
    feed(twin, 500, 2, 0.3, 1, 0);
    assertArrayEquals(memory.toBytes(), twin.toBytes());
  }

  @Test
  void bytesOfNoMemoryAreRefused() {
    byte[] bytes = memory().toBytes();
    LiveMemory memory = memory();
    String tooFew =
        assertThrows(
                IllegalArgumentException.class,
                () -> memory.restore(Arrays.copyOf(bytes, bytes.length - 1)))
            .getMessage();
    assertTrue(tooFew.startsWith("memory of a stream: "), tooFew);
    for (int at : new int[] {0, 4, 12, 20, 24}) {
      byte[] forged = bytes.clone();
      ByteBuffer.wrap(forged).putInt(at, -9);
      assertThrows(IllegalArgumentException.class, () -> memory.restore(forged), "at " + at);
    }
  }
}
