package io.virk.engine;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import java.time.Duration;

/** How often observations of one stream come, and when the last one did. VIRK's thread alone. */
final class Beat {
  /** Observations after which a pace is known. */
  private static final int KNOWN = 64;

  /** A stream is silent after so many of its usual intervals ... */
  private static final double INTERVALS = 20;

  /** ... and so many of the longest one lately, for some come in bursts ... */
  private static final double LONGEST = 3;

  /** ... but not before this. */
  private static final double LEAST_NANOS = Duration.ofSeconds(10).toNanos();

  /** The longest interval is forgotten in so many times its length, about. */
  private static final double MEMORY = 64;

  /** Observations beyond which no stream has any. */
  private static final long MOST = 1L << 60;

  /** How much of a silence counts as an interval, in what it takes to be one. */
  private static final double OF_A_SILENCE = 2;

  private final Slice slice;
  private State state;

  /**
   * What is known of a stream.
   *
   * @param observations so far
   * @param lastNanos when the last one came, in the engine's time
   * @param mean of the intervals, nanoseconds
   * @param longest interval lately, nanoseconds
   * @param last where it stood
   * @param silent whether nothing has come for long
   * @param told whether that has been said
   */
  record State(
      long observations,
      long lastNanos,
      double mean,
      double longest,
      Position last,
      boolean silent,
      boolean told) {
    State {
      if (observations < 1
          || observations > MOST
          || !(mean >= 0 && longest >= 0 && mean + longest < 1e19)) {
        throw new IllegalArgumentException(
            "observations, mean, longest: "
                + observations
                + ", "
                + mean
                + ", "
                + longest
                + " (expected: 1 .. 2^60, >= 0, >= 0)");
      }
    }
  }

  /** Of a stream whose first observation comes. */
  Beat(Slice slice, long now, Position position) {
    this(slice, new State(1, now, 0, 0, position, false, false));
  }

  Beat(Slice slice, State state) {
    this.slice = slice;
    this.state = state;
  }

  Slice slice() {
    return slice;
  }

  State state() {
    return state;
  }

  /**
   * Another observation has come.
   *
   * @param broken an interval that began before, in the engine's time, is a silence
   */
  void arrived(long now, Position position, long broken) {
    double mean = state.mean();
    double interval = Math.max(0, now - state.lastNanos());
    double longest =
        state.longest() == 0
            ? 0
            : state.longest() * Math.exp(-interval / (MEMORY * state.longest()));
    if (state.silent() || state.lastNanos() < broken) {
      longest = Math.max(longest, Math.min(interval, OF_A_SILENCE * patience()));
    } else {
      longest = Math.max(longest, interval);
      mean += (interval - mean) / Math.min(state.observations(), KNOWN);
    }
    state =
        new State(
            Math.min(MOST, state.observations() + 1), now, mean, longest, position, false, false);
  }

  /** It counts as silent from now on. */
  void silent(boolean told) {
    state =
        new State(
            state.observations(),
            state.lastNanos(),
            state.mean(),
            state.longest(),
            state.last(),
            true,
            told);
  }

  /** Nanoseconds without an observation after which it is silent. */
  private double patience() {
    return Math.max(LEAST_NANOS, Math.max(INTERVALS * state.mean(), LONGEST * state.longest()));
  }

  /** Whether its pace is known. */
  boolean isKnown() {
    return state.observations() >= KNOWN;
  }

  /**
   * Whether nothing has come for long, as far as its pace is known.
   *
   * @param since silence is counted from there, if the last observation came before
   */
  boolean isQuiet(long now, long since) {
    return now - Math.max(state.lastNanos(), since) > patience();
  }
}
