package io.virk.examples.fleet;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The clock of the machine that a task runs on, and how far ahead of it an observation may lie:
 * nothing has been seen that has not happened yet. A camera whose clock is days ahead would
 * otherwise make all others late. Recordings are of the past, and pass.
 *
 * @param clock goes to the machines as code
 * @param ahead how far at most; as far as clocks differ that are kept
 */
record OwnClock(Clock clock, Duration ahead) implements Serializable {
  private static final long serialVersionUID = 1;

  /** Ten seconds, by the machine. */
  static final OwnClock DEFAULT = new OwnClock(Instant::now, Duration.ofSeconds(10));

  /** One that goes to other machines. */
  @FunctionalInterface
  interface Clock extends InstantSource, Serializable {}

  /** For one task. */
  Reader reader() {
    return new Reader(this);
  }

  /** Reads it for a time alone that lies ahead of what it said last. */
  static final class Reader {
    private final InstantSource clock;
    private final long most;
    private long now;

    private Reader(OwnClock of) {
      clock = of.clock;
      most = of.ahead.toMillis();
    }

    boolean isAhead(long millis) {
      if (millis > now + most) {
        now = clock.millis();
      }
      return millis > now + most;
    }

    /** What it said last. */
    long now() {
      return now;
    }
  }
}
