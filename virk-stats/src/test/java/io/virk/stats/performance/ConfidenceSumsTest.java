package io.virk.stats.performance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums say what the observations themselves do. */
class ConfidenceSumsTest {
  private final SplittableRandom random = new SplittableRandom(6);
  private final ConfidenceSums right = new ConfidenceSums();
  private final ConfidenceSums wrong = new ConfidenceSums();

  private static double confidence(SplittableRandom random) {
    return 1 - Math.pow(random.nextDouble(), 3) * 0.7;
  }

  @Test
  void noBinReachesOverATenth() {
    for (int i = 0; i <= 100_000; i++) {
      double c = i / 100_000.0;
      int bin = ConfidenceSums.bin(c);
      assertTrue(ConfidenceSums.low(bin) <= c + 1e-12, c + " in " + bin);
      assertTrue(c <= ConfidenceSums.low(bin + 1) + 1e-12, c + " in " + bin);
      assertEquals(
          Math.min(9, (int) (c * 10)), (int) (ConfidenceSums.low(bin) * 10 + 1e-9), c + "");
    }
    assertEquals(95, ConfidenceSums.bin(1));
  }

  @Test
  void estimatesBySumsAreThoseByObservations() {
    int n = 3_000;
    double[] confidences = new double[n];
    boolean[] rights = new boolean[n];
    for (int i = 0; i < n; i++) {
      confidences[i] = confidence(random);
      rights[i] = random.nextDouble() < confidences[i] * confidences[i];
      (rights[i] ? right : wrong).accept(confidences[i], 1);
    }
    double[] live = new double[n];
    ConfidenceSums sums = new ConfidenceSums();
    for (int i = 0; i < n; i++) {
      live[i] = Math.min(1, 0.95 * confidence(random));
      sums.accept(live[i], 1);
    }
    AccuracyEstimate[] all = {
      new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(confidences, rights)).estimate(live),
      new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(right, wrong)).estimate(sums),
      ThresholdedConfidence.fit(confidences, rights).estimate(live),
      ThresholdedConfidence.fit(right, wrong).estimate(sums),
      DifferenceOfConfidences.fit(confidences, rights).estimate(live),
      DifferenceOfConfidences.fit(right, wrong).estimate(sums)
    };
    for (int i = 0; i < all.length; i += 2) {
      assertEquals(all[i].accuracy(), all[i + 1].accuracy(), 0.005, Arrays.toString(all));
      assertEquals(1, all[i + 1].standardError() / all[i].standardError(), 0.1, i + "");
      assertEquals(n, all[i + 1].n());
    }
    Reliability reliability = new Reliability(10);
    for (int i = 0; i < n; i++) {
      reliability.accept(confidences[i], rights[i]);
    }
    assertEquals(reliability.ece(), Reliability.of(right, wrong).ece(), 1e-9);
    Reliability.Bin bin = Reliability.of(right, wrong).bins(0.9).get(8);
    assertEquals(reliability.bins(0.9).get(8).interval(), bin.interval());
    assertEquals(reliability.bins(0.9).get(8).meanConfidence(), bin.meanConfidence(), 1e-12);
  }

  /** A sampler takes the sure ones a tenth as often: their weight makes up for it. */
  @Test
  void weightsMakeUpForWhatASamplerLeavesOut() {
    ConfidenceSums all = new ConfidenceSums();
    ConfidenceSums sampled = new ConfidenceSums();
    Reliability whole = new Reliability(10);
    Reliability weighted = new Reliability(10);
    for (int i = 0; i < 60_000; i++) {
      double c = confidence(random);
      boolean isRight = random.nextDouble() < c * c;
      double weight = c > 0.9 ? 1 : 0.1;
      all.accept(c, 1);
      whole.accept(c, isRight);
      if (random.nextDouble() < 0.1 / weight) {
        sampled.accept(c, weight);
        weighted.accept(c, isRight, weight);
        (isRight ? right : wrong).accept(c, weight);
      }
    }
    assertEquals(whole.ece(), weighted.ece(), 0.02);
    assertEquals(whole.overconfidence(), weighted.overconfidence(), 0.02);
    double truth =
        whole.bins(0.9).stream()
                .filter(b -> b.count() > 0)
                .mapToDouble(b -> b.count() * b.shareRight())
                .sum()
            / whole.total();
    AccuracyEstimate[] estimates = {
      new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(right, wrong)).estimate(sampled),
      ThresholdedConfidence.fit(right, wrong).estimate(sampled),
      DifferenceOfConfidences.fit(right, wrong).estimate(sampled)
    };
    for (AccuracyEstimate estimate : estimates) {
      assertEquals(truth, estimate.accuracy(), 0.02, estimate.toString());
      assertTrue(estimate.interval(0.999).contains(truth), estimate + " of " + truth);
    }
  }

  @Test
  void whatIsTakenBackLeavesNothing() {
    double[] confidences = random.doubles(500).toArray();
    for (double c : confidences) {
      right.accept(c, 0.3 + c);
    }
    ConfidenceSums copy = right.copy().combine(right);
    for (double c : confidences) {
      right.remove(c, 0.3 + c);
    }
    assertEquals(0, right.count());
    assertEquals(0, right.weight());
    assertEquals(1_000, copy.count());
    assertThrows(IllegalArgumentException.class, () -> right.remove(0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> right.accept(Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ConfidenceCalibration.fit(right, new ConfidenceSums()));
  }
}
