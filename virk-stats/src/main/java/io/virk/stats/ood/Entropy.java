package io.virk.stats.ood;

/**
 * Shannon entropy of softmax(z / T) of logits z, in nats; larger = more out of distribution. 0
 * where one class has all the probability, ln(classes) where all have the same. Cost: one
 * exponential per class. The form for floats widens them first, into an array of its own.
 *
 * <p>Source: D. Macedo et al., <i>Entropic out-of-distribution detection</i>, IJCNN (2021),
 * doi:10.1109/IJCNN52387.2021.9533899.
 */
public final class Entropy {
  private Entropy() {}

  /**
   * The entropy of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 is usual
   * @return 0 to ln(classes)
   */
  public static double of(float[] logits, double temperature) {
    return of(Softmax.widen(logits), temperature);
  }

  /**
   * The entropy of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 is usual
   * @return 0 to ln(classes)
   */
  public static double of(double[] logits, double temperature) {
    return Softmax.of(logits, temperature).entropy();
  }

  /**
   * The entropy in units of its largest value, so that models with different numbers of classes
   * compare.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 is usual
   * @return 0 to 1; 0 for one class
   */
  public static double normalized(double[] logits, double temperature) {
    double entropy = of(logits, temperature);
    return logits.length == 1 ? 0 : Math.min(1, entropy / Math.log(logits.length));
  }
}
