package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Performance;
import io.virk.label.Performance.OfClass;
import io.virk.label.Performance.Part;
import io.virk.label.Performance.Touches;
import io.virk.stats.sequence.RateIncrease;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What labels say of the observations of a slice in a time. */
final class PartSums {
  private final Slice slice;
  private final long from;
  private final long until;
  private final double largestWeight;
  private final RateSum accuracy;
  private final RateSum missed;
  private final Map<Integer, RateSum> precision = new TreeMap<>();
  private final Map<Integer, RateSum> recall = new TreeMap<>();
  private final List<Truth> judged = new ArrayList<>();
  private long unclear;
  private long unpredicted;
  private long errorsFound;
  private long corrected;

  PartSums(Slice slice, long from, long until, double largestWeight) {
    this.slice = slice;
    this.from = from;
    this.until = until;
    this.largestWeight = largestWeight;
    this.accuracy = new RateSum(largestWeight);
    this.missed = new RateSum(largestWeight);
  }

  void accept(Truth truth, FeedbackPolicy policy) {
    corrected += truth.corrected() ? 1 : 0;
    if (!truth.isJudged()) {
      unclear += truth.state() == Truth.State.UNCLEAR ? 1 : 0;
      unpredicted += truth.state() == Truth.State.UNPREDICTED ? 1 : 0;
      errorsFound += truth.state() == Truth.State.WRONG ? 1 : 0;
      return;
    }
    judged.add(truth);
    double weight = truth.weight();
    int predicted = truth.prediction().predicted();
    accuracy.accept(truth.isRight(), weight);
    if (predicted >= 0) {
      of(precision, predicted).accept(truth.isRight(), weight);
    }
    if (truth.actual() >= 0) {
      of(recall, truth.actual()).accept(truth.isRight(), weight);
      if (policy.normal().isPresent() && truth.actual() != policy.normal().getAsInt()) {
        missed.accept(predicted == policy.normal().getAsInt(), weight);
      }
    }
  }

  private RateSum of(Map<Integer, RateSum> sums, int number) {
    return sums.computeIfAbsent(number, n -> new RateSum(largestWeight));
  }

  Slice slice() {
    return slice;
  }

  long from() {
    return from;
  }

  long until() {
    return until;
  }

  RateSum accuracy() {
    return accuracy;
  }

  long corrected() {
    return corrected;
  }

  List<Truth> judged() {
    return judged;
  }

  /**
   * In rates.
   *
   * @param observed how many observations there were; 0 if some of them are forgotten
   * @param before what persons touched, and of how many, of those in the time before, for what has
   *     risen; null for none
   */
  Part part(
      long observed,
      FeedbackPolicy policy,
      Classes known,
      List<Performance.Estimate> estimates,
      long[] before) {
    double c = Performance.CONFIDENCE;
    List<OfClass> classes = new ArrayList<>();
    TreeMap<Integer, RateSum> all = new TreeMap<>(precision);
    all.putAll(recall);
    for (int number : all.keySet()) {
      RateSum none = new RateSum(1);
      classes.add(
          new OfClass(
              number,
              known.name(number),
              precision.getOrDefault(number, none).rate(c),
              recall.getOrDefault(number, none).rate(c)));
    }
    return new Part(
        slice,
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(until),
        unclear,
        unpredicted,
        errorsFound,
        accuracy.rate(c),
        missed.rate(c),
        classes,
        touches(observed, policy, before),
        estimates);
  }

  private Touches touches(long observed, FeedbackPolicy policy, long[] before) {
    RateSum sum = touched(observed);
    boolean rising =
        before != null
            && before[1] > 0
            && sum.trials() > 0
            && new RateIncrease(before[0], before[1], 0, 1 - Performance.CONFIDENCE)
                .isIncreased(sum.events(), sum.trials());
    return new Touches(
        corrected, sum.rate(Performance.CONFIDENCE), corrected * policy.touchCost(), rising);
  }

  /** The share that persons touched. */
  RateSum touched(long observed) {
    RateSum sum = new RateSum(1);
    sum.accept(Math.min(corrected, observed), observed);
    return sum;
  }
}
