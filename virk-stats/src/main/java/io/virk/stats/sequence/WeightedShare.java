package io.virk.stats.sequence;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import java.util.Objects;

/**
 * A share, kept as sums that observations enter and leave: what was said of one may be taken back.
 * As long as all weigh the same its interval is that of {@link BernoulliSequence}, otherwise that
 * of {@link WeightedMean}, which needs the largest weight that could have come. Both hold at all
 * times at once.
 *
 * <p>Six numbers are the whole state: it may be merged, in any order. Sums that were taken from
 * again are exact to the last digits of a double; where nothing is left they are 0.
 */
public final class WeightedShare {
  /** By which weights may differ and still be the same: rounding alone. */
  private static final double SAME = 1e-9;

  private static final double ROUNDING = 1e-6;

  private long trials;
  private long events;
  private double weights;
  private double squares;
  private double eventWeights;
  private double eventSquares;

  /** Of nothing yet. */
  public WeightedShare() {}

  /**
   * Adds an observation.
   *
   * @param event whether it is one of those whose share is meant
   * @param weight one over its probability to be drawn, or in proportion to that; above 0, finite
   */
  public void accept(boolean event, double weight) {
    add(event, Checks.positive(weight, "weight"), 1);
  }

  /**
   * Adds observations.
   *
   * @param event whether they are of those whose share is meant
   * @param observations so many, 1 or more
   * @param weights sum of their weights, above 0
   * @param squares sum of the squares of their weights, above 0
   */
  public void accept(boolean event, long observations, double weights, double squares) {
    if (observations < 1) {
      throw Checks.rejected("observations", observations, ">= 1");
    }
    Checks.positive(weights, "weights");
    this.squares += Checks.positive(squares, "squares");
    this.trials += observations;
    this.weights += weights;
    if (event) {
      events += observations;
      eventWeights += weights;
      eventSquares += squares;
    }
  }

  /**
   * Takes an observation back.
   *
   * @param event as it was added
   * @param weight as it was added
   */
  public void remove(boolean event, double weight) {
    if (event ? events == 0 : events == trials) {
      throw Checks.rejected("event", event, "one that was added");
    }
    add(event, Checks.positive(weight, "weight"), -1);
    settle();
  }

  private void add(boolean event, double weight, int times) {
    trials += times;
    weights += times * weight;
    squares += times * weight * weight;
    if (event) {
      events += times;
      eventWeights += times * weight;
      eventSquares += times * weight * weight;
    }
  }

  /** What is left of rounding where nothing is left. */
  private void settle() {
    if (trials == 0) {
      weights = 0;
      squares = 0;
    }
    if (events == 0) {
      eventWeights = 0;
      eventSquares = 0;
    } else if (events == trials) {
      eventWeights = weights;
      eventSquares = squares;
    }
  }

  /**
   * Adds all that the other has.
   *
   * @param other unchanged
   * @return this
   */
  public WeightedShare combine(WeightedShare other) {
    Objects.requireNonNull(other, "other");
    trials += other.trials;
    events += other.events;
    weights += other.weights;
    squares += other.squares;
    eventWeights += other.eventWeights;
    eventSquares += other.eventSquares;
    return this;
  }

  /** Another of the same sums. */
  public WeightedShare copy() {
    return new WeightedShare().combine(this);
  }

  /** Number of observations. */
  public long trials() {
    return trials;
  }

  /** Number of those whose share is meant. */
  public long events() {
    return events;
  }

  /** Sum of the weights. */
  public double weight() {
    return weights;
  }

  /** The weighted share; NaN without observations. */
  public double estimate() {
    return isEven() ? (double) events / trials : eventWeights / weights;
  }

  /** Whether all weigh the same. */
  public boolean isEven() {
    return trials * squares - weights * weights <= SAME * weights * weights;
  }

  /** Sum of the squares of weight times what is above or below the share. */
  double spread() {
    double p = estimate();
    return (1 - p) * (1 - p) * eventSquares + p * p * (squares - eventSquares);
  }

  /** Sum of the squares of the weights. */
  public double squares() {
    return squares;
  }

  /**
   * The interval that holds the share at all times at once.
   *
   * @param confidence in (0, 1)
   * @param largestWeight that could have come, at least that of any that did; not needed where all
   *     weigh the same
   * @return within 0 to 1; all of it without observations
   */
  public Interval interval(double confidence, double largestWeight) {
    return interval(confidence, largestWeight, 1);
  }

  /**
   * The interval where only one of several observations counts.
   *
   * @param confidence in (0, 1)
   * @param largestWeight as above
   * @param times how many tell as much as one that is independent of the others, 1 or more
   * @return within 0 to 1; all of it without observations
   */
  public Interval interval(double confidence, double largestWeight, double times) {
    if (!(times >= 1)) {
      throw Checks.rejected("times", times, ">= 1");
    }
    if (trials == 0) {
      return BernoulliSequence.interval(0, 0, confidence);
    }
    if (isEven()) {
      return BernoulliSequence.interval(effectiveEvents(times), effective(times), confidence);
    }
    WeightedMean mean = new WeightedMean(0, 1, largestWeight);
    add(mean, 1, events, eventWeights / times, eventSquares / times, largestWeight);
    add(
        mean,
        0,
        trials - events,
        (weights - eventWeights) / times,
        (squares - eventSquares) / times,
        largestWeight);
    return mean.interval(confidence);
  }

  /** What is a difference of sums may be off by its rounding. */
  private static void add(
      WeightedMean mean, double x, long n, double weights, double squares, double largestWeight) {
    if (n > 0 && weights > 0 && squares > 0) {
      double most = largestWeight * weights;
      boolean rounded = squares > most && squares <= most * (1 + ROUNDING);
      mean.accept(x, n, weights, rounded ? most : squares);
    }
  }

  /**
   * As many independent observations tell as much.
   *
   * @param times how many tell as much as one, 1 or more
   * @return 0 to {@link #trials}, at least 1 where there are any
   */
  public long effective(double times) {
    return trials == 0 ? 0 : Math.max(1, (long) (trials / times));
  }

  /**
   * Of {@link #effective} those whose share is meant.
   *
   * @param times how many tell as much as one, 1 or more
   */
  public long effectiveEvents(double times) {
    return times == 1 ? events : Math.round(estimate() * effective(times));
  }
}
