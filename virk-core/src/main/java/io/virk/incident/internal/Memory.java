package io.virk.incident.internal;

import java.util.ArrayDeque;

/**
 * The observations that the flight recorder holds, and their bytes. One that nobody holds any more
 * is filled anew, so that frames need no memory of their own. VIRK's thread alone, but for {@link
 * #bytes}.
 */
final class Memory {
  /** Kept to be filled anew: those that go while the next ones come. */
  private static final int SPARE = 8;

  private final ArrayDeque<RecordedObservation> spare = new ArrayDeque<>(SPARE);
  private volatile long bytes;

  /** One to be filled; held once. */
  RecordedObservation take() {
    RecordedObservation free = spare.pollLast();
    RecordedObservation taken = free == null ? new RecordedObservation() : free;
    taken.holders = 1;
    return taken;
  }

  /** It is filled, and counts from now on. */
  void filled(RecordedObservation observation) {
    bytes += observation.memory();
  }

  void hold(RecordedObservation observation) {
    observation.holders++;
  }

  /** One holder less. What an incident has is never filled anew, and counts as the incident's. */
  void release(RecordedObservation observation) {
    if (--observation.holders > 0) {
      return;
    }
    bytes -= observation.memory();
    if (!observation.isShown && spare.size() < SPARE) {
      spare.addLast(observation);
    }
  }

  /** Bytes, about, without those that wait to be filled. Any thread. */
  long bytes() {
    return bytes;
  }
}
