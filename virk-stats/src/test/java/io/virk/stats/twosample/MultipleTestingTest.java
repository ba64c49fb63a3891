package io.virk.stats.twosample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MultipleTestingTest {
  private static final double[] P = {0.01, 0.04, 0.03, 0.005};

  @Test
  void byHand() {
    assertArrayEquals(new double[] {0.04, 0.16, 0.12, 0.02}, MultipleTesting.bonferroni(P), 1e-15);
    // sorted 0.005 x 4, 0.01 x 3, 0.03 x 2, 0.04 x 1 -> running maximum
    assertArrayEquals(new double[] {0.03, 0.06, 0.06, 0.02}, MultipleTesting.holm(P), 1e-15);
    // sorted 0.005 x 4, 0.01 x 2, 0.03 x 4/3, 0.04 -> running minimum from the end
    assertArrayEquals(
        new double[] {0.02, 0.04, 0.04, 0.02}, MultipleTesting.benjaminiHochberg(P), 1e-15);
    // e = 100 rejected alone at m / e = 0.04; both at 4 / (2 x 50) = 0.04
    assertArrayEquals(
        new double[] {0.04, 0.04, 1, 1}, MultipleTesting.eBenjaminiHochberg(100, 50, 0, 1), 1e-15);
    assertArrayEquals(
        new double[] {0, 1}, MultipleTesting.eBenjaminiHochberg(Double.POSITIVE_INFINITY, 0.5));
  }

  @Test
  void eBhRejectsByItsDefinition() {
    SplittableRandom random = new SplittableRandom(81);
    for (int round = 0; round < 200; round++) {
      int m = random.nextInt(1, 30);
      double alpha = random.nextDouble(0.01, 0.5);
      double[] e = random.doubles(m).map(u -> Math.pow(u, -1.5)).toArray();
      double[] sorted = e.clone();
      Arrays.sort(sorted);
      int k = 0;
      for (int i = 1; i <= m; i++) {
        if (i * sorted[m - i] / m >= 1 / alpha) {
          k = i;
        }
      }
      double least = k == 0 ? Double.POSITIVE_INFINITY : sorted[m - k];
      double[] adjusted = MultipleTesting.eBenjaminiHochberg(e);
      for (int i = 0; i < m; i++) {
        assertEquals(e[i] >= least, adjusted[i] <= alpha);
      }
    }
  }

  @Test
  void theyAreOrderedAndKeepTheirRange() {
    SplittableRandom random = new SplittableRandom(82);
    for (int round = 0; round < 100; round++) {
      double[] p = random.doubles(random.nextInt(1, 40)).map(u -> u * u * u).toArray();
      double[] bonferroni = MultipleTesting.bonferroni(p);
      double[] holm = MultipleTesting.holm(p);
      double[] bh = MultipleTesting.benjaminiHochberg(p);
      for (int i = 0; i < p.length; i++) {
        assertTrue(p[i] <= bh[i] && bh[i] <= holm[i] && holm[i] <= bonferroni[i]);
        assertTrue(bonferroni[i] <= 1);
      }
    }
    assertArrayEquals(new double[] {0.3}, MultipleTesting.holm(0.3));
    assertArrayEquals(new double[] {1, 1}, MultipleTesting.benjaminiHochberg(1, 1));
  }

  @Test
  void badArgumentsAreRejected() {
    for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> MultipleTesting.bonferroni(0.1, bad));
      assertThrows(IllegalArgumentException.class, () -> MultipleTesting.holm(0.1, bad));
      assertThrows(
          IllegalArgumentException.class, () -> MultipleTesting.benjaminiHochberg(0.1, bad));
    }
    assertThrows(IllegalArgumentException.class, () -> MultipleTesting.eBenjaminiHochberg(-1));
    assertThrows(
        IllegalArgumentException.class, () -> MultipleTesting.eBenjaminiHochberg(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> MultipleTesting.holm());
  }
}
