package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {
  @Test
  void meetScipy() {
    // scipy.stats.describe([1, 2, 4, 8, 16.5]); skew 1.0128, kurtosis -0.5955 (biased)
    Moments moments = Moments.of(1, 2, 4, 8, 16.5);
    assertEquals(5, moments.count());
    assertEquals(6.3, moments.mean(), 1e-15);
    assertEquals(39.7, moments.variance(), 1e-13);
    assertEquals(31.76, moments.populationVariance(), 1e-13);
    assertEquals(Math.sqrt(39.7), moments.standardDeviation(), 1e-14);
    assertEquals(1, moments.min());
    assertEquals(16.5, moments.max());
    // by hand from the definition
    double m3 = 0;
    double m4 = 0;
    for (double v : new double[] {1, 2, 4, 8, 16.5}) {
      m3 += Math.pow(v - 6.3, 3) / 5;
      m4 += Math.pow(v - 6.3, 4) / 5;
    }
    assertEquals(m3 / Math.pow(31.76, 1.5), moments.skewness(), 1e-13);
    assertEquals(m4 / (31.76 * 31.76) - 3, moments.kurtosis(), 1e-13);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e9})
  void mergingInAnyOrderIsAcceptingAll(double offset) {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 50; round++) {
      double[] values = random.doubles(random.nextInt(1, 60)).map(v -> offset + v * v).toArray();
      int cut = random.nextInt(values.length + 1);
      int cut2 = random.nextInt(cut, values.length + 1);
      Moments a = Moments.of(Arrays.copyOf(values, cut));
      Moments b = Moments.of(Arrays.copyOfRange(values, cut, cut2));
      Moments c = Moments.of(Arrays.copyOfRange(values, cut2, values.length));
      Moments left = copy(a).combine(b).combine(c);
      Moments right = copy(b).combine(c);
      right = copy(right).combine(a);
      assertClose(Moments.of(values), left);
      assertClose(Moments.of(values), right);
      assertClose(left, copy(left).combine(new Moments()));
      assertClose(left, new Moments().combine(left));
    }
  }

  private static Moments copy(Moments moments) {
    return new Moments().combine(moments);
  }

  private static void assertClose(Moments expected, Moments got) {
    assertEquals(expected.count(), got.count());
    assertEquals(expected.min(), got.min());
    assertEquals(expected.max(), got.max());
    assertEquals(expected.mean(), got.mean(), 1e-14 * Math.abs(expected.mean()));
    double sd = expected.standardDeviation();
    if (expected.count() > 1) {
      // an offset of 1e9 leaves 7 digits of values between 0 and 1
      assertEquals(sd, got.standardDeviation(), 1e-6 * sd);
      assertEquals(expected.skewness(), got.skewness(), 1e-5);
      assertEquals(expected.kurtosis(), got.kurtosis(), 1e-5);
    }
  }

  @Test
  void combiningWithItselfDoublesEverything() {
    Moments moments = Moments.of(1, 2, 6);
    assertClose(Moments.of(1, 2, 6, 1, 2, 6), moments.combine(moments));
  }

  @Test
  void tooLittleDataGivesNanAsDocumented() {
    Moments nothing = new Moments();
    assertTrue(Double.isNaN(nothing.mean()) && Double.isNaN(nothing.populationVariance()));
    assertTrue(nothing.min() > nothing.max());
    Moments one = Moments.of(3);
    assertEquals(3, one.mean());
    assertTrue(Double.isNaN(one.variance()) && Double.isNaN(one.skewness()));
    Moments constant = Moments.of(0.1, 0.1, 0.1);
    assertEquals(0, constant.variance());
    assertTrue(Double.isNaN(constant.skewness()) && Double.isNaN(constant.kurtosis()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aRejectedValueLeavesTheObjectUnchanged(double value) {
    Moments moments = Moments.of(1, 2, 4);
    String message =
        assertThrows(IllegalArgumentException.class, () -> moments.accept(value)).getMessage();
    assertEquals("value: " + value + " (expected: finite)", message);
    assertClose(Moments.of(1, 2, 4), moments);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 511, 512, 513, 3000})
  void anArrayIsOneByOne(int n) {
    SplittableRandom random = new SplittableRandom(8);
    float[] values = new float[n];
    Moments oneByOne = Moments.of(5);
    for (int i = 0; i < n; i++) {
      values[i] = (float) (100 + Math.exp(random.nextDouble() * 3));
      oneByOne.accept(values[i]);
    }
    Moments atOnce = Moments.of(5);
    atOnce.accept(values);
    assertClose(oneByOne, atOnce);
    if (n > 0) {
      values[n - 1] = Float.NaN;
      assertThrows(IllegalArgumentException.class, () -> atOnce.accept(values));
      assertClose(oneByOne, atOnce);
    }
  }
}
