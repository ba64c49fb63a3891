package io.virk.stats.performance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.stats.ByteForms;
import io.virk.stats.Interval;
import io.virk.stats.sequence.BernoulliSequence;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PerformanceTest {
  @Test
  void confusionCountsGiveTheRates() {
    ConfusionCounts counts = new ConfusionCounts(3);
    int[][] table = {{8, 1, 1}, {2, 6, 0}, {0, 0, 0}};
    for (int t = 0; t < 3; t++) {
      for (int p = 0; p < 3; p++) {
        counts.accept(t, p, table[t][p]);
      }
    }
    assertEquals(18, counts.total());
    assertEquals(14 / 18.0, counts.accuracy());
    assertEquals(0.8, counts.precision(0));
    assertEquals(0.75, counts.recall(1));
    assertEquals(0.2, counts.falseNegativeRate(0));
    assertTrue(Double.isNaN(counts.recall(2)));
    assertEquals(0, counts.precision(2));
    assertEquals(new Interval(0, 1), counts.recallInterval(2, 0.95));
    assertEquals(BernoulliSequence.interval(8, 10, 0.9), counts.recallInterval(0, 0.9));
    ConfusionCounts more = ConfusionCounts.fromBytes(counts.toBytes()).combine(counts);
    assertEquals(12, more.count(1, 1));
    assertThrows(IllegalArgumentException.class, () -> counts.accept(3, 0));
    assertThrows(IllegalArgumentException.class, () -> counts.accept(0, -1));
    assertEquals(18, counts.total());
    ByteForms.assertDamageIsRejected("counts", counts.toBytes(), ConfusionCounts::fromBytes);
  }

  @Test
  void reliabilityIsCountedByBin() {
    Reliability reliability = new Reliability(10);
    double[] confidences = {0.95, 0.91, 1, 0.55, 0.52};
    boolean[] right = {true, false, true, false, true};
    for (int i = 0; i < right.length; i++) {
      reliability.accept(confidences[i], right[i]);
    }
    Reliability.Bin top = reliability.bins(0.95).get(9);
    assertEquals(3, top.count());
    assertEquals(2.86 / 3, top.meanConfidence(), 1e-12);
    assertEquals(2 / 3.0, top.shareRight(), 1e-12);
    assertEquals((0.86 + 0.07) / 5, reliability.ece(), 1e-12);
    assertEquals((2.86 + 1.07 - 3) / 5, reliability.overconfidence(), 1e-12);
    double brier = (0.05 * 0.05 + 0.91 * 0.91 + 0.55 * 0.55 + 0.48 * 0.48) / 5;
    assertEquals(brier, reliability.brier(), 1e-12);
    assertEquals(10, new Reliability(10).combine(reliability).combine(reliability).total());
    assertThrows(IllegalArgumentException.class, () -> reliability.accept(Double.NaN, true));
    assertEquals(5, reliability.total());
  }

  @Test
  void theEceOfACalibratedModelIsNotZeroAndTold() {
    SplittableRandom random = new SplittableRandom(4);
    double sum = 0;
    double told = 0;
    for (int round = 0; round < 300; round++) {
      Reliability reliability = new Reliability(10);
      for (int i = 0; i < 300; i++) {
        double c = random.nextDouble();
        reliability.accept(c, random.nextDouble() < c);
      }
      sum += reliability.ece();
      told += reliability.eceOfCalibrated();
    }
    assertEquals(1, told / sum, 0.05, "told " + told / 300 + ", is " + sum / 300);
  }

  @Test
  void calibrationPoolsWhatFalls() {
    // bins of 20 with 5, 15, 10, 20 right: the second and third become one
    double[] confidences = IntStream.range(0, 80).mapToDouble(i -> (i / 10 + 0.5) / 8).toArray();
    boolean[] right = new boolean[80];
    int[] of = {3, 2, 8, 7, 5, 5, 10, 10};
    for (int i = 0; i < 80; i++) {
      right[i] = i % 10 < of[i / 10];
    }
    ConfidenceCalibration calibration = ConfidenceCalibration.fit(confidences, right);
    assertEquals(0.25, calibration.probability(0), 1e-12);
    assertEquals(0.25, calibration.probability(0.125), 1e-12);
    assertEquals(0.625, calibration.probability(0.5), 1e-12);
    assertEquals(1, calibration.probability(0.99), 1e-12);
    assertEquals((0.25 + 0.625) / 2, calibration.probability(0.3125), 1e-12);
    assertEquals(3, calibration.blocks());
    byte[] bytes = calibration.toBytes();
    assertEquals(0.625, ConfidenceCalibration.fromBytes(bytes).probability(0.5), 1e-12);
    ByteForms.assertDamageIsRejected("calibration", bytes, ConfidenceCalibration::fromBytes);
    assertThrows(IllegalArgumentException.class, () -> calibration.probability(1.1));
  }

  /** A model that says s and is right with probability s^2. */
  private static boolean[] right(double[] s, SplittableRandom random) {
    boolean[] right = new boolean[s.length];
    for (int i = 0; i < s.length; i++) {
      right[i] = random.nextDouble() < s[i] * s[i];
    }
    return right;
  }

  private static double[] draw(int n, double power, SplittableRandom random) {
    return random.doubles(n).map(u -> Math.pow(u, power)).toArray();
  }

  @Test
  void estimatedAccuracyIsTheCountedOneAsOftenAsSaid() {
    SplittableRandom random = new SplittableRandom(9);
    int held = 0;
    int rounds = 400;
    double bias = 0;
    for (int round = 0; round < rounds; round++) {
      double[] labelled = draw(600, 1, random);
      boolean[] right = right(labelled, random);
      ConfidenceBasedAccuracy cbpe =
          new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(labelled, right));
      double[] live = draw(200, 0.5, random); // easier inputs: covariate shift
      boolean[] truth = right(live, random);
      double accuracy = IntStream.range(0, 200).filter(i -> truth[i]).count() / 200.0;
      AccuracyEstimate estimate = cbpe.estimate(live);
      held += estimate.interval(0.95).contains(accuracy) ? 1 : 0;
      bias += (estimate.accuracy() - accuracy) / rounds;
    }
    assertTrue(held >= 0.93 * rounds, "held " + held + " of " + rounds);
    assertEquals(0, bias, 0.01);
  }

  @Test
  void thresholdAndDifferenceAreAsDefined() {
    double[] confidences = {0.2, 0.4, 0.6, 0.8, 1};
    boolean[] right = {false, true, false, true, true};
    ThresholdedConfidence atc = ThresholdedConfidence.fit(confidences, right);
    assertEquals(0.6, atc.threshold());
    assertEquals(0.6, atc.estimate(confidences).accuracy());
    assertEquals(0.25, atc.estimate(new double[] {0.1, 0.2, 0.59, 0.7}).accuracy());
    DifferenceOfConfidences doc = DifferenceOfConfidences.fit(confidences, right);
    assertEquals(0.5, doc.estimate(new double[] {0.5, 0.5}).accuracy(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> doc.estimate(new double[0]));
  }

  @Test
  void reweightedCalibrationFollowsTheLiveInputs() {
    // the same confidence means less for inputs of large x, which come more often live
    SplittableRandom random = new SplittableRandom(12);
    int n = 3000;
    double[] labelledX = new double[n];
    double[] liveX = new double[n];
    double[] labelled = new double[n];
    double[] live = new double[n];
    boolean[] right = new boolean[n];
    double accuracy = 0;
    for (int i = 0; i < n; i++) {
      labelledX[i] = random.nextGaussian();
      liveX[i] = random.nextGaussian() + 1;
      labelled[i] = random.nextDouble();
      live[i] = random.nextDouble();
      right[i] = random.nextDouble() < meaning(labelled[i], labelledX[i]);
      accuracy += meaning(live[i], liveX[i]) / n;
    }
    DensityRatio ratio = DensityRatio.fit(labelledX, liveX, 1);
    double[] weights = ratio.weights(labelledX);
    for (double x : new double[] {-1, 0, 1.5}) {
      double[] two = ratio.weights(new double[] {x, 0.5});
      assertEquals(Math.exp(x - 0.5), two[0] / two[1], 0.15 * Math.exp(x - 0.5), "x " + x);
    }
    double cbpe =
        new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(labelled, right))
            .estimate(live)
            .accuracy();
    double pape =
        new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(labelled, right, weights))
            .estimate(live)
            .accuracy();
    assertTrue(cbpe - accuracy > 0.1, cbpe + " of " + accuracy);
    assertEquals(accuracy, pape, 0.03);
    assertEquals(Math.exp(-1), DensityRatio.effectiveShare(weights), 0.1);
  }

  private static double meaning(double confidence, double x) {
    return confidence / (1 + Math.exp(2 * x - 1));
  }

  @Test
  void classSharesAreFoundFromPredictionsAndFromProbabilities() {
    SplittableRandom random = new SplittableRandom(2);
    double[] before = {0.5, 0.3, 0.2};
    double[] after = {0.2, 0.2, 0.6};
    ConfusionCounts labelled = new ConfusionCounts(3);
    for (int i = 0; i < 6000; i++) {
      int truth = drawClass(before, random);
      labelled.accept(truth, predicted(posterior(truth, before, random)));
    }
    int n = 6000;
    double[] probabilities = new double[3 * n];
    long[] predictions = new long[3];
    for (int i = 0; i < n; i++) {
      double[] p = posterior(drawClass(after, random), before, random);
      System.arraycopy(p, 0, probabilities, 3 * i, 3);
      predictions[predicted(p)]++;
    }
    assertArrayEquals(after, LabelShift.fromPredictions(labelled, predictions), 0.03);
    assertArrayEquals(after, LabelShift.fromProbabilities(probabilities, before), 0.02);
    assertThrows(
        IllegalArgumentException.class,
        () -> LabelShift.fromPredictions(labelled, new long[] {0, 0, 0}));
  }

  private static int drawClass(double[] shares, SplittableRandom random) {
    double u = random.nextDouble();
    return u < shares[0] ? 0 : u < shares[0] + shares[1] ? 1 : 2;
  }

  /** What is known of a class from one number that is normal about 1.5 times its index. */
  private static double[] posterior(int truth, double[] prior, SplittableRandom random) {
    double x = 1.5 * truth + random.nextGaussian();
    double[] p = new double[3];
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      p[c] = prior[c] * Math.exp(-0.5 * (x - 1.5 * c) * (x - 1.5 * c));
      sum += p[c];
    }
    for (int c = 0; c < 3; c++) {
      p[c] /= sum;
    }
    return p;
  }

  private static int predicted(double[] p) {
    return p[0] >= p[1] && p[0] >= p[2] ? 0 : p[1] >= p[2] ? 1 : 2;
  }
}
