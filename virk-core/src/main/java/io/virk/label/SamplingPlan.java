package io.virk.label;

import io.virk.internal.SplitMix64;
import io.virk.label.Review.Why;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which observations to label: n of many, some by chance and the rest where errors are likely, so
 * that the labels find errors and yet say without bias how many there are. Each observation is
 * chosen with a known probability, n times the sum of three shares: the same for all (control), in
 * proportion to 1 - confidence (unsure), and to how far it lies in the farthest tenth (far). Its
 * weight is one over that; a mean weighted so (io.virk.stats.sequence.WeightedMean) is that of all.
 *
 * <p>Where confidences or distances are missing their share goes to the control. Systematic
 * sampling in an order drawn by the seed: exactly n come out, and the same seed gives the same
 * ones. Cost: a sort.
 *
 * <p>Source: C.-E. Saerndal, B. Swensson and J. Wretman, <i>Model Assisted Survey Sampling</i>,
 * Springer (1992), chapter 3.6 (probability proportional to size).
 */
public final class SamplingPlan {
  private static final double FAR_SHARE = 0.1;

  private final double control;
  private final double unsure;

  private SamplingPlan(double control, double unsure) {
    this.control = control;
    this.unsure = unsure;
  }

  /**
   * Half by chance, a third where the model is unsure, the rest far from the baseline.
   *
   * @return a plan
   */
  public static SamplingPlan standard() {
    return new SamplingPlan(0.5, 1.0 / 3);
  }

  /**
   * Other shares; what is left is for what is far from the baseline.
   *
   * @param control by chance, 0.1 .. 1: no weight is larger than all / (n x control)
   * @param unsure where the model is unsure, 0 .. 1 - control
   * @return a plan
   */
  public static SamplingPlan of(double control, double unsure) {
    if (!(control >= 0.1 && control <= 1)) {
      throw new IllegalArgumentException("control: " + control + " (expected: 0.1 .. 1)");
    }
    if (!(unsure >= 0 && unsure <= 1 - control)) {
      throw new IllegalArgumentException(
          "unsure: " + unsure + " (expected: 0 .. 1 - control, " + (1 - control) + ")");
    }
    return new SamplingPlan(control, unsure);
  }

  /**
   * One that is to be labelled.
   *
   * @param index of the observation among those handed in
   * @param weight one over the probability with which it was chosen, 1 or more
   * @param why what made most of that probability
   */
  public record Choice(int index, double weight, Why why) {}

  /**
   * What was chosen.
   *
   * @param choices in the order of the observations
   * @param largestWeight that any observation could have had
   */
  public record Sample(List<Choice> choices, double largestWeight) {
    public Sample {
      choices = List.copyOf(choices);
    }
  }

  /**
   * Chooses.
   *
   * @param n how many, 1 or more; all if there are no more
   * @param confidences of the predictions, 0 .. 1 or NaN where there is none. Not modified.
   * @param distances from the baseline, any finite number or NaN; as many. Not modified.
   * @param seed of the draw
   * @return n observations with their weights
   * @throws IllegalArgumentException if an argument is not as said above
   */
  public Sample choose(int n, double[] confidences, double[] distances, long seed) {
    if (n < 1) {
      throw new IllegalArgumentException("n: " + n + " (expected: >= 1)");
    }
    int all = confidences.length;
    if (distances.length != all || all == 0) {
      throw new IllegalArgumentException(
          "distances: "
              + distances.length
              + " (expected: >= 1, as many as confidences, "
              + all
              + ")");
    }
    double[] unsureShares = shares(unsureSizes(confidences), unsure);
    double[] farShares = shares(farSizes(distances), 1 - control - unsure);
    double each = (1 - Arrays.stream(unsureShares).sum() - Arrays.stream(farShares).sum()) / all;
    double[] sizes = new double[all];
    for (int i = 0; i < all; i++) {
      sizes[i] = each + unsureShares[i] + farShares[i];
    }
    double[] probabilities = probabilities(sizes, Math.min(n, all));
    List<Choice> choices = new ArrayList<>();
    double least = Arrays.stream(probabilities).min().orElseThrow();
    SplitMix64 random = new SplitMix64(seed);
    double mark = random.nextDouble();
    double sum = 0;
    for (int i : shuffled(all, random)) {
      boolean certain = probabilities[i] == 1;
      sum += certain ? 0 : probabilities[i];
      if (certain || sum > mark) {
        mark += certain ? 0 : 1;
        Why why =
            farShares[i] > Math.max(each, unsureShares[i])
                ? Why.FAR
                : unsureShares[i] > each ? Why.UNSURE : Why.CONTROL;
        choices.add(new Choice(i, 1 / probabilities[i], why));
      }
    }
    choices.sort(Comparator.comparingInt(Choice::index));
    return new Sample(choices, 1 / least);
  }

  private static double[] unsureSizes(double[] confidences) {
    double[] sizes = new double[confidences.length];
    for (int i = 0; i < sizes.length; i++) {
      double c = confidences[i];
      if (c < 0 || c > 1) {
        throw new IllegalArgumentException(
            "confidences[" + i + "]: " + c + " (expected: 0 .. 1, or NaN)");
      }
      sizes[i] = Double.isNaN(c) ? 0 : 1 - c;
    }
    return sizes;
  }

  /** From 0 at the edge of the farthest tenth to 1 for the farthest. */
  private static double[] farSizes(double[] distances) {
    double[] sizes = new double[distances.length];
    for (int i = 0; i < sizes.length; i++) {
      if (Double.isInfinite(distances[i])) {
        throw new IllegalArgumentException(
            "distances[" + i + "]: " + distances[i] + " (expected: finite, or NaN)");
      }
    }
    int[] order =
        IntStream.range(0, sizes.length)
            .filter(i -> !Double.isNaN(distances[i]))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> distances[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int far = (int) Math.ceil(FAR_SHARE * order.length);
    for (int rank = 1; rank <= far; rank++) {
      sizes[order[order.length - far + rank - 1]] = (double) rank / far;
    }
    return sizes;
  }

  /** Sizes that sum to a share; none if there are none. */
  private static double[] shares(double[] sizes, double share) {
    double sum = Arrays.stream(sizes).sum();
    return Arrays.stream(sizes).map(size -> sum > 0 ? size / sum * share : 0).toArray();
  }

  /** In proportion to the sizes, at most 1 each, of sum n. */
  private static double[] probabilities(double[] sizes, int n) {
    double[] probabilities = new double[sizes.length];
    boolean[] certain = new boolean[sizes.length];
    int left = n;
    boolean found = true;
    while (found) {
      double sum = 0;
      for (int i = 0; i < sizes.length; i++) {
        sum += certain[i] ? 0 : sizes[i];
      }
      found = false;
      int share = left;
      for (int i = 0; i < sizes.length; i++) {
        if (!certain[i]) {
          probabilities[i] = share * sizes[i] / sum;
          if (probabilities[i] >= 1) {
            probabilities[i] = 1;
            certain[i] = true;
            left--;
            found = true;
          }
        }
      }
    }
    return probabilities;
  }

  private static int[] shuffled(int n, SplitMix64 random) {
    int[] order = IntStream.range(0, n).toArray();
    for (int i = n - 1; i > 0; i--) {
      int j = (int) random.nextLong(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order;
  }
}
