package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.twosample.ChiSquareTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VectorReservoirTest {
  /** One reservoir over the numbers {@code from} to {@code to}, each a vector (i, -i). */
  private static VectorReservoir of(int capacity, long seed, int from, int to) {
    VectorReservoir reservoir = new VectorReservoir(capacity, 2, seed);
    for (int i = from; i < to; i++) {
      reservoir.accept(new float[] {i, -i});
    }
    return reservoir;
  }

  @Test
  void keepsEverythingUntilItIsFull() {
    VectorReservoir reservoir = of(10, 1, 0, 7);
    assertEquals(7, reservoir.size());
    float[] rows = reservoir.rows();
    boolean[] seen = new boolean[7];
    for (int i = 0; i < 7; i++) {
      assertEquals(0, rows[2 * i] + rows[2 * i + 1]);
      seen[(int) rows[2 * i]] = true;
    }
    for (boolean each : seen) {
      assertTrue(each);
    }
  }

  @Test
  void everyVectorIsEquallyLikely() {
    int n = 60;
    int rounds = 20_000;
    double[] kept = new double[n];
    double[] first = new double[n];
    for (int round = 0; round < rounds; round++) {
      float[] rows = of(6, round * 7919L, 0, n).rows();
      assertEquals(12, rows.length);
      first[(int) rows[0]]++;
      for (int i = 0; i < rows.length; i += 2) {
        kept[(int) rows[i]]++;
      }
    }
    double[] even = new double[n];
    Arrays.fill(even, 1);
    // counts of a sample without replacement spread less than the test assumes: it errs to accept,
    // so that the single first draws are tested as well, which are independent
    assertTrue(ChiSquareTest.goodnessOfFit(kept, even).pValue() > 1e-4);
    assertTrue(ChiSquareTest.goodnessOfFit(first, even).pValue() > 1e-4);
    for (double each : kept) {
      assertEquals(rounds * 0.1, each, 6 * Math.sqrt(rounds * 0.09));
    }
  }

  @Test
  void whatIsMergedIsEquallyLikelyFromBothStreams() {
    int rounds = 20_000;
    double[] kept = new double[50];
    for (int round = 0; round < rounds; round++) {
      VectorReservoir merged = of(5, 2L * round, 0, 40).combine(of(5, 2L * round + 1, 40, 44));
      for (int i = 44; i < 50; i++) {
        merged.accept(new float[] {i, -i});
      }
      assertEquals(50, merged.count());
      float[] rows = merged.rows();
      for (int i = 0; i < rows.length; i += 2) {
        kept[(int) rows[i]]++;
      }
    }
    for (double each : kept) {
      assertEquals(rounds * 0.1, each, 6 * Math.sqrt(rounds * 0.09));
    }
  }

  @Test
  void mergingIsCommutativeAndAssociativeToTheLastBitWithIdentity() {
    SplittableRandom random = new SplittableRandom(61);
    for (int round = 0; round < 50; round++) {
      int a = random.nextInt(0, 40);
      int b = a + random.nextInt(0, 40);
      int c = b + random.nextInt(0, 40);
      long seed = 3L * round;
      VectorReservoir left =
          of(8, seed, 0, a).combine(of(8, seed + 1, a, b)).combine(of(8, seed + 2, b, c));
      VectorReservoir right =
          of(8, seed + 2, b, c).combine(of(8, seed + 1, a, b).combine(of(8, seed, 0, a)));
      assertArrayEquals(left.rows(), right.rows());
      assertEquals(left.count(), right.count());
      float[] before = left.rows();
      assertArrayEquals(before, left.combine(new VectorReservoir(8, 2, 99)).rows());
      assertArrayEquals(before, new VectorReservoir(8, 2, 99).combine(left).rows());
    }
  }

  @Test
  void aBatchIsOneByOne() {
    SplittableRandom random = new SplittableRandom(62);
    float[] rows = new float[3 * 500];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextDouble();
    }
    VectorReservoir batch = new VectorReservoir(20, 3, 5);
    batch.accept(rows, 500);
    VectorReservoir single = new VectorReservoir(20, 3, 5);
    int kept = 0;
    for (int i = 0; i < 500; i++) {
      kept += single.accept(Arrays.copyOfRange(rows, 3 * i, 3 * i + 3)) ? 1 : 0;
    }
    assertArrayEquals(batch.toBytes(), single.toBytes());
    // about 20 (1 + ln 25) = 84 are kept for a time
    assertTrue(kept > 40 && kept < 150, "kept: " + kept);
  }

  @Test
  void whatIsReadGoesOnExactly() {
    VectorReservoir reservoir = of(16, 3, 0, 1000);
    VectorReservoir read = VectorReservoir.fromBytes(reservoir.toBytes());
    for (int i = 1000; i < 5000; i++) {
      assertEquals(
          reservoir.accept(new float[] {i, 0}), read.accept(new float[] {i, 0}), "vector " + i);
    }
    assertArrayEquals(reservoir.rows(), read.rows());
    assertArrayEquals(reservoir.toBytes(), read.toBytes());
  }

  @Test
  void aRejectedVectorLeavesTheObjectUnchanged() {
    VectorReservoir reservoir = of(4, 4, 0, 9);
    byte[] before = reservoir.toBytes();
    assertThrows(
        IllegalArgumentException.class, () -> reservoir.accept(new float[] {1, Float.NaN}));
    assertThrows(
        IllegalArgumentException.class,
        () -> reservoir.accept(new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 2));
    assertThrows(IllegalArgumentException.class, () -> reservoir.accept(new float[3]));
    assertThrows(IllegalArgumentException.class, () -> reservoir.combine(reservoir));
    assertThrows(
        IllegalArgumentException.class, () -> reservoir.combine(new VectorReservoir(5, 2, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> reservoir.combine(new VectorReservoir(4, 3, 1)));
    assertArrayEquals(before, reservoir.toBytes());
    assertThrows(IllegalArgumentException.class, () -> new VectorReservoir(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new VectorReservoir(1 << 20, 1 << 20, 1));
    assertFalse(Arrays.equals(of(4, 5, 0, 99).rows(), of(4, 6, 0, 99).rows()), "seeds matter");
  }
}
