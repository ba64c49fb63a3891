package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CovarianceTest {
  private static float[] rows(SplittableRandom random, int n, int d, double offset) {
    float[] rows = new float[n * d];
    for (int i = 0; i < n; i++) {
      double common = random.nextDouble(-1, 1);
      for (int j = 0; j < d; j++) {
        rows[i * d + j] = (float) (offset + common * (j % 3) + random.nextDouble() * (j + 1));
      }
    }
    return rows;
  }

  private static Covariance of(float[] rows, int from, int to, int d) {
    Covariance covariance = new Covariance(d);
    if (to > from) {
      covariance.accept(Arrays.copyOfRange(rows, from * d, to * d), to - from);
    }
    return covariance;
  }

  @ParameterizedTest
  @CsvSource({"1,1,0", "2,3,0", "31,4,0", "32,4,100", "33,5,1000", "100,1,0", "200,17,30000"})
  void isTheDefinition(int n, int d, double offset) {
    float[] rows = rows(new SplittableRandom(41), n, d, offset);
    double[] mean = new double[d];
    for (int i = 0; i < rows.length; i++) {
      mean[i % d] += rows[i] / (double) n;
    }
    double[] expected = new double[d * d];
    double fourths = 0;
    for (int i = 0; i < n; i++) {
      double squared = 0;
      for (int j = 0; j < d; j++) {
        double y = rows[i * d + j] - mean[j];
        squared += y * y;
        for (int k = 0; k < d; k++) {
          expected[j * d + k] += y * (rows[i * d + k] - mean[k]) / n;
        }
      }
      fourths += squared * squared;
    }
    Covariance block = of(rows, 0, n, d);
    Covariance single = new Covariance(d);
    for (int i = 0; i < n; i++) {
      if (i % 2 == 0) {
        single.accept(Arrays.copyOfRange(rows, i * d, (i + 1) * d));
      } else {
        double[] wide = new double[d];
        for (int j = 0; j < d; j++) {
          wide[j] = rows[i * d + j];
        }
        single.accept(wide);
      }
    }
    double trace = 0;
    double squares = 0;
    for (int i = 0; i < expected.length; i++) {
      trace += i % (d + 1) == 0 ? expected[i] : 0;
      squares += expected[i] * expected[i];
    }
    double distance = squares - trace * trace / d;
    double ledoitWolf =
        distance > 1e-12 ? Math.min(1, Math.max(0, (fourths / n - squares) / n / distance)) : 0;
    for (Covariance covariance : new Covariance[] {block, single}) {
      assertEquals(n, covariance.count());
      assertArrayEquals(mean, covariance.mean(), 1e-12 * (1 + offset));
      assertArrayEquals(expected, covariance.population(), 1e-11 * (1 + trace));
      assertEquals(ledoitWolf, covariance.ledoitWolf(), 1e-8);
      if (n > 1) {
        assertEquals(expected[0] * n / (n - 1), covariance.sample()[0], 1e-11 * (1 + trace));
      }
    }
  }

  @Test
  void meetsScikitLearn() {
    // sklearn.covariance.ledoit_wolf_shrinkage / OAS differ in the latter by 2 / d; by hand:
    // rows (0,0) (2,0) (0,4) (2,8): C = [[1, 1], [1, 11]]
    Covariance covariance = new Covariance(2);
    covariance.accept(new float[] {0, 0, 2, 0, 0, 4, 2, 8}, 4);
    assertArrayEquals(new double[] {1, 1, 1, 11}, covariance.population(), 1e-14);
    // |y|^2 = 10, 10, 2, 26; t = 880; |C|^2 = 124; (880 / 4 - 124) / 4 = 24; 124 - 72 = 52
    assertEquals(24.0 / 52, covariance.ledoitWolf(), 1e-14);
    // equation 23 with d = 2, n = 4: (0 + 144) / (4 x 52)
    assertEquals(144.0 / 208, covariance.oas(), 1e-14);
    double[] shrunk = covariance.shrunk(0.5);
    assertArrayEquals(new double[] {3.5, 0.5, 0.5, 8.5}, shrunk, 1e-14);
  }

  @ParameterizedTest
  @CsvSource({"0", "10000"})
  void mergingInAnyOrderIsAcceptingAll(double offset) {
    SplittableRandom random = new SplittableRandom(42);
    for (int round = 0; round < 40; round++) {
      int n = random.nextInt(1, 80);
      int d = random.nextInt(1, 9);
      float[] rows = rows(random, n, d, offset);
      int cut = random.nextInt(n + 1);
      int cut2 = random.nextInt(cut, n + 1);
      Covariance all = of(rows, 0, n, d);
      Covariance left = of(rows, 0, cut, d).combine(of(rows, cut, cut2, d));
      left.combine(of(rows, cut2, n, d));
      Covariance right = of(rows, cut, cut2, d).combine(of(rows, cut2, n, d));
      right = of(rows, cut2, cut2, d).combine(right).combine(of(rows, 0, cut, d));
      assertClose(all, left);
      assertClose(all, right);
      assertClose(all, new Covariance(d).combine(all));
    }
  }

  private static void assertClose(Covariance expected, Covariance got) {
    assertEquals(expected.count(), got.count());
    double scale = Math.abs(expected.mean()[0]) + 1;
    assertArrayEquals(expected.mean(), got.mean(), 1e-13 * scale);
    assertArrayEquals(expected.population(), got.population(), 1e-10);
    assertEquals(expected.ledoitWolf(), got.ledoitWolf(), 1e-7);
    assertEquals(expected.oas(), got.oas(), 1e-7);
  }

  @Test
  void combiningWithItselfDoublesEverything() {
    float[] rows = rows(new SplittableRandom(43), 10, 3, 5);
    float[] twice = Arrays.copyOf(rows, 60);
    System.arraycopy(rows, 0, twice, 30, 30);
    Covariance covariance = of(rows, 0, 10, 3);
    assertClose(of(twice, 0, 20, 3), covariance.combine(covariance));
  }

  @Test
  void singularitiesAreAnswered() {
    Covariance nothing = new Covariance(3);
    assertTrue(Double.isNaN(nothing.mean()[0]));
    assertThrows(IllegalStateException.class, nothing::population);
    assertThrows(IllegalStateException.class, nothing::ledoitWolf);
    Covariance constant = new Covariance(3);
    float[] rows = new float[300];
    Arrays.fill(rows, 0.1f);
    constant.accept(rows, 100);
    assertArrayEquals(new double[9], constant.population(), 1e-30);
    assertTrue(constant.ledoitWolf() >= 0 && constant.ledoitWolf() <= 1);
    assertTrue(constant.oas() >= 0 && constant.oas() <= 1);
    Covariance one = new Covariance(4096);
    one.accept(new float[4096]);
    assertThrows(IllegalStateException.class, one::sample);
    assertEquals(0, one.ledoitWolf());
    assertEquals(1, one.oas());
  }

  @Test
  void aRejectedVectorLeavesTheObjectUnchanged() {
    Covariance covariance = of(rows(new SplittableRandom(44), 5, 2, 0), 0, 5, 2);
    byte[] before = covariance.toBytes();
    assertThrows(
        IllegalArgumentException.class, () -> covariance.accept(new float[] {1, Float.NaN}));
    assertThrows(
        IllegalArgumentException.class,
        () -> covariance.accept(new double[] {Double.POSITIVE_INFINITY, 1}));
    assertThrows(
        IllegalArgumentException.class,
        () -> covariance.accept(new float[] {1, 2, 3, Float.NEGATIVE_INFINITY}, 2));
    assertThrows(IllegalArgumentException.class, () -> covariance.accept(new float[3]));
    assertThrows(IllegalArgumentException.class, () -> covariance.combine(new Covariance(3)));
    assertThrows(IllegalArgumentException.class, () -> covariance.shrunk(1.5));
    assertThrows(IllegalArgumentException.class, () -> new Covariance(0));
    assertArrayEquals(before, covariance.toBytes());
  }
}
