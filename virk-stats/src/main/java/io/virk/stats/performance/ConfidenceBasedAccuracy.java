package io.virk.stats.performance;

import io.virk.stats.internal.Checks;
import io.virk.stats.sequence.WeightedMean;
import java.util.Objects;

/**
 * Accuracy without labels: the mean of the calibrated confidences (CBPE). Assumes that a confidence
 * means live what it meant on the labelled observations: right for a changed mix of easy and hard
 * inputs, wrong for concept shift, and too high for inputs to which the model is overconfident.
 * Calibrated with the weights of a {@link DensityRatio}, it follows the live inputs (PAPE).
 *
 * <p>The error counts the chance of n outcomes, sum c (1 - c) / n^2, and that of the calibration,
 * by block: share^2 p (1 - p) / size. Immutable. Cost: a binary search an observation.
 *
 * <p>Source: J. Bialek, W. Kuberski, N. Perrakis and A. Bifet, <i>Estimating model performance
 * under covariate shift without labels</i> (2024), arXiv:2401.08348 (both CBPE and PAPE).
 */
public final class ConfidenceBasedAccuracy {
  private final ConfidenceCalibration calibration;

  /**
   * Of a calibration.
   *
   * @param calibration of labelled observations that the model was not trained on
   */
  public ConfidenceBasedAccuracy(ConfidenceCalibration calibration) {
    this.calibration = Objects.requireNonNull(calibration, "calibration");
  }

  /**
   * The accuracy of some observations.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   */
  public AccuracyEstimate estimate(double[] confidences) {
    Checks.nonEmpty(confidences, "confidences");
    double sum = 0;
    double outcomes = 0;
    for (double confidence : confidences) {
      double p = calibration.probability(confidence);
      sum += p;
      outcomes += p * (1 - p);
    }
    double n = confidences.length;
    double variance = outcomes / (n * n) + calibration.varianceOfMean(confidences);
    return new AccuracyEstimate(sum / n, Math.sqrt(variance), confidences.length);
  }

  /**
   * The accuracy of observations of which sums are kept, each with its weight.
   *
   * @param confidences of at least one
   */
  public AccuracyEstimate estimate(ConfidenceSums confidences) {
    double all = confidences.nonEmpty("confidences").weight();
    double sum = 0;
    double outcomes = 0;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      if (confidences.count(bin) > 0) {
        double p = calibration.probability(confidences.mean(bin));
        sum += confidences.weight(bin) * p;
        outcomes += confidences.squares(bin) * p * (1 - p);
      }
    }
    double variance = outcomes / (all * all) + calibration.varianceOfMean(confidences);
    return new AccuracyEstimate(
        Math.min(1, sum / all), Math.sqrt(variance), (int) confidences.count());
  }

  /**
   * The standard error of the mean calibrated confidence that comes from the calibration itself.
   *
   * @param confidences of at least one
   */
  public double calibrationError(ConfidenceSums confidences) {
    return Math.sqrt(calibration.varianceOfMean(confidences.nonEmpty("confidences")));
  }

  /**
   * By how much observations are right more often than their confidences say, one by one: a changed
   * mix of easy and hard inputs does not matter.
   *
   * @param right of the observations that were right
   * @param wrong of the others
   * @param largestWeight that could have come
   * @return a mean in -1 to 1, 0 where the calibration holds
   */
  public WeightedMean excess(ConfidenceSums right, ConfidenceSums wrong, double largestWeight) {
    WeightedMean excess = new WeightedMean(-1, 1, largestWeight);
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      add(excess, right, bin, 1);
      add(excess, wrong, bin, 0);
    }
    return excess;
  }

  private void add(WeightedMean excess, ConfidenceSums of, int bin, double outcome) {
    if (of.count(bin) > 0) {
      excess.accept(
          outcome - calibration.probability(of.mean(bin)),
          (long) of.count(bin),
          of.weight(bin),
          of.squares(bin));
    }
  }
}
