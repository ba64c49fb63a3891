package io.virk.engine;

import io.virk.detect.FalseAlarms;
import io.virk.internal.StreamClock;

/**
 * The account from which every window of a monitor draws its probability of a false drift: those of
 * all signals, all slices and all times share it.
 *
 * <p>The account earns as the stream goes on: 1 / distance for each window, observation or
 * millisecond, as {@link FalseAlarms} says. A window that ends draws the mean that has been earned
 * between two windows so far (forgetting beyond some hundred windows), and never more than there
 * is. So the sum over all windows never exceeds what was earned, whether windows come at an even
 * pace, in bursts, of one slice or of thousands, and no rate need be known beforehand: at the
 * beginning, and when windows suddenly come more often, the account runs dry and thresholds rise,
 * which errs on the quiet side. When they come more seldom, what is left stays in the account until
 * the mean has followed. A single step earns one false drift at most ({@link StreamClock}).
 *
 * <p>That is valid because when a window ends does not depend on what it looks like: so the
 * probability of a window is fixed before its statistics are seen.
 *
 * <p>Not thread-safe.
 */
public final class AlarmBudget {
  /** Windows over which the mean distance of windows is taken, about. */
  private static final double MEMORY = 256;

  /** Keeps thresholds finite; a billion such windows spend a thousandth of a false drift. */
  private static final double LEAST = 1e-12;

  /** Rounding of a sum. */
  private static final double SLACK = 1e-9;

  private final FalseAlarms allowance;
  private long windows;
  private final StreamClock clock;
  private double meanStep;
  private double balance;

  /**
   * What a budget remembers, for a checkpoint.
   *
   * @param windows that have drawn
   * @param position observation or time of the last
   * @param meanStep observations or milliseconds between two
   * @param balance what is left
   * @param behind times in a row that lay far behind the last
   */
  public record State(long windows, long position, double meanStep, double balance, int behind) {
    /** Of a new budget. */
    public static final State NEW = new State(0, 0, 0, 0, 0);

    public State {
      if (windows < 0) {
        throw new IllegalArgumentException("windows: " + windows + " (expected: >= 0)");
      }
      if (!(meanStep >= 0 && meanStep < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("meanStep: " + meanStep + " (expected: >= 0)");
      }
      if (!(balance >= 0 && balance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("balance: " + balance + " (expected: >= 0)");
      }
      StreamClock.checkedBehind(behind);
    }
  }

  /**
   * Opens an account of which nothing is spent.
   *
   * @param allowance what it earns
   */
  public AlarmBudget(FalseAlarms allowance) {
    this(allowance, State.NEW);
  }

  /**
   * Goes on with an account.
   *
   * @param allowance what it earns
   * @param state of an account of the same allowance
   */
  public AlarmBudget(FalseAlarms allowance, State state) {
    this.allowance = allowance;
    this.windows = state.windows();
    this.clock = new StreamClock(allowance.distance());
    this.clock.set(state.position(), state.behind());
    this.meanStep = state.meanStep();
    this.balance = state.balance();
  }

  /**
   * Draws for a window that ends now and will be judged.
   *
   * @param observations that the monitor has taken in so far, those of the window included
   * @param length observations of the window
   * @param firstEpochMillis time of its first observation
   * @param lastEpochMillis time of its last observation
   * @return the probability with which it may be called a drift by chance, in (0, 1]
   */
  public double draw(long observations, int length, long firstEpochMillis, long lastEpochMillis) {
    double probability =
        switch (allowance.unit()) {
          case WINDOWS -> 1.0 / allowance.distance();
          case OBSERVATIONS -> draw(observations, observations - length);
          case TIME -> draw(lastEpochMillis, firstEpochMillis);
        };
    windows++;
    return bounded(probability);
  }

  private double draw(long now, long begin) {
    if (windows == 0) {
      clock.set(begin);
    }
    double step = clock.advance(now);
    balance += step / allowance.distance();
    meanStep += (step - meanStep) * Math.max(1.0 / (windows + 1), 1 / MEMORY);
    double mean = meanStep / allowance.distance();
    double drawn = mean <= balance * (1 + SLACK) ? mean : balance;
    balance = Math.max(0, balance - drawn);
    return drawn;
  }

  /** Whether any window has drawn yet. */
  boolean hasDrawn() {
    return windows > 0;
  }

  /** What a window draws in the mean, lately, however much is left; nothing is drawn. */
  double lately() {
    return bounded(
        allowance.unit() == FalseAlarms.Unit.WINDOWS
            ? 1.0 / allowance.distance()
            : meanStep / allowance.distance());
  }

  private static double bounded(double probability) {
    return Math.max(LEAST, Math.min(1, probability));
  }

  /**
   * What this budget remembers.
   *
   * @return a snapshot
   */
  public State state() {
    return new State(windows, clock.position(), meanStep, balance, clock.behind());
  }

  /**
   * What was asked for.
   *
   * @return the allowance
   */
  public FalseAlarms allowance() {
    return allowance;
  }
}
