package io.virk.label.internal;

import io.virk.label.FeedbackPolicy;
import io.virk.stats.performance.ConfidenceSums;
import io.virk.stats.sequence.BlockedShare;
import io.virk.stats.sequence.WeightedShare;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums of the observations of a slice in a time, and of what labels say of them. Observations and
 * labels enter and leave. Not thread-safe.
 */
final class PartSums {
  private static final long BYTES = 600;
  private static final long CLASS_BYTES = 150;

  private final boolean estimates;

  // of observations that are remembered
  private final BlockedShare touched;
  private final ConfidenceSums confidences;

  // of labels that are kept
  private final WeightedShare accuracy;
  private final WeightedShare missed;
  private final ConfidenceSums right;
  private final ConfidenceSums wrong;
  private final TreeMap<Integer, WeightedShare> precision = new TreeMap<>();
  private final TreeMap<Integer, WeightedShare> recall = new TreeMap<>();
  private long labelled;
  private long unclear;
  private long unpredicted;
  private long errorsFound;
  private long corrected;

  /**
   * Of nothing.
   *
   * @param estimates whether confidences of observations are kept
   */
  PartSums(boolean estimates) {
    this(
        estimates,
        new BlockedShare(),
        new ConfidenceSums(),
        new WeightedShare(),
        new WeightedShare(),
        new ConfidenceSums(),
        new ConfidenceSums());
  }

  private PartSums(
      boolean estimates,
      BlockedShare touched,
      ConfidenceSums confidences,
      WeightedShare accuracy,
      WeightedShare missed,
      ConfidenceSums right,
      ConfidenceSums wrong) {
    this.estimates = estimates;
    this.touched = touched;
    this.confidences = confidences;
    this.accuracy = accuracy;
    this.missed = missed;
    this.right = right;
    this.wrong = wrong;
  }

  PartSums copy() {
    PartSums copy =
        new PartSums(
            estimates,
            touched.copy(),
            confidences.copy(),
            accuracy.copy(),
            missed.copy(),
            right.copy(),
            wrong.copy());
    precision.forEach((number, share) -> copy.precision.put(number, share.copy()));
    recall.forEach((number, share) -> copy.recall.put(number, share.copy()));
    copy.labelled = labelled;
    copy.unclear = unclear;
    copy.unpredicted = unpredicted;
    copy.errorsFound = errorsFound;
    copy.corrected = corrected;
    return copy;
  }

  /** Adds all that the other has. */
  void combine(PartSums other) {
    touched.combine(other.touched);
    confidences.combine(other.confidences);
    accuracy.combine(other.accuracy);
    missed.combine(other.missed);
    right.combine(other.right);
    wrong.combine(other.wrong);
    other.precision.forEach((number, share) -> of(precision, number).combine(share));
    other.recall.forEach((number, share) -> of(recall, number).combine(share));
    labelled += other.labelled;
    unclear += other.unclear;
    unpredicted += other.unpredicted;
    errorsFound += other.errorsFound;
    corrected += other.corrected;
  }

  /** An observation that was chosen by chance is remembered; nobody has touched it. */
  void observed(long number, float confidence, double weight) {
    touched.accept(number, false, weight);
    if (estimates && confidence >= 0) {
      confidences.accept(confidence, weight);
    }
  }

  /** It is forgotten. */
  void forgotten(long number, float confidence, double weight, boolean wasTouched) {
    touched.remove(number, wasTouched, weight);
    if (estimates && confidence >= 0) {
      confidences.remove(confidence, weight);
    }
  }

  /** A person's hand touched it, or has not after all. */
  void touched(long number, double weight, boolean is) {
    touched.remove(number, !is, weight);
    touched.accept(number, is, weight);
  }

  /** What labels of an observation come to. */
  void accept(Truth truth, FeedbackPolicy policy) {
    add(truth, policy, 1);
  }

  /** Labels of it come to something else, or are no longer kept. */
  void remove(Truth truth, FeedbackPolicy policy) {
    add(truth, policy, -1);
  }

  private void add(Truth truth, FeedbackPolicy policy, int times) {
    labelled += times;
    corrected += truth.corrected() ? times : 0;
    if (!truth.isJudged(policy)) {
      unclear += truth.state() == Truth.State.UNCLEAR ? times : 0;
      unpredicted += truth.state() == Truth.State.UNPREDICTED ? times : 0;
      errorsFound += truth.state() == Truth.State.WRONG ? times : 0;
      return;
    }
    double weight = truth.weight();
    int predicted = truth.prediction().predicted();
    boolean is = truth.isRight();
    add(accuracy, is, weight, times);
    add(precision, predicted, is, weight, times);
    add(recall, truth.actual(), is, weight, times);
    if (truth.actual() >= 0
        && policy.normal().isPresent()
        && truth.actual() != policy.normal().getAsInt()) {
      add(missed, predicted == policy.normal().getAsInt(), weight, times);
    }
    double confidence = truth.prediction().confidence();
    if (confidence >= 0) {
      ConfidenceSums of = is ? right : wrong;
      if (times > 0) {
        of.accept(confidence, weight);
      } else {
        of.remove(confidence, weight);
      }
    }
  }

  private static void add(
      Map<Integer, WeightedShare> shares, int number, boolean event, double weight, int times) {
    if (number >= 0) {
      WeightedShare share = of(shares, number);
      add(share, event, weight, times);
      if (share.trials() == 0) {
        shares.remove(number);
      }
    }
  }

  private static WeightedShare of(Map<Integer, WeightedShare> shares, int number) {
    return shares.computeIfAbsent(number, n -> new WeightedShare());
  }

  private static void add(WeightedShare share, boolean event, double weight, int times) {
    if (times > 0) {
      share.accept(event, weight);
    } else {
      share.remove(event, weight);
    }
  }

  boolean isEmpty() {
    return labelled == 0 && touched.share().trials() == 0;
  }

  boolean hasLabels() {
    return labelled > 0;
  }

  /** The share that persons touched, of the observations that are remembered. */
  BlockedShare touched() {
    return touched;
  }

  /** Of the observations that are remembered, those that have one. */
  ConfidenceSums confidences() {
    return confidences;
  }

  WeightedShare accuracy() {
    return accuracy;
  }

  WeightedShare missed() {
    return missed;
  }

  /** Of labelled observations that the model predicted rightly. */
  ConfidenceSums right() {
    return right;
  }

  /** Of those that it did not. */
  ConfidenceSums wrong() {
    return wrong;
  }

  TreeMap<Integer, WeightedShare> precision() {
    return precision;
  }

  TreeMap<Integer, WeightedShare> recall() {
    return recall;
  }

  long unclear() {
    return unclear;
  }

  long unpredicted() {
    return unpredicted;
  }

  long errorsFound() {
    return errorsFound;
  }

  long corrected() {
    return corrected;
  }

  /** Bytes, about. */
  long memory() {
    return BYTES
        + touched.memory()
        + confidences.memory()
        + right.memory()
        + wrong.memory()
        + CLASS_BYTES * (precision.size() + recall.size());
  }
}
