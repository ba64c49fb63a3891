package io.virk.examples.quickstart;

import java.time.Instant;
import java.time.InstantSource;

/** The time in the factory: it passes with the frames. Set by one thread, read by any. */
final class SimulatedClock implements InstantSource {
  private volatile long millis;

  SimulatedClock(Instant start) {
    millis = start.toEpochMilli();
  }

  /** Lets time pass. */
  void advance(long by) {
    millis += by;
  }

  @Override
  public long millis() {
    return millis;
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis);
  }
}
