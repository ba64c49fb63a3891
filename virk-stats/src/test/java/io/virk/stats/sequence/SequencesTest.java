package io.virk.stats.sequence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.ByteForms;
import io.virk.stats.Interval;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequencesTest {
  @Test
  void theBernoulliIntervalIsWhereTheBetaMixtureIsBelowOneOverAlpha() {
    // one success: B(1.5, 0.5) / B(0.5, 0.5) = 1/2, so p is held where 1 / (2 p) < 20
    Interval one = BernoulliSequence.interval(1, 1, 0.95);
    assertEquals(0.025, one.low(), 1e-12);
    assertEquals(1, one.high());
    // two of two: B(2.5, 0.5) / B(0.5, 0.5) = 3/8; p^2 > 3/160
    assertEquals(Math.sqrt(3 / 160.0), BernoulliSequence.interval(2, 2, 0.95).low(), 1e-12);
    assertEquals(new Interval(0, 1), BernoulliSequence.interval(0, 0, 0.95));
    // scipy.special.betaln and scipy.optimize.brentq
    Interval many = BernoulliSequence.interval(810, 1000, 0.95);
    assertEquals(0.7620318252751215, many.low(), 1e-9);
    assertEquals(0.8524736394106169, many.high(), 1e-9);
  }

  @Test
  void evidenceAboveARateIsTheMixtureOfLargerRates() {
    // brute force: Jeffreys' prior above 0.2 by the midpoint rule in arcsin(sqrt p)
    for (int k = 0; k <= 20; k += 5) {
      double from = Math.asin(Math.sqrt(0.2));
      double width = (Math.PI / 2 - from) / 100_000;
      double sum = 0;
      for (int i = 0; i < 100_000; i++) {
        double p = Math.pow(Math.sin(from + (i + 0.5) * width), 2);
        sum += Math.pow(p / 0.2, k) * Math.pow((1 - p) / 0.8, 20 - k);
      }
      assertEquals(
          Math.log(sum / 100_000), BernoulliSequence.logEvidenceAbove(k, 20, 0.2), 1e-6, "k " + k);
    }
    assertEquals(0, BernoulliSequence.logEvidenceAbove(0, 0, 0.3), 1e-12);
  }

  @Test
  void pairedEvidenceIsTheMeanOfTheProducts() {
    PairedSequence sequence = new PairedSequence();
    sequence.accept(true, false);
    sequence.accept(true, true);
    sequence.accept(false, true);
    sequence.accept(true, false);
    double margin = 0.1;
    double sum = 0;
    for (int i = 0; i < 20; i++) {
      double bet = 0.98 * Math.pow(2, -i / 2.0) / (1 + margin);
      double product = 1;
      for (int d : new int[] {1, 0, -1, 1}) {
        product *= 1 + bet * (d - margin);
      }
      sum += product / 20;
    }
    assertEquals(Math.log(sum), sequence.logEvidenceAbove(margin), 1e-12);
    PairedSequence turned = new PairedSequence();
    turned.accept(1, 1, 2);
    assertEquals(Math.log(sum), turned.logEvidenceBelow(-margin), 1e-12);
    assertEquals(0.25, sequence.estimate());
  }

  @Test
  void thePairedIntervalIsWhereNeitherSideHasEvidence() {
    PairedSequence sequence = new PairedSequence();
    sequence.accept(60, 900, 40);
    Interval interval = sequence.interval(0.95);
    double enough = Math.log(40);
    assertTrue(interval.contains(0.02) && interval.low() < -0.005 && interval.high() < 0.06);
    assertEquals(enough, sequence.logEvidenceAbove(interval.low()), 1e-6);
    assertEquals(enough, sequence.logEvidenceBelow(interval.high()), 1e-6);
    long more = sequence.moreUntilAbove(0, 0.05);
    PairedSequence longer = new PairedSequence();
    double factor = 1 + more / 1000.0;
    longer.accept(Math.round(60 * factor), Math.round(900 * factor), Math.round(40 * factor));
    assertEquals(0, longer.moreUntilAbove(0, 0.05), 30);
    assertEquals(Long.MAX_VALUE, sequence.moreUntilAbove(0.03, 0.05));
  }

  @Test
  void tiesNarrowThePairedInterval() {
    PairedSequence alike = new PairedSequence();
    alike.accept(5, 990, 5);
    PairedSequence other = new PairedSequence();
    other.accept(100, 800, 100);
    assertTrue(alike.interval(0.95).width() < 0.5 * other.interval(0.95).width());
  }

  @Test
  void mergedCountsAreThoseOfOneStream() {
    BernoulliSequence a = new BernoulliSequence();
    BernoulliSequence b = new BernoulliSequence();
    PairedSequence pa = new PairedSequence();
    PairedSequence pb = new PairedSequence();
    WeightedMean wa = new WeightedMean(-1, 3, 8);
    WeightedMean wb = new WeightedMean(-1, 3, 8);
    WeightedMean all = new WeightedMean(-1, 3, 8);
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 100; i++) {
      boolean x = random.nextBoolean();
      boolean y = random.nextInt(3) == 0;
      (i % 3 == 0 ? a : b).accept(x);
      (i % 3 == 0 ? pa : pb).accept(x, y);
      double value = -1 + 4 * random.nextDouble();
      double weight = 1 + random.nextInt(8);
      (i % 3 == 0 ? wa : wb).accept(value, weight);
      all.accept(value, weight);
    }
    assertEquals(100, a.combine(b).trials());
    assertEquals(100, pa.combine(pb).count());
    wa.combine(wb);
    assertEquals(all.estimate(), wa.estimate(), 1e-12);
    assertEquals(all.interval(0.9).low(), wa.interval(0.9).low(), 1e-9);
    assertThrows(IllegalArgumentException.class, () -> all.combine(new WeightedMean(-1, 3, 9)));
  }

  @Test
  void theWeightedMeanIsHajeksWithItsError() {
    WeightedMean mean = new WeightedMean(0, 1, 10);
    double[] x = {1, 0, 1, 1, 0};
    double[] w = {1, 10, 2, 5, 2};
    for (int i = 0; i < x.length; i++) {
      mean.accept(x[i], w[i]);
    }
    assertEquals(8 / 20.0, mean.estimate(), 1e-15);
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      squares += w[i] * w[i] * (x[i] - 0.4) * (x[i] - 0.4);
    }
    assertEquals(Math.sqrt(squares) / 20, mean.standardError(), 1e-12);
    assertEquals(400 / 134.0, mean.effectiveCount(), 1e-12);
    for (int i = 0; i < 4000; i++) {
      mean.accept(i % 4 == 0 ? 1 : 0, 1 + i % 10);
    }
    Interval interval = mean.interval(0.95);
    assertTrue(interval.contains(mean.estimate()) && interval.width() < 0.12, interval.toString());
    assertEquals(new Interval(0, 1), new WeightedMean(0, 1, 1).interval(0.95));
  }

  @Test
  void aLevelThatIsSharedIsNeverSpentTwice() {
    double spent = 0;
    for (int n = 1; n <= 10_000; n++) { // one more each time, tested at once
      spent += SharedLevel.ofEach(0.05, n);
    }
    assertTrue(spent <= 0.05 && spent > 0.0499, "spent " + spent);
    assertThrows(IllegalArgumentException.class, () -> SharedLevel.ofEach(0.05, 0));
    assertThrows(IllegalArgumentException.class, () -> SharedLevel.ofEach(0, 1));
  }

  @Test
  void aRateIncreaseCountsTheBaselinesOwnError() {
    RateIncrease small = new RateIncrease(4, 40, 0, 0.05);
    RateIncrease large = new RateIncrease(1000, 10_000, 0, 0.05);
    assertTrue(small.bound() > 0.2 && large.bound() < 0.11);
    assertTrue(large.isIncreased(40, 200));
    assertFalse(small.isIncreased(40, 200));
    long more = large.moreUntilIncreased(15, 100);
    assertFalse(large.isIncreased(15, 100));
    assertTrue(large.isIncreased(Math.round(0.15 * (100 + more)), 100 + more));
    assertEquals(Long.MAX_VALUE, large.moreUntilIncreased(5, 100));
    assertEquals(0, large.moreUntilIncreased(40, 200));
  }

  @Test
  void strataThatComeMoreOftenAreNoEvidenceAndOneClassThatFailsIs() {
    long[] counts = {1000, 1000, 1000};
    long[] errors = {10, 100, 500};
    SplittableRandom random = new SplittableRandom(11);
    StratifiedErrors mix = new StratifiedErrors(errors, counts, new int[] {0, 1, 2}, 3);
    for (int i = 0; i < 500; i++) {
      mix.accept(2, random.nextDouble() < 0.5, 1 - random.nextDouble());
    }
    assertFalse(mix.rejects(0.05));
    StratifiedErrors one = new StratifiedErrors(errors, counts, new int[] {0, 1, 2}, 3);
    int needed = 0;
    while (!one.rejects(0.01)) {
      int stratum = needed++ % 3;
      double rate = stratum == 0 ? 0.6 : errors[stratum] / 1000.0;
      one.accept(stratum, random.nextDouble() < rate, 1 - random.nextDouble());
    }
    assertTrue(needed < 30, "needed " + needed);
    assertTrue(one.logEvidence(0) > 3 && one.logEvidence(1) < 2);
  }

  @Test
  void whatIsOutOfRangeIsRejectedAndChangesNothing() {
    BernoulliSequence bernoulli = new BernoulliSequence();
    assertThrows(IllegalArgumentException.class, () -> bernoulli.accept(2, 1));
    assertThrows(IllegalArgumentException.class, () -> bernoulli.accept(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> bernoulli.interval(1));
    assertEquals(0, bernoulli.trials());
    PairedSequence paired = new PairedSequence();
    assertThrows(IllegalArgumentException.class, () -> paired.accept(-1, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> paired.logEvidenceAbove(1));
    assertEquals(0, paired.count());
    WeightedMean weighted = new WeightedMean(0, 1, 4);
    assertThrows(IllegalArgumentException.class, () -> weighted.accept(0.5, 5));
    assertThrows(IllegalArgumentException.class, () -> weighted.accept(Double.NaN, 1));
    assertEquals(0, weighted.count());
    assertThrows(IllegalArgumentException.class, () -> new RateIncrease(1, 0, 0, 0.05));
    StratifiedErrors errors = strata();
    assertThrows(IllegalArgumentException.class, () -> errors.accept(2, true, 0.5));
    assertThrows(IllegalArgumentException.class, () -> errors.accept(0, true, 1));
    assertEquals(0, errors.observations());
  }

  private static StratifiedErrors strata() {
    return new StratifiedErrors(new long[] {1, 20}, new long[] {50, 90}, new int[] {0, 1}, 2);
  }

  @Test
  void bytesGoOnWhereTheyWere() {
    StratifiedErrors errors = strata();
    WeightedMean weighted = new WeightedMean(0, 1, 4);
    PairedSequence paired = new PairedSequence();
    BernoulliSequence bernoulli = new BernoulliSequence();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      double x = random.nextDouble();
      errors.accept(i % 2, x < 0.3, 1 - random.nextDouble());
      weighted.accept(x, 1 + i % 4);
      paired.accept(x < 0.5, x < 0.6);
      bernoulli.accept(x < 0.2);
    }
    StratifiedErrors errors2 = StratifiedErrors.fromBytes(errors.toBytes());
    errors.accept(1, true, 0.5);
    errors2.accept(1, true, 0.5);
    assertArrayEquals(errors.toBytes(), errors2.toBytes());
    assertEquals(errors.logEvidence(), errors2.logEvidence());
    ByteForms.assertDamageIsRejected("errors", errors.toBytes(), StratifiedErrors::fromBytes);
    ByteForms.assertDamageIsRejected("weighted", weighted.toBytes(), WeightedMean::fromBytes);
    ByteForms.assertDamageIsRejected("paired", paired.toBytes(), PairedSequence::fromBytes);
    ByteForms.assertDamageIsRejected("rate", bernoulli.toBytes(), BernoulliSequence::fromBytes);
    ByteForms.assertForgeriesAreReadOrRejected(
        "errors", errors.toBytes(), StratifiedErrors::fromBytes, e -> e.accept(0, true, 0.5));
    ByteForms.assertForgeriesAreReadOrRejected(
        "weighted", weighted.toBytes(), WeightedMean::fromBytes, m -> m.interval(0.95));
  }
}
