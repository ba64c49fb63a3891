package io.virk.engine;

import io.virk.internal.StreamClock;

/**
 * The false alarms that one observation may bring where the allowance is not counted in
 * observations, but by the clock or in windows of any number of them.
 *
 * <p>An account earns as the stream goes on, and every observation that is watched spends the rate
 * in force. The rate is set at the end of each run of {@value #RUN} observations, from what runs
 * have earned in the mean so far (forgetting beyond some hundred runs) and from what there is, and
 * only if it has become more than can be afforded, or less than half of it.
 *
 * <p>What it guarantees: what is spent never exceeds what was earned so far, at any pace; and the
 * rate of a run is fixed before the run, by counts and times alone, so that it does not depend on
 * what observations look like. As far as a detector's threshold keeps what it says of one
 * observation, the expected number of false alarms in any time is therefore at most what was
 * allowed for that time. What it does not: spend everything. In the first run next to nothing is
 * allowed; at an even pace four fifths are spent; and when observations suddenly come more seldom,
 * it takes some hundred runs until all of what they earn is spent. If a host sends more
 * observations <em>because</em> they look strange, nothing here holds.
 *
 * <p>VIRK's thread alone.
 */
final class Pace {
  /** Observations for which a rate holds at least. */
  static final int RUN = 64;

  /** Before anything has been earned, so that thresholds are finite. */
  static final double LEAST = 1e-12;

  /** Runs over which the mean is taken, about. */
  private static final double MEMORY = 256;

  /** The part of what can be afforded that is spent: a little less pace changes nothing. */
  private static final double SPENT = 0.8;

  /** The rate changes when this many times as much can be afforded. */
  private static final double ROOM = 2;

  private final double distance;
  private long runs;
  private int inRun;
  private final StreamClock clock;
  private double mean;
  private double balance;
  private double rate = LEAST;

  /**
   * What is to be remembered in a file.
   *
   * @param runs that have ended
   * @param inRun observations of the run that has not
   * @param position how far the last run reached
   * @param mean earned by a run
   * @param balance what is left
   * @param rate in force
   * @param behind times in a row that lay far behind that
   */
  record State(
      long runs, int inRun, long position, double mean, double balance, double rate, int behind) {
    State {
      if (runs < 0 || inRun < 0 || inRun >= RUN) {
        throw new IllegalArgumentException(
            "runs: " + runs + " and " + inRun + " (expected: >= 0, 0 .. " + (RUN - 1) + ")");
      }
      if (!(mean >= 0 && balance >= 0 && mean + balance < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "mean, balance: " + mean + ", " + balance + " (expected: >= 0)");
      }
      if (!(rate >= LEAST && rate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("rate: " + rate + " (expected: >= " + LEAST + ")");
      }
      StreamClock.checkedBehind(behind);
    }
  }

  /**
   * Opens an account.
   *
   * @param distance in milliseconds or windows in which one false alarm is earned, &gt; 0
   */
  Pace(double distance) {
    this.distance = distance;
    this.clock = new StreamClock(distance);
  }

  /**
   * Takes one observation, which spends the rate in force before it.
   *
   * @param now how far the stream is with it, in the unit of the distance; less than before, as of
   *     a clock set back, earns nothing, and a leap one false alarm at most
   */
  void accept(long now) {
    if (runs == 0 && inRun == 0) {
      clock.set(now);
    }
    if (++inRun < RUN) {
      return;
    }
    double earned = clock.advance(now) / distance;
    runs++;
    mean += (earned - mean) * Math.max(1.0 / runs, 1 / MEMORY);
    // LEAST may be spent on credit: a false alarm in a billion runs
    balance = Math.max(0, balance + earned - RUN * rate);
    double affordable = Math.min(mean, balance) / RUN;
    if (rate > affordable || affordable > ROOM * rate) {
      rate = Math.max(LEAST, SPENT * affordable);
    }
    inRun = 0;
  }

  /** False alarms allowed in the next observation, all watches of all slices together. */
  double rate() {
    return rate;
  }

  State state() {
    return new State(runs, inRun, clock.position(), mean, balance, rate, clock.behind());
  }

  void restore(State state) {
    runs = state.runs();
    inRun = state.inRun();
    clock.set(state.position(), state.behind());
    mean = state.mean();
    balance = state.balance();
    rate = state.rate();
  }
}
