package io.virk.label;

import io.virk.label.Challenger.Decision;
import io.virk.label.Challenger.Result;
import io.virk.label.Challenger.SliceResult;
import io.virk.stats.Interval;
import io.virk.stats.sequence.SharedLevel;
import io.virk.stats.sequence.WeightedShare;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One model in two times, for example January and July: whether it is right as often, by labels of
 * other observations in each. {@link #note} is the page that {@link ReleaseNote} is for two models.
 * Labels that were not chosen by chance or by a plan, and those that cannot be judged, are left
 * out. Each difference holds at all times at once. At most {@value Challenger#MOST_SLICES} slices
 * are kept apart. Not thread-safe.
 */
public final class Seasons {
  private final double alpha;
  private final double margin;
  private final double largestWeight;
  private final Pair all = new Pair();
  private final Map<String, Pair> slices = new TreeMap<>();

  /** Shares that were right. */
  private static final class Pair {
    final WeightedShare before = new WeightedShare();
    final WeightedShare after = new WeightedShare();

    double difference() {
      return after.estimate() - before.estimate();
    }

    /** Both may be off, each at half of the level. */
    Interval interval(double level, double largestWeight) {
      if (before.trials() == 0 || after.trials() == 0) {
        return new Interval(-1, 1);
      }
      Interval first = before.interval(1 - level / 2, largestWeight, 1);
      Interval second = after.interval(1 - level / 2, largestWeight, 1);
      return new Interval(second.low() - first.high(), second.high() - first.low());
    }
  }

  /**
   * Before the first label.
   *
   * @param alpha of the difference as a whole, and once more of all slices together; above 0, at
   *     most 0.5
   * @param margin by which it may be worse in a slice, 0 .. 0.5
   * @param largestWeight that a label may have, &ge; 1: {@link FeedbackPolicy#largestWeight}
   */
  public Seasons(double alpha, double margin, double largestWeight) {
    new Challenger(1, alpha, margin, margin); // checks them
    if (!(largestWeight >= 1 && largestWeight <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "largestWeight: " + largestWeight + " (expected: finite, >= 1)");
    }
    this.alpha = alpha;
    this.margin = margin;
    this.largestWeight = largestWeight;
  }

  /**
   * Takes a label of the earlier time.
   *
   * @param labelled of {@code monitor.feedback().labelled()}; the first of its observation
   * @return whether it counts
   */
  public boolean before(Labelled labelled) {
    return accept(labelled, false);
  }

  /**
   * Takes a label of the later time.
   *
   * @param labelled of {@code monitor.feedback().labelled()}; the first of its observation
   * @return whether it counts
   */
  public boolean after(Labelled labelled) {
    return accept(labelled, true);
  }

  private boolean accept(Labelled labelled, boolean later) {
    Objects.requireNonNull(labelled, "labelled");
    double weight = labelled.label().weight() * labelled.prediction().weight();
    if (!labelled.hasPrediction()
        || labelled.label().kind() == Label.Kind.REJECTED
        || !(weight > 0 && weight <= largestWeight)) {
      return false;
    }
    accept(all, labelled.isRight(), weight, later);
    if (!labelled.prediction().slice().isAll()) {
      String name = labelled.prediction().slice().toString();
      if (slices.containsKey(name) || slices.size() < Challenger.MOST_SLICES) {
        accept(slices.computeIfAbsent(name, n -> new Pair()), labelled.isRight(), weight, later);
      }
    }
    return true;
  }

  private static void accept(Pair pair, boolean right, double weight, boolean later) {
    (later ? pair.after : pair.before).accept(right, weight);
  }

  /**
   * What is known by now.
   *
   * @return promote if it is right more often in the later time, keep if less or worse in a slice;
   *     no observation is of both times, so agreement is NaN
   */
  public Result result() {
    Interval interval = all.interval(alpha, largestWeight);
    List<SliceResult> found = new ArrayList<>();
    slices.forEach(
        (name, pair) -> {
          if (pair.before.trials() > 0 && pair.after.trials() > 0) {
            Interval own = pair.interval(SharedLevel.ofEach(alpha, slices.size()), largestWeight);
            found.add(
                new SliceResult(
                    name,
                    pair.before.trials() + pair.after.trials(),
                    pair.difference(),
                    own,
                    own.high() < -margin));
          }
        });
    found.sort(Comparator.comparingDouble(SliceResult::difference));
    boolean worse = interval.high() < 0 || found.stream().anyMatch(SliceResult::isWorse);
    return new Result(
        worse ? Decision.KEEP : interval.low() > 0 ? Decision.PROMOTE : Decision.NOT_YET,
        0,
        Double.NaN,
        all.before.trials() + all.after.trials(),
        all.difference(),
        interval,
        Long.MAX_VALUE,
        found,
        List.of());
  }

  /**
   * The page of both.
   *
   * @param before name of the earlier time, for example "January"
   * @param after name of the later time
   * @return the note, without examples
   */
  public ReleaseNote note(String before, String after) {
    return new ReleaseNote(before, after, result(), List.of(), List.of());
  }
}
