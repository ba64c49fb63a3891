package io.virk.label.internal;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.label.Performance;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Method;
import io.virk.stats.Interval;
import io.virk.stats.performance.AccuracyEstimate;
import io.virk.stats.performance.ConfidenceBasedAccuracy;
import io.virk.stats.performance.ConfidenceCalibration;
import io.virk.stats.performance.ConfidenceSums;
import io.virk.stats.performance.DifferenceOfConfidences;
import io.virk.stats.performance.ThresholdedConfidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Accuracy without labels, calibrated on labels of other observations: those of the baseline, or
 * those of the time before. All by the weights of the sampler and of the plan that chose labels.
 */
final class Estimates {
  /** Labelled observations that it takes to calibrate. */
  static final int LEAST = 100;

  /** At which labels contradict: stricter than the intervals that are shown. */
  private static final double SURE = 1 - TriggerWatch.ALPHA / TriggerWatch.REASONS;

  /** Errors of the calibration itself that do not count. */
  private static final double ERRORS = 3;

  private final ConfidenceBasedAccuracy calibrated;
  private final Optional<ThresholdedConfidence> threshold;
  private final Optional<DifferenceOfConfidences> difference;

  /** By calibrated confidence alone: a profile keeps no single observations. */
  Estimates(ErrorProfile profile) {
    calibrated = new ConfidenceBasedAccuracy(profile.calibration());
    threshold = Optional.empty();
    difference = Optional.empty();
  }

  private Estimates(ConfidenceSums right, ConfidenceSums wrong) {
    calibrated = new ConfidenceBasedAccuracy(ConfidenceCalibration.fit(right, wrong));
    threshold = Optional.of(ThresholdedConfidence.fit(right, wrong));
    difference = Optional.of(DifferenceOfConfidences.fit(right, wrong));
  }

  /** Of labelled observations; null if they are too few. */
  static Estimates of(ConfidenceSums right, ConfidenceSums wrong) {
    return right.count() + wrong.count() < LEAST ? null : new Estimates(right, wrong);
  }

  /** The accuracy of observations of which some are labelled. */
  List<Estimate> of(PartSums part, double largestWeight) {
    ConfidenceSums live = part.confidences();
    if (live.count() == 0) {
      return List.of();
    }
    boolean contradicted = isContradicted(part.right(), part.wrong(), largestWeight);
    List<Estimate> estimates = new ArrayList<>();
    estimates.add(estimate(Method.CALIBRATED_CONFIDENCE, calibrated.estimate(live), contradicted));
    threshold.ifPresent(
        t -> estimates.add(estimate(Method.THRESHOLD, t.estimate(live), contradicted)));
    difference.ifPresent(
        d -> estimates.add(estimate(Method.DIFFERENCE, d.estimate(live), contradicted)));
    return estimates;
  }

  private static Estimate estimate(Method method, AccuracyEstimate found, boolean contradicted) {
    return new Estimate(
        method, found.accuracy(), found.interval(Performance.CONFIDENCE), found.n(), contradicted);
  }

  /** Whether labels are right more or less often than their confidences said. */
  private boolean isContradicted(ConfidenceSums right, ConfidenceSums wrong, double largestWeight) {
    if (right.count() + wrong.count() == 0) {
      return false;
    }
    double own = ERRORS * calibrated.calibrationError(right.copy().combine(wrong));
    Interval interval = calibrated.excess(right, wrong, largestWeight).interval(SURE);
    return interval.low() > own || interval.high() < -own;
  }
}
