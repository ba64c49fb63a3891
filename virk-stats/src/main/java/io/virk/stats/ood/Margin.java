package io.virk.stats.ood;

/**
 * The negated difference of the two largest probabilities of softmax(z / T) of logits z; larger =
 * more out of distribution. 0 where two classes share the largest logit, -1 for one class. Cost:
 * one exponential per class. The form for floats widens them first, into an array of its own.
 *
 * <p>Source: the margin of T. Scheffer, C. Decomain and S. Wrobel, <i>Active hidden Markov models
 * for information extraction</i>, IDA (2001), doi:10.1007/3-540-44816-0_31.
 */
public final class Margin {
  private Margin() {}

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 is usual
   * @return -1 to 0
   */
  public static double of(float[] logits, double temperature) {
    return of(Softmax.widen(logits), temperature);
  }

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 is usual
   * @return -1 to 0
   */
  public static double of(double[] logits, double temperature) {
    return -Softmax.of(logits, temperature).margin();
  }
}
