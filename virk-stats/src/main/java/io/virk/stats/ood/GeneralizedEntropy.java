package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import io.virk.stats.internal.Selection;
import java.util.Arrays;

/**
 * Generalised entropy (GEN) of softmax(z / T) of logits z: the sum over the {@code top} largest
 * probabilities of p^gamma (1 - p)^gamma; larger = more out of distribution. A small gamma makes
 * much of classes that are a little likely. Immutable. Cost: one exponential per class, a selection
 * and {@code top} powers; arrays of the number of classes.
 *
 * <p>Source: X. Liu, Y. Lochman and C. Zach, <i>GEN: pushing the limits of softmax-based
 * out-of-distribution detection</i>, CVPR (2023), doi:10.1109/CVPR52729.2023.02293 (there negated).
 *
 * @param gamma above 0, below 1; 0.1 in the paper
 * @param top number of largest probabilities that count, 1 or more; 100 in the paper for 1,000
 *     classes, 10 for 100. All of them where there are fewer classes.
 */
public record GeneralizedEntropy(double gamma, int top) {

  public GeneralizedEntropy {
    if (!(gamma > 0 && gamma < 1)) {
      throw Checks.rejected("gamma", gamma, "> 0 and < 1");
    }
    Checks.atLeast(top, 1, "top");
  }

  /** Gamma 0.1 and the 100 largest probabilities. */
  public static GeneralizedEntropy standard() {
    return new GeneralizedEntropy(0.1, 100);
  }

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   * @return 0 or more
   */
  public double score(float[] logits, double temperature) {
    return score(Softmax.widen(logits), temperature);
  }

  /**
   * The score of one observation.
   *
   * @param logits one per class, finite, at least one. Not modified.
   * @param temperature &gt; 0; 1 as in the paper
   * @return 0 or more
   */
  public double score(double[] logits, double temperature) {
    Softmax softmax = Softmax.of(logits, temperature);
    double[] sorted = logits.clone();
    Arrays.sort(sorted);
    int from = Math.max(0, sorted.length - top);
    double score = 0;
    for (int i = from; i < sorted.length; i++) {
      score += term(sorted[i], softmax.max(), softmax.ties(), softmax.rest(), temperature);
    }
    return score;
  }

  /**
   * From floats and the sums of their softmax.
   *
   * @param z Modified: its largest come last.
   */
  double score(float[] z, int length, double max, double ties, double rest, double temperature) {
    int from = Math.max(0, length - top);
    if (from > 0) {
      Selection.largestLast(z, length, from);
    }
    double score = 0;
    for (int i = from; i < length; i++) {
      score += term(z[i], max, ties, rest, temperature);
    }
    return score;
  }

  private double term(double z, double max, double ties, double rest, double temperature) {
    double sum = ties + rest;
    double p;
    double others;
    if (z == max) {
      p = 1 / sum;
      others = (ties - 1 + rest) / sum;
    } else {
      p = Math.exp((z - max) / temperature) / sum;
      others = 1 - p;
    }
    return Math.pow(p * others, gamma);
  }
}
