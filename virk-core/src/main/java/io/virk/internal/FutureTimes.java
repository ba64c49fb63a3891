package io.virk.internal;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Finds times that lie ahead: of somebody's clock that is wrong, for nothing has happened that
 * one's own clock has not come to. One that is believed would be the latest for days, and all
 * others late. Recordings are of the past, and pass.
 *
 * <p>The clock is read for a time alone that lies ahead of what it said last. One thread at a time.
 */
public final class FutureTimes {
  private final InstantSource clock;
  private final long toleranceMillis;
  private long now;

  /**
   * By a clock.
   *
   * @param clock of whoever takes the times
   * @param tolerance how far ahead a time may lie, &ge; 0
   */
  public FutureTimes(InstantSource clock, Duration tolerance) {
    this.clock = clock;
    toleranceMillis = tolerance.toMillis();
  }

  /**
   * Whether a time lies further ahead than it may.
   *
   * @param epochMillis milliseconds since 1970
   * @return if so, {@link #now} is what the clock says
   */
  public boolean isAhead(long epochMillis) {
    if (epochMillis > now + toleranceMillis) {
      now = clock.millis();
    }
    return epochMillis > now + toleranceMillis;
  }

  /**
   * What the clock said when it was read last.
   *
   * @return milliseconds since 1970; 0 if it was not read yet
   */
  public long now() {
    return now;
  }
}
