package io.virk.cause.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ScatterTest {
  private static final int COLUMNS = 6;

  /** Two things vary, of scales that differ by a thousand, and a little of each column's own. */
  private static double[][] rows(int n, double own, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[n][COLUMNS];
    for (double[] row : rows) {
      double a = random.nextGaussian() / Math.sqrt(n);
      double b = random.nextGaussian() / Math.sqrt(n);
      for (int k = 0; k < COLUMNS; k++) {
        double noise = own * random.nextGaussian() / Math.sqrt(n);
        row[k] = (k == 0 ? 1000 : 1) * ((k < 3 ? a : b) + noise);
      }
    }
    return rows;
  }

  private static double covariance(Scatter of, int i, int j) {
    double sum = i == j ? of.own()[i] : 0;
    for (double[] factor : of.factors()) {
      sum += factor[i] * factor[j];
    }
    return sum;
  }

  private static double covariance(double[][] rows, int i, int j) {
    return Arrays.stream(rows).mapToDouble(row -> row[i] * row[j]).sum();
  }

  @Test
  void twoFactorsHoldWhatTwoThingsDo() {
    double[][] rows = rows(50, 0, 1);
    Scatter scatter = Scatter.of(rows, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      for (int j = 0; j < COLUMNS; j++) {
        double scale = (i == 0 ? 1000 : 1) * (j == 0 ? 1000 : 1);
        assertEquals(covariance(rows, i, j), covariance(scatter, i, j), 1e-9 * scale);
      }
    }
  }

  @Test
  void theDiagonalIsExact() {
    double[][] rows = rows(50, 1, 2);
    Scatter scatter = Scatter.of(rows, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      double truth = covariance(rows, i, i);
      assertEquals(truth, scatter.variance(i), 1e-9 * truth);
      assertTrue(scatter.own()[i] > 0.1 * truth, "each varies by itself, too");
    }
    assertEquals(Scatter.none(3), Scatter.of(new double[0][], 3));
    assertEquals(4, Scatter.of(new double[][] {{2}}, 1).variance(0));
  }

  @Test
  void theMeanIsThatOfTheCovariances() {
    Scatter a = Scatter.of(rows(50, 0, 1), COLUMNS);
    Scatter b = Scatter.of(rows(40, 0, 7), COLUMNS);
    Scatter mean = Scatter.mean(List.of(a, b), new int[] {3, 1});
    for (int i = 1; i < COLUMNS; i++) {
      assertEquals(0.75 * a.variance(i) + 0.25 * b.variance(i), mean.variance(i), 1e-9);
      assertEquals(
          0.75 * covariance(a, i, 1) + 0.25 * covariance(b, i, 1), covariance(mean, i, 1), 0.05);
    }
  }

  @Test
  void columnsAreChosenAndJoined() {
    Scatter scatter = Scatter.of(rows(50, 1, 3), COLUMNS);
    Scatter some = scatter.at(new int[] {4, 1});
    assertEquals(scatter.variance(4), some.variance(0));
    assertEquals(covariance(scatter, 4, 1), covariance(some, 0, 1));
    Scatter joined = some.and(scatter.at(new int[] {5}));
    assertEquals(scatter.variance(5), joined.variance(2), 1e-15);
    assertEquals(0, covariance(joined, 0, 2), "by themselves");
    assertEquals(scatter.variance(4) + 2, some.plus(new double[] {2, 0}).variance(0), 1e-12);
  }

  @Test
  void argumentsAreChecked() {
    assertEquals(
        "factors: 1 (expected: 2)",
        assertThrows(
                IllegalArgumentException.class, () -> new Scatter(new double[1], new double[1][1]))
            .getMessage());
    assertEquals(
        "factors: of 2 columns (expected: 1)",
        assertThrows(
                IllegalArgumentException.class, () -> new Scatter(new double[1], new double[2][2]))
            .getMessage());
  }
}
