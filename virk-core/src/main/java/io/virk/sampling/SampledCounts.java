package io.virk.sampling;

import java.util.concurrent.atomic.AtomicLong;

/** How many inferences were seen, and how many of them were taken. Any thread. */
final class SampledCounts {
  private final AtomicLong seen = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  /** One is seen; how many were before. */
  long see() {
    return seen.getAndIncrement();
  }

  /** One of those that were seen is taken. */
  void take() {
    taken.getAndIncrement();
  }

  /** Inferences so far. */
  long seen() {
    return seen.get();
  }

  /** The share that was taken, in (0, 1]; 1 before the first. */
  double fraction() {
    long all = seen.get();
    return all == 0 ? 1 : Math.min(1, Math.max(1, taken.get()) / (double) all);
  }
}
