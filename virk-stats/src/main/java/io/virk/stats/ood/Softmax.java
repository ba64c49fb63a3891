package io.virk.stats.ood;

import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * What the scores of one row of logits z are made of, with u = (z - max z) / T: the largest logit,
 * the largest of the others, how many equal the largest, and the sums of exp(u) and of u exp(u)
 * over those that are smaller. Keeping the ones apart from the rest costs no digits where one class
 * has all the probability.
 *
 * @param max the largest logit
 * @param second the largest of the others; negative infinity for one class
 * @param ties how many equal the largest, 1 or more
 * @param rest sum of exp(u) over the others
 * @param weighted sum of u exp(u) over the others, 0 or less
 * @param temperature T
 */
record Softmax(
    double max, double second, int ties, double rest, double weighted, double temperature) {

  static Softmax of(double[] logits, double temperature) {
    Checks.positive(temperature, "temperature");
    Energy.checkUsable(logits);
    double max = Energy.max(logits);
    double second = Double.NEGATIVE_INFINITY;
    double rest = 0;
    double weighted = 0;
    int ties = 0;
    for (double logit : logits) {
      if (logit == max) {
        ties++;
        continue;
      }
      second = Math.max(second, logit);
      double u = (logit - max) / temperature;
      double e = Math.exp(u);
      rest += e;
      // u may be minus infinity where logits are huge
      weighted += e == 0 ? 0 : u * e;
    }
    return new Softmax(max, ties > 1 ? max : second, ties, rest, weighted, temperature);
  }

  static double[] widen(float[] logits) {
    Objects.requireNonNull(logits, "logits");
    double[] wide = new double[logits.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = logits[i];
    }
    return wide;
  }

  double energy() {
    return -(max + temperature * logSum(ties, rest));
  }

  double probability() {
    return 1 / (ties + rest);
  }

  double entropy() {
    return entropy(ties, rest, weighted);
  }

  double margin() {
    return margin(max, second, ties, rest, temperature);
  }

  /** ln(ties + rest), to the last digit for a small rest. */
  static double logSum(double ties, double rest) {
    return Math.log1p(ties - 1 + rest);
  }

  static double entropy(double ties, double rest, double weighted) {
    return Math.max(0, logSum(ties, rest) - weighted / (ties + rest));
  }

  /** Difference of the two largest probabilities. */
  static double margin(double max, double second, double ties, double rest, double temperature) {
    return -Math.expm1((second - max) / temperature) / (ties + rest);
  }
}
