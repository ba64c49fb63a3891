package io.virk.detect.calibrated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.ThresholdInterval;
import io.virk.stats.twosample.NormalTail;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NullDistributionTest {
  private static final double[] PROBABILITIES = {0.05, 0.049, 0.01, 1e-3, 1e-4, 1e-6, 1e-9, 1e-20};

  private static double[] draws(int n) {
    SplittableRandom random = new SplittableRandom(9);
    double[] draws = new double[n];
    for (int i = 0; i < n; i++) {
      draws[i] = Math.abs(random.nextGaussian());
    }
    return draws;
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 7, 50, 1e6})
  void thresholdsGrowAsProbabilitiesFall(double degrees) {
    NullDistribution distribution = new NullDistribution(draws(1000), degrees);
    double before = 0;
    for (double p : PROBABILITIES) {
      double threshold = distribution.threshold(p);
      assertTrue(threshold > before, p + ": " + threshold + " after " + before);
      before = threshold;
    }
  }

  /** It keeps what it was asked for last. */
  @Test
  void thresholdsDoNotDependOnWhatWasAskedForBefore() {
    NullDistribution distribution = new NullDistribution(draws(1000), 20);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 200; i++) {
      double p = PROBABILITIES[random.nextInt(PROBABILITIES.length)];
      assertEquals(
          new NullDistribution(draws(1000), 20).threshold(p), distribution.threshold(p), "p " + p);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {2, 7, 50, 1e6})
  void pValueIsTheInverseOfTheThreshold(double degrees) {
    NullDistribution distribution = new NullDistribution(draws(1000), degrees);
    for (double p : PROBABILITIES) {
      assertEquals(1, distribution.pValue(distribution.threshold(p)) / p, 1e-6, "p " + p);
    }
  }

  @Test
  void pValuesFallAndAreNeverZeroOrAboveOne() {
    NullDistribution distribution = new NullDistribution(draws(500), 20);
    double before = 1;
    for (double statistic = -1; statistic < 60; statistic += 0.25) {
      double p = distribution.pValue(statistic);
      assertTrue(p > 0 && p <= before, statistic + ": " + p + " after " + before);
      before = p;
    }
    assertTrue(distribution.pValue(1e300) > 0);
    assertTrue(distribution.pValue(Double.POSITIVE_INFINITY) > 0);
    assertEquals(1, distribution.pValue(-1));
  }

  /** Else its threshold is infinite or NaN: nothing is ever a drift, and p-values are next to 0. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10, 600, 1000})
  void infiniteDrawsSayNothing(int infinite) {
    double[] draws = draws(1000);
    Arrays.fill(draws, 0, infinite, Double.POSITIVE_INFINITY);
    assertFalse(new NullDistribution(draws, 20).usable());
    assertFalse(new NullDistribution(draws, 20, 5).usable());
    Arrays.fill(draws, 0, infinite, Double.MAX_VALUE);
    assertFalse(new NullDistribution(draws, 20).usable());
  }

  @Test
  void insideTheDrawsPValuesAreCounted() {
    double[] draws = new double[199];
    Arrays.setAll(draws, i -> i);
    NullDistribution distribution = new NullDistribution(draws, 1e9);
    assertEquals(0.5, distribution.pValue(100), 1e-12);
    assertEquals(1, distribution.pValue(0), 1e-12);
    assertEquals(0.075, distribution.pValue(185), 1e-12);
    // beyond, on the continuation
    assertEquals(189, distribution.threshold(0.05), 4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.37, -4, 1e12})
  void anyChangeIsBeyondConstantDraws(double value) {
    double[] draws = new double[300];
    Arrays.fill(draws, value);
    NullDistribution distribution = new NullDistribution(draws, 30);
    assertEquals(1, distribution.pValue(value), 1e-12);
    assertTrue(distribution.threshold(1e-9) >= value);
    double change = 1e-4 * Math.max(1, Math.abs(value));
    assertTrue(distribution.threshold(1e-9) < value + change);
    assertTrue(distribution.pValue(value + change) < 1e-9);
  }

  /** Thresholds of repeated draws scatter as the interval says. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 1e-2, 1e-3})
  void theIntervalHoldsTheThresholdOfManyDraws(double probability) {
    int held = 0;
    SplittableRandom random = new SplittableRandom(4);
    // exponential draws: the shape that is assumed
    double truth = -Math.log(probability);
    for (int i = 0; i < 400; i++) {
      double[] draws = new double[2000];
      Arrays.setAll(draws, j -> -Math.log(1 - random.nextDouble()));
      NullDistribution distribution = new NullDistribution(draws, 1e9);
      ThresholdInterval interval = distribution.thresholdInterval(probability);
      held += interval.low() <= truth && truth <= interval.high() ? 1 : 0;
      ThresholdInterval fewer = new NullDistribution(draws, 9).thresholdInterval(probability);
      assertTrue(fewer.high() - fewer.low() > interval.high() - interval.low());
    }
    assertEquals(0.95, held / 400.0, 0.035);
  }

  /**
   * Of independent draws, from 2,000 on average, for the budget of a single one of 50 detectors.
   */
  @Test
  void aTailThatIsShorterThanAnExponentialIsSeenInManyIndependentDraws() {
    SplittableRandom random = new SplittableRandom(12);
    double probability = 2e-5;
    double truth = NormalTail.quantile(probability / 2);
    double shaped = 0;
    double plain = 0;
    for (int i = 0; i < 100; i++) {
      double[] draws = new double[2000];
      Arrays.setAll(draws, j -> Math.abs(random.nextGaussian()));
      shaped += new NullDistribution(draws, 1e9).threshold(probability) / 100;
      plain += new NullDistribution(draws, 1e9, 60).threshold(probability) / 100;
    }
    assertEquals(truth, shaped, 0.08 * truth);
    assertTrue(plain > 1.15 * truth, plain + " of " + truth);
  }

  @Test
  void beyondOneInAMillionTheTailIsExponential() {
    NullDistribution distribution = new NullDistribution(draws(2000), 1e9);
    double step = distribution.threshold(1e-8) - distribution.threshold(1e-7);
    assertEquals(step, distribution.threshold(1e-20) - distribution.threshold(1e-19), 1e-6 * step);
    assertTrue(distribution.threshold(1e-3) - distribution.threshold(1e-2) > step);
  }

  /** Six independent values are the upper quarter of 24 and of fewer, the upper tenth of 60. */
  @Test
  void theTailBeginsEarlierWhereFewValuesAreIndependent() {
    double[] draws = new double[2000];
    // an exponential whose upper tenth has half the scale
    Arrays.setAll(
        draws,
        i -> {
          double e = -Math.log((i + 0.5) / 2000);
          double knee = Math.log(10);
          return e < knee ? e : knee + (e - knee) / 2;
        });
    double few = new NullDistribution(draws, 1e9, 10).threshold(1e-3);
    assertEquals(few, new NullDistribution(draws, 1e9, 24).threshold(1e-3), 0.05);
    assertTrue(few > 0.1 + new NullDistribution(draws, 1e9, 40).threshold(1e-3));
    assertEquals(
        new NullDistribution(draws, 1e9, 60).threshold(1e-3),
        new NullDistribution(draws, 1e9, 100).threshold(1e-3),
        0.05);
  }

  @Test
  void missingDrawsAreLeftOutAndTooFewAreNotUsed() {
    double[] draws = draws(300);
    double[] padded = Arrays.copyOf(draws, 1000);
    Arrays.fill(padded, 300, 1000, Double.NaN);
    assertEquals(
        new NullDistribution(draws, 9).threshold(1e-3),
        new NullDistribution(padded, 9).threshold(1e-3));
    assertTrue(new NullDistribution(draws(100), 9).usable());
    assertFalse(new NullDistribution(draws(99), 9).usable());
    assertEquals(300, new NullDistribution(padded, 9).statistics().length);
    assertEquals(9, new NullDistribution(padded, 9).degrees());
  }

  @Test
  void argumentsAreChecked() {
    NullDistribution distribution = new NullDistribution(draws(200), 9);
    for (double p : new double[] {0, -1, 0.0500001, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> distribution.threshold(p));
    }
    for (double v : new double[] {1.99, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new NullDistribution(draws(200), v));
    }
    for (double v : new double[] {0.99, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new NullDistribution(draws(200), 9, v));
    }
  }
}
