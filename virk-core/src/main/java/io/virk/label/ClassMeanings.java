package io.virk.label;

import io.virk.baseline.facts.ErrorProfile;
import io.virk.stats.performance.ConfusionCounts;
import io.virk.stats.sequence.BernoulliSequence;
import io.virk.stats.twosample.BinomialInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whether predicted classes mean others than they did: sign tests over all pairs of classes. Only
 * pairs of which the other is labelled more often cost anything.
 */
final class ClassMeanings {
  /** A predicted class of a smaller share of the labels is not waited for. */
  private static final double SMALL = 0.02;

  /** Of the level, for what the baseline's shares themselves may be off. */
  private static final double BASELINE_SHARE = 0.25;

  private static final double LARGEST = 1 - 1e-9;

  private final ErrorProfile baseline;
  private final double alpha;
  private final ConfusionCounts live;
  private final Map<Integer, Double> limits = new HashMap<>();

  /** E-values of the pairs that speak for another meaning, by predicted x classes + actual. */
  private final TreeMap<Integer, Double> meanings = new TreeMap<>();

  ClassMeanings(ErrorProfile baseline, double alpha) {
    this.baseline = baseline;
    this.alpha = alpha;
    this.live = new ConfusionCounts(baseline.classes());
  }

  void accept(int actual, int predicted) {
    live.accept(actual, predicted);
    if (actual == predicted) {
      reweigh(predicted);
    } else {
      weigh(predicted, actual);
    }
  }

  ConfusionCounts counts() {
    return live;
  }

  /** Goes on from counts; none have been seen yet. */
  void combine(ConfusionCounts counts) {
    live.combine(counts);
    for (int predicted = 0; predicted < live.classes(); predicted++) {
      for (int actual = 0; actual < live.classes(); actual++) {
        if (actual != predicted && live.count(actual, predicted) > 0) {
          weigh(predicted, actual);
        }
      }
    }
  }

  /** What the labels of a pair of classes say; nothing unless the other is the more frequent. */
  private void weigh(int predicted, int actual) {
    long other = live.count(actual, predicted);
    long same = live.count(predicted, predicted);
    int pair = predicted * baseline.classes() + actual;
    if (other > same) {
      double limit = limit(predicted, actual);
      double log = BernoulliSequence.logEvidenceAbove(other, other + same, limit);
      meanings.put(pair, Math.exp(Math.min(600, log)));
    } else {
      meanings.remove(pair);
    }
  }

  /** One more label agrees with a predicted class: what spoke against it speaks less. */
  private void reweigh(int predicted) {
    int k = baseline.classes();
    for (int pair : List.copyOf(meanings.subMap(predicted * k, (predicted + 1) * k).keySet())) {
      weigh(predicted, pair % k);
    }
  }

  /**
   * Evidence that a predicted class has another meaning: the mean over all pairs of classes of the
   * e-values of sign tests. Most pairs have none, and add nothing.
   */
  double logEvidence() {
    int k = baseline.classes();
    double sum = 0;
    for (double value : meanings.values()) {
      sum += value;
    }
    return Math.log((1 - BASELINE_SHARE) * sum / (k * (k - 1.0)));
  }

  /**
   * Up to which share the other class of two is no news among what is predicted as the first: a
   * half, or what the baseline may have had, at a level that all pairs share.
   */
  private double limit(int predicted, int actual) {
    int k = baseline.classes();
    return limits.computeIfAbsent(
        predicted * k + actual,
        pair -> {
          ConfusionCounts known = baseline.confusion();
          long other = known.count(actual, predicted);
          long both = other + known.count(predicted, predicted);
          double tail = alpha * BASELINE_SHARE / (k * (k - 1.0));
          return both == 0
              ? LARGEST
              : Math.max(
                  0.5,
                  Math.min(
                      LARGEST, BinomialInterval.clopperPearson(other, both, 1 - 2 * tail).high()));
        });
  }

  /** Classes of which more than half are labelled as one other. */
  List<ConceptFinding.Renamed> renamed() {
    List<ConceptFinding.Renamed> found = new ArrayList<>();
    for (int predicted = 0; predicted < baseline.classes(); predicted++) {
      long all = live.ofPrediction(predicted);
      for (int actual = 0; actual < baseline.classes(); actual++) {
        long other = live.count(actual, predicted);
        // five of five by chance: 1 in 32; of fewer nothing is said
        if (actual != predicted
            && 2 * other > all
            && other >= 5
            && other > limit(predicted, actual) * (other + live.count(predicted, predicted))) {
          found.add(new ConceptFinding.Renamed(predicted, actual, other, all));
        }
      }
    }
    found.sort(Comparator.comparingLong(ConceptFinding.Renamed::labels).reversed());
    return found;
  }

  /** Labels until no other class can make half of a predicted one that is not rare. */
  long moreLabels(double sure, long least) {
    long named = live.total();
    if (named < least) {
      return least - named;
    }
    long more = 0;
    for (int predicted = 0; predicted < baseline.classes(); predicted++) {
      long all = live.ofPrediction(predicted);
      if (all == 0 || all < SMALL * named) {
        continue;
      }
      long other = 0;
      double limit = 0.5;
      for (int actual = 0; actual < baseline.classes(); actual++) {
        if (actual != predicted && live.count(actual, predicted) > other) {
          other = live.count(actual, predicted);
          limit = limit(predicted, actual);
        }
      }
      double factor = 1;
      while (factor < 64
          && BernoulliSequence.interval(Math.round(other * factor), Math.round(all * factor), sure)
                  .high()
              > limit) {
        factor *= 1.1;
      }
      more = Math.max(more, (long) Math.ceil((factor - 1) * named));
    }
    return more;
  }
}
