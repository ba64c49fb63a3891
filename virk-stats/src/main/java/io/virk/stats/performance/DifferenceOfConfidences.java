package io.virk.stats.performance;

import io.virk.stats.Moments;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * Accuracy without labels: that on labelled observations less what the mean confidence has fallen
 * since (DoC). Assumes that accuracy falls by as much as confidence. Immutable. Cost: one pass.
 *
 * <p>Source: D. Guillory, V. Shankar, S. Ebrahimi, T. Darrell and L. Schmidt, <i>Predicting with
 * confidence on unseen distributions</i>, ICCV (2021), arXiv:2107.03315.
 */
public final class DifferenceOfConfidences {
  private final double accuracy;
  private final double meanConfidence;
  private final double variance;

  private DifferenceOfConfidences(double accuracy, double meanConfidence, double variance) {
    this.accuracy = accuracy;
    this.meanConfidence = meanConfidence;
    this.variance = variance;
  }

  /**
   * Of labelled observations.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   * @param right whether each was. Not modified.
   */
  public static DifferenceOfConfidences fit(double[] confidences, boolean[] right) {
    Objects.requireNonNull(right, "right");
    Checks.nonEmpty(confidences, "confidences");
    Checks.sameLength(right.length, confidences.length, "right", "confidences");
    Moments confidence = new Moments();
    Moments gap = new Moments();
    int sum = 0;
    for (int i = 0; i < right.length; i++) {
      int one = right[i] ? 1 : 0;
      confidence.accept(Reliability.probability(confidences[i], "confidences[" + i + "]"));
      gap.accept(one - confidences[i]);
      sum += one;
    }
    int n = right.length;
    return new DifferenceOfConfidences(
        (double) sum / n, confidence.mean(), gap.populationVariance() / n);
  }

  /**
   * The accuracy of some observations.
   *
   * @param confidences 0 to 1, at least one. Not modified.
   */
  public AccuracyEstimate estimate(double[] confidences) {
    Checks.nonEmpty(confidences, "confidences");
    Moments live = new Moments();
    double outcomes = 0;
    for (int i = 0; i < confidences.length; i++) {
      double c = Reliability.probability(confidences[i], "confidences[" + i + "]");
      live.accept(c);
      outcomes += c * (1 - c);
    }
    double n = confidences.length;
    double found = Math.max(0, Math.min(1, accuracy + live.mean() - meanConfidence));
    return new AccuracyEstimate(
        found, Math.sqrt(variance + outcomes / (n * n)), confidences.length);
  }

  /**
   * Of labelled observations of which sums are kept, each with its weight.
   *
   * @param right of the observations that were right
   * @param wrong of the others; at least one in either
   */
  public static DifferenceOfConfidences fit(ConfidenceSums right, ConfidenceSums wrong) {
    double all = right.weight() + wrong.weight();
    Checks.positive(all, "observations");
    double accuracy = right.weight() / all;
    double confidence = (confidences(right) + confidences(wrong)) / all;
    double gap = accuracy - confidence;
    double squares = 0;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      squares += right.count(bin) > 0 ? squares(right, bin, 1 - gap) : 0;
      squares += wrong.count(bin) > 0 ? squares(wrong, bin, -gap) : 0;
    }
    return new DifferenceOfConfidences(accuracy, confidence, squares / (all * all));
  }

  private static double confidences(ConfidenceSums of) {
    double sum = 0;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      sum += of.confidences(bin);
    }
    return sum;
  }

  private static double squares(ConfidenceSums of, int bin, double from) {
    double off = from - of.mean(bin);
    return of.squares(bin) * off * off;
  }

  /**
   * The accuracy of observations of which sums are kept, each with its weight.
   *
   * @param confidences of at least one
   */
  public AccuracyEstimate estimate(ConfidenceSums confidences) {
    double all = confidences.nonEmpty("confidences").weight();
    double outcomes = 0;
    for (int bin = 0; bin < ConfidenceSums.bins(); bin++) {
      if (confidences.count(bin) > 0) {
        double c = confidences.mean(bin);
        outcomes += confidences.squares(bin) * c * (1 - c);
      }
    }
    double live = confidences(confidences) / all;
    double found = Math.max(0, Math.min(1, accuracy + live - meanConfidence));
    return new AccuracyEstimate(
        found, Math.sqrt(variance + outcomes / (all * all)), (int) confidences.count());
  }
}
