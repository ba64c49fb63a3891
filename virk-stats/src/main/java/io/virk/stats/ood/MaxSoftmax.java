package io.virk.stats.ood;

import io.virk.stats.internal.Checks;

/**
 * The negated maximum softmax probability (MSP); larger = more out of distribution. Cost: one
 * exponential per class, no allocation.
 *
 * <p>Source: D. Hendrycks and K. Gimpel, <i>A baseline for detecting misclassified and
 * out-of-distribution examples in neural networks</i>, ICLR (2017), arXiv:1610.02136.
 */
public final class MaxSoftmax {
  private MaxSoftmax() {}

  /**
   * The score of one observation: the negated {@link #probability}.
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   * @return -1 to below 0
   */
  public static double of(float[] logits, double temperature) {
    return -probability(logits, temperature);
  }

  /**
   * The score of one observation: the negated {@link #probability}.
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   * @return -1 to below 0
   */
  public static double of(double[] logits, double temperature) {
    return -probability(logits, temperature);
  }

  /**
   * The confidence: largest element of softmax(logits / temperature).
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0
   * @return above 0, at most 1
   */
  public static double probability(float[] logits, double temperature) {
    Checks.positive(temperature, "temperature");
    Energy.checkUsable(logits);
    float max = Energy.max(logits);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(((double) logit - max) / temperature);
    }
    return 1 / sum;
  }

  /**
   * The confidence: largest element of softmax(logits / temperature).
   *
   * @param logits one per class, finite or -infinity, at least one of them finite. Not modified.
   * @param temperature &gt; 0
   * @return above 0, at most 1
   */
  public static double probability(double[] logits, double temperature) {
    Checks.positive(temperature, "temperature");
    Energy.checkUsable(logits);
    double max = Energy.max(logits);
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp((logit - max) / temperature);
    }
    return 1 / sum;
  }
}
