package io.virk.stats;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExponentialMomentsTest {
  private static ExponentialMoments of(double decay, double... values) {
    ExponentialMoments moments = new ExponentialMoments(decay);
    for (double value : values) {
      moments.accept(value);
    }
    return moments;
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.5, 0.99, 1})
  void isTheDefinition(double decay) {
    double[] values = new SplittableRandom(51).doubles(200, 1000, 1010).toArray();
    double weight = 0;
    double squares = 0;
    double mean = 0;
    for (int i = 0; i < values.length; i++) {
      double w = Math.pow(decay, values.length - 1 - i);
      weight += w;
      squares += w * w;
      mean += w * (values[i] - 1000);
    }
    mean = 1000 + mean / weight;
    double scatter = 0;
    for (int i = 0; i < values.length; i++) {
      double w = Math.pow(decay, values.length - 1 - i);
      scatter += w * (values[i] - mean) * (values[i] - mean);
    }
    ExponentialMoments moments = of(decay, values);
    assertEquals(mean, moments.mean(), 1e-11);
    assertEquals(scatter / weight, moments.populationVariance(), 1e-10);
    assertEquals(scatter / (weight - squares / weight), moments.variance(), 1e-9);
    assertEquals(weight * weight / squares, moments.effectiveCount(), 1e-9);
    assertEquals(200, moments.count());
  }

  @Test
  void withoutForgettingTheyAreMoments() {
    double[] values = new SplittableRandom(52).doubles(50).toArray();
    Moments plain = Moments.of(values);
    ExponentialMoments moments = of(1, values);
    assertEquals(plain.mean(), moments.mean(), 1e-14);
    assertEquals(plain.variance(), moments.variance(), 1e-14);
    assertEquals(plain.standardDeviation(), moments.standardDeviation(), 1e-14);
    assertEquals(50, moments.effectiveCount(), 1e-12);
  }

  @Test
  void mergingIsCommutativeAndAssociativeWithIdentity() {
    SplittableRandom random = new SplittableRandom(53);
    for (int round = 0; round < 50; round++) {
      double[][] parts = new double[3][];
      for (int i = 0; i < 3; i++) {
        parts[i] = random.doubles(random.nextInt(0, 30), -5, 50).toArray();
      }
      ExponentialMoments left =
          of(0.9, parts[0]).combine(of(0.9, parts[1])).combine(of(0.9, parts[2]));
      ExponentialMoments right =
          of(0.9, parts[2]).combine(of(0.9, parts[1]).combine(of(0.9, parts[0])));
      assertClose(left, right);
      assertClose(left, of(0.9).combine(left));
      byte[] before = left.toBytes();
      assertArrayEquals(before, left.combine(of(0.9)).toBytes());
    }
  }

  @Test
  void ageingMakesMergingAppending() {
    double[] values = new SplittableRandom(54).doubles(60).toArray();
    ExponentialMoments first = of(0.95, Arrays.copyOf(values, 25));
    ExponentialMoments second = of(0.95, Arrays.copyOfRange(values, 25, 60));
    assertClose(of(0.95, values), first.age(35).combine(second));
  }

  private static void assertClose(ExponentialMoments expected, ExponentialMoments got) {
    assertEquals(expected.count(), got.count());
    assertEquals(expected.mean(), got.mean(), 1e-12 * Math.abs(expected.mean()));
    assertEquals(expected.effectiveCount(), got.effectiveCount(), 1e-9);
    assertEquals(expected.populationVariance(), got.populationVariance(), 1e-9);
  }

  @Test
  void halfLifeHalves() {
    ExponentialMoments moments = ExponentialMoments.ofHalfLife(10);
    assertEquals(0.5, Math.pow(moments.decay(), 10), 1e-14);
    moments.accept(1);
    for (int i = 0; i < 9; i++) {
      moments.accept(0);
    }
    double sum = 0;
    for (int i = 0; i < 10; i++) {
      sum += Math.pow(0.5, i / 10.0);
    }
    assertEquals(Math.pow(0.5, 0.9) / sum, moments.mean(), 1e-14);
  }

  @Test
  void tooLittleDataGivesNanAsDocumented() {
    ExponentialMoments nothing = new ExponentialMoments(0.5);
    assertTrue(Double.isNaN(nothing.mean()) && Double.isNaN(nothing.variance()));
    assertTrue(Double.isNaN(nothing.populationVariance()));
    assertEquals(0, nothing.effectiveCount());
    ExponentialMoments one = of(0.5, 3);
    assertEquals(3, one.mean());
    assertEquals(0, one.populationVariance());
    assertTrue(Double.isNaN(one.variance()));
    assertTrue(Double.isNaN(one.age(1_000_000).mean()), "no weight left");
    one.accept(7);
    assertEquals(7, one.mean());
    assertEquals(0, of(0.9, 0.1, 0.1, 0.1).variance());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void aRejectedValueLeavesTheObjectUnchanged(double value) {
    ExponentialMoments moments = of(0.9, 1, 2, 4);
    assertThrows(IllegalArgumentException.class, () -> moments.accept(value));
    assertClose(of(0.9, 1, 2, 4), moments);
    assertThrows(IllegalArgumentException.class, () -> moments.combine(of(0.8, 1)));
    assertThrows(IllegalArgumentException.class, () -> moments.age(-1));
    assertThrows(IllegalArgumentException.class, () -> new ExponentialMoments(value));
    assertThrows(IllegalArgumentException.class, () -> new ExponentialMoments(0));
    assertThrows(IllegalArgumentException.class, () -> new ExponentialMoments(1.01));
    assertThrows(IllegalArgumentException.class, () -> ExponentialMoments.ofHalfLife(0));
  }
}
