package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.label.Performance;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Method;
import io.virk.stats.Interval;
import io.virk.stats.performance.AccuracyEstimate;
import io.virk.stats.performance.ConfidenceBasedAccuracy;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.DifferenceOfConfidences;
import io.virk.stats.performance.ThresholdedConfidence;
import io.virk.stats.sequence.WeightedMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Accuracy without labels, calibrated on labels of other observations: those of the baseline, or
 * those of the time before.
 */
final class Estimates {
  /** Labelled observations that it takes to calibrate. */
  static final int LEAST = 100;

  /** At which labels contradict: stricter than the intervals that are shown. */
  private static final double SURE = 1 - TriggerWatch.ALPHA / TriggerWatch.REASONS;

  /** Errors of the calibration itself that do not count. */
  private static final double ERRORS = 3;

  private final ConfidenceCalibration calibration;
  private final ConfidenceBasedAccuracy calibrated;
  private final Optional<ThresholdedConfidence> threshold;
  private final Optional<DifferenceOfConfidences> difference;

  /** By calibrated confidence alone: a profile keeps no single observations. */
  Estimates(ErrorProfile profile) {
    calibration = profile.calibration();
    calibrated = new ConfidenceBasedAccuracy(calibration);
    threshold = Optional.empty();
    difference = Optional.empty();
  }

  /**
   * Of labels that weigh differently by calibrated confidence alone: the others have no weights.
   */
  private Estimates(double[] confidences, boolean[] right, double[] weights) {
    calibration = ConfidenceCalibration.fit(confidences, right, weights);
    calibrated = new ConfidenceBasedAccuracy(calibration);
    boolean alike = Arrays.stream(weights).allMatch(w -> w == weights[0]);
    threshold =
        alike ? Optional.of(ThresholdedConfidence.fit(confidences, right)) : Optional.empty();
    difference =
        alike ? Optional.of(DifferenceOfConfidences.fit(confidences, right)) : Optional.empty();
  }

  /** Of labelled observations; null if they are too few. */
  static Estimates of(List<Truth> labelled) {
    List<Truth> usable = labelled.stream().filter(Estimates::isUsable).toList();
    if (usable.size() < LEAST) {
      return null;
    }
    double[] confidences = new double[usable.size()];
    boolean[] right = new boolean[usable.size()];
    double[] weights = new double[usable.size()];
    for (int i = 0; i < right.length; i++) {
      confidences[i] = usable.get(i).prediction().confidence();
      right[i] = usable.get(i).isRight();
      weights[i] = usable.get(i).weight();
    }
    return new Estimates(confidences, right, weights);
  }

  private static boolean isUsable(Truth truth) {
    return truth.isJudged() && truth.prediction().confidence() >= 0;
  }

  /** The accuracy of observations of which some are labelled. */
  List<Estimate> of(double[] confidences, List<Truth> judged) {
    if (confidences.length == 0) {
      return List.of();
    }
    boolean contradicted = isContradicted(judged);
    List<Estimate> estimates = new ArrayList<>();
    estimates.add(
        estimate(Method.CALIBRATED_CONFIDENCE, calibrated.estimate(confidences), contradicted));
    threshold.ifPresent(
        t -> estimates.add(estimate(Method.THRESHOLD, t.estimate(confidences), contradicted)));
    difference.ifPresent(
        d -> estimates.add(estimate(Method.DIFFERENCE, d.estimate(confidences), contradicted)));
    return estimates;
  }

  private static Estimate estimate(Method method, AccuracyEstimate found, boolean contradicted) {
    return new Estimate(
        method, found.accuracy(), found.interval(Performance.CONFIDENCE), found.n(), contradicted);
  }

  /**
   * Whether labels are right more or less often than their confidences said, one by one: a changed
   * mix of easy and hard inputs does not matter.
   */
  private boolean isContradicted(List<Truth> judged) {
    List<Truth> usable = judged.stream().filter(Estimates::isUsable).toList();
    if (usable.isEmpty()) {
      return false;
    }
    double largest = usable.stream().mapToDouble(Truth::weight).max().orElseThrow();
    WeightedMean excess = new WeightedMean(-1, 1, largest);
    double[] confidences = new double[usable.size()];
    double chance = 0;
    for (int i = 0; i < confidences.length; i++) {
      Truth truth = usable.get(i);
      confidences[i] = truth.prediction().confidence();
      double p = calibration.probability(confidences[i]);
      chance += p * (1 - p);
      excess.accept((truth.isRight() ? 1 : 0) - p, truth.weight());
    }
    double n = confidences.length;
    double all = calibrated.estimate(confidences).standardError();
    double own = ERRORS * Math.sqrt(Math.max(0, all * all - chance / (n * n)));
    Interval interval = excess.interval(SURE);
    return interval.low() > own || interval.high() < -own;
  }
}
