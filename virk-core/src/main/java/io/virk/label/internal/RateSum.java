package io.virk.label.internal;

import io.virk.label.Performance.Rate;
import io.virk.stats.Interval;
import io.virk.stats.sequence.BernoulliSequence;
import io.virk.stats.sequence.WeightedMean;

/** A share as its observations come: by counts as long as all weigh the same. */
final class RateSum {
  private final WeightedMean mean;
  private long events;
  private long trials;
  private double weight;
  private boolean differs;

  /**
   * Of nothing.
   *
   * @param largestWeight that may come
   */
  RateSum(double largestWeight) {
    mean = new WeightedMean(0, 1, Math.max(largestWeight, Float.MIN_NORMAL));
  }

  void accept(boolean event, double itsWeight) {
    differs |= trials > 0 && itsWeight != weight;
    weight = itsWeight;
    trials++;
    events += event ? 1 : 0;
    mean.accept(event ? 1 : 0, itsWeight);
  }

  /** Adds counts, of weight 1. */
  void accept(long ofThem, long observed) {
    weight = 1;
    trials += observed;
    events += ofThem;
  }

  long trials() {
    return trials;
  }

  long events() {
    return events;
  }

  Interval interval(double confidence) {
    return differs
        ? mean.interval(confidence)
        : BernoulliSequence.interval(events, trials, confidence);
  }

  Rate rate(double confidence) {
    return trials == 0
        ? Rate.NONE
        : new Rate(
            differs ? mean.estimate() : (double) events / trials, interval(confidence), trials);
  }
}
