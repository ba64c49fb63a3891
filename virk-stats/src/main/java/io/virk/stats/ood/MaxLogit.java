package io.virk.stats.ood;

import io.virk.stats.internal.Checks;

/**
 * The negated largest logit; larger = more out of distribution. Cost: one pass, no allocation.
 *
 * <p>Source: D. Hendrycks et al., <i>Scaling out-of-distribution detection for real-world
 * settings</i>, ICML (2022), arXiv:1911.11132.
 */
public final class MaxLogit {
  private MaxLogit() {}

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   */
  public static double of(float[] logits) {
    return -Energy.max(Checks.allFinite(logits, "logits"));
  }

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   */
  public static double of(double[] logits) {
    return -Energy.max(Checks.allFinite(logits, "logits"));
  }

  /**
   * The class of the largest logit, the first of equals.
   *
   * @param logits one per class, finite, at least one. Not modified.
   */
  public static int argmax(float[] logits) {
    Checks.allFinite(logits, "logits");
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }

  /**
   * The class of the largest logit, the first of equals.
   *
   * @param logits one per class, finite, at least one. Not modified.
   */
  public static int argmax(double[] logits) {
    Checks.allFinite(logits, "logits");
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
