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
  private final double labelled;

  private ThresholdedConfidence(double threshold, double accuracy, double labelled) {
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

  /**
   * Chooses the threshold by sums, each observation with its weight; between the ends of a bin in
   * proportion.
   *
   * @param right of the observations that were right
   * @param wrong of the others; at least one in either
   */
  public static ThresholdedConfidence fit(ConfidenceSums right, ConfidenceSums wrong) {
    ConfidenceSums all = right.copy().combine(wrong).nonEmpty("observations");
    double below = wrong.weight();
    double accuracy = right.weight() / all.weight();
    double left = below;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      double here = all.weight(bin);
      if (here > left) {
        double low = ConfidenceSums.low(bin);
        double threshold = low + left / here * (ConfidenceSums.low(bin + 1) - low);
        return new ThresholdedConfidence(threshold, accuracy, all.effectiveCount());
      }
      left -= here;
    }
    return new ThresholdedConfidence(Double.POSITIVE_INFINITY, accuracy, all.effectiveCount());
  }

  /**
   * The accuracy of observations of which sums are kept, each with its weight.
   *
   * @param confidences of at least one
   */
  public AccuracyEstimate estimate(ConfidenceSums confidences) {
    double all = confidences.nonEmpty("confidences").weight();
    double above = 0;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      double low = ConfidenceSums.low(bin);
      double high = ConfidenceSums.low(bin + 1);
      above +=
          confidences.weight(bin)
              * Math.max(0, Math.min(1, (high - Math.max(low, threshold)) / (high - low)));
    }
    double share = Math.min(1, above / all);
    double variance =
        share * (1 - share) / confidences.effectiveCount() + accuracy * (1 - accuracy) / labelled;
    return new AccuracyEstimate(share, Math.sqrt(variance), (int) confidences.count());
  }
}
