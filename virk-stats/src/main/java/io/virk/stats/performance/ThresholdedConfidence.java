package io.virk.stats.performance;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Accuracy without labels: the share of confidences at or above a threshold, which was chosen so
 * that this share is the accuracy on labelled observations (average thresholded confidence, ATC).
 * Assumes that one threshold parts right from wrong as often live as there. Immutable. Cost: one
 * pass.
 *
 * <p>Source: S. Garg, S. Balakrishnan, Z. C. Lipton, B. Neyshabur and H. Sedghi, <i>Leveraging
 * unlabeled data to predict out-of-distribution performance</i>, ICLR (2022), arXiv:2201.04234.
 */
public final class ThresholdedConfidence {
  private final double threshold;
  private final double accuracy;
  private final int labelled;

  private ThresholdedConfidence(double threshold, double accuracy, int labelled) {
    this.threshold = threshold;
    this.accuracy = accuracy;
    this.labelled = labelled;
  }

  /**
   * Chooses the threshold.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   * @param right whether each was. Not modified.
   */
  public static ThresholdedConfidence fit(double[] confidences, boolean[] right) {
    Checks.nonEmpty(confidences, "confidences");
    Objects.requireNonNull(right, "right");
    Checks.sameLength(right.length, confidences.length, "right", "confidences");
    int wrong = 0;
    for (int i = 0; i < right.length; i++) {
      Reliability.probability(confidences[i], "confidences[" + i + "]");
      wrong += right[i] ? 0 : 1;
    }
    double[] sorted = confidences.clone();
    Arrays.sort(sorted);
    double threshold = wrong == sorted.length ? Double.POSITIVE_INFINITY : sorted[wrong];
    return new ThresholdedConfidence(threshold, 1 - (double) wrong / right.length, right.length);
  }

  /** The threshold; infinite if every labelled observation was wrong. */
  public double threshold() {
    return threshold;
  }

  /**
   * The accuracy of some observations.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   */
  public AccuracyEstimate estimate(double[] confidences) {
    Checks.nonEmpty(confidences, "confidences");
    int above = 0;
    for (int i = 0; i < confidences.length; i++) {
      above +=
          Reliability.probability(confidences[i], "confidences[" + i + "]") >= threshold ? 1 : 0;
    }
    double share = (double) above / confidences.length;
    double variance =
        share * (1 - share) / confidences.length + accuracy * (1 - accuracy) / labelled;
    return new AccuracyEstimate(share, Math.sqrt(variance), confidences.length);
  }
}
