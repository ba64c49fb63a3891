package io.virk.engine;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import java.time.Duration;

/** How many observations of one stream in a row are the same. VIRK's thread alone. */
final class Run {
  /** Observations after which it is known how a stream repeats itself. */
  private static final int KNOWN = 64;

  /** A stream is frozen after so many times as many as ever were the same ... */
  private static final double LONGEST = 4;

  /** ... but not before so many ... */
  private static final double LEAST = 16;

  /** ... nor this. */
  private static final long LEAST_NANOS = Duration.ofSeconds(10).toNanos();

  /** The longest run is forgotten in so many times its length, about. */
  private static final double MEMORY = 64;

  /** How much of a freeze counts as a run, in what it takes to be one. */
  private static final double OF_A_FREEZE = 2;

  /** Observations beyond which no stream has any. */
  private static final long MOST = 1L << 60;

  private final Slice slice;
  private State state;

  /**
   * What is known of a stream.
   *
   * @param observations so far
   * @param digest of the last one
   * @param same how many in a row are as the last one
   * @param longest run before, lately
   * @param sinceNanos when the first of them came, in the engine's time
   * @param since where the stream stood then
   * @param source what of them is compared
   * @param frozen whether they are too many
   * @param told whether that has been said
   * @param held whether it is not judged meanwhile
   */
  record State(
      long observations,
      long digest,
      long same,
      double longest,
      long sinceNanos,
      Position since,
      String source,
      boolean frozen,
      boolean told,
      boolean held) {
    State {
      if (!Repeats.SOURCES.contains(source)) {
        throw new IllegalArgumentException(
            "source: " + source + " (expected: one of " + Repeats.SOURCES + ")");
      }
      if (same < 1
          || observations < same
          || observations > MOST
          || !(longest >= 1 && longest <= MOST)
          || !frozen && (told || held)) {
        throw new IllegalArgumentException(
            "observations, same, longest: "
                + observations
                + ", "
                + same
                + ", "
                + longest
                + " (expected: 1 <= same <= observations <= 2^60, >= 1; told if frozen)");
      }
    }
  }

  /** Of a stream whose first observation comes. */
  Run(Slice slice, long digest, long now, Position position, String source) {
    this(slice, new State(1, digest, 1, 1, now, position, source, false, false, false));
  }

  Run(Slice slice, State state) {
    this.slice = slice;
    this.state = state;
  }

  Slice slice() {
    return slice;
  }

  State state() {
    return state;
  }

  /** Another observation has come, the same as the last one. */
  void same() {
    State s = state;
    state =
        new State(
            Math.min(MOST, s.observations() + 1),
            s.digest(),
            Math.min(MOST, s.same() + 1),
            s.longest(),
            s.sinceNanos(),
            s.since(),
            s.source(),
            s.frozen(),
            s.told(),
            s.held());
  }

  /**
   * Another observation has come, which differs from the last one.
   *
   * @param usual how many in a row are the same in the baseline
   */
  void moved(long digest, long now, Position position, String source, int usual) {
    State s = state;
    double ended = s.frozen() ? Math.min(s.same(), OF_A_FREEZE * patience(usual)) : s.same();
    double kept = s.longest() * Math.exp(-s.same() / (MEMORY * s.longest()));
    state =
        new State(
            Math.min(MOST, s.observations() + 1),
            digest,
            1,
            Math.max(1, Math.max(kept, ended)),
            now,
            position,
            source,
            false,
            false,
            false);
  }

  /** It counts as frozen from now on. */
  void frozen(boolean tell, boolean held) {
    State s = state;
    state =
        new State(
            s.observations(),
            s.digest(),
            s.same(),
            s.longest(),
            s.sinceNanos(),
            s.since(),
            s.source(),
            true,
            tell,
            held);
  }

  /** Observations in a row from which on it is frozen. */
  private double patience(int usual) {
    return Math.max(LEAST, LONGEST * Math.max(usual, state.longest()));
  }

  /**
   * Whether the last observation says nothing that those before did not: half as many are the same
   * as it takes to be frozen.
   *
   * @param usual how many in a row are the same in the baseline
   */
  boolean isStill(int usual) {
    return state.observations() >= KNOWN
        && 2 * state.same() > LEAST
        && 2 * state.same() > patience(usual);
  }

  /** Whether too many are the same, and for long. */
  boolean isFrozen(long now, int usual) {
    return state.observations() >= KNOWN
        && state.same() >= LEAST
        && state.same() >= patience(usual)
        && now - state.sinceNanos() >= LEAST_NANOS;
  }
}
