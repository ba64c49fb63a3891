package io.virk;

import io.virk.engine.Snapshot;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.internal.Durations;
import io.virk.internal.Patience;
import io.virk.label.internal.FeedbackState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Writes checkpoints, one after the other: what is written later is a later state. Any thread;
 * VIRK's waits while the state is copied, not while it is written.
 */
final class Checkpoints {
  private final Duration limit;
  private final ReentrantLock draining;
  private final Supplier<State> state;
  private final Writer writer;

  /** Held from before the state is copied until it is on the disk. */
  private final ReentrantLock writing = new ReentrantLock();

  /** What a monitor remembers between two observations, and the number of the next one. */
  record State(
      long nextSequence,
      Optional<FeedbackState> labels,
      Snapshot snapshot,
      Optional<SummaryOutlet.State> summaries) {}

  /** {@link CheckpointFile#write}, but in tests. */
  @FunctionalInterface
  interface Writer {
    void write(Path file, State state);
  }

  /**
   * Has written none.
   *
   * @param limit how long to wait for each of the two locks
   * @param draining held while observations are evaluated
   * @param state copies it; called with the lock held
   * @param writer writes it; called without
   */
  Checkpoints(Duration limit, ReentrantLock draining, Supplier<State> state, Writer writer) {
    this.limit = limit;
    this.draining = draining;
    this.state = state;
    this.writer = writer;
  }

  /** {@link Monitor#checkpoint}. */
  void write(Path file) {
    if (draining.isHeldByCurrentThread()) {
      throw new IllegalStateException("a checkpoint cannot be written from a listener");
    }
    lock(writing, "an earlier one is still being written", "does its disk answer?");
    try {
      State now;
      lock(
          draining,
          "VIRK's thread did not come to the end of its round",
          "does a listener wait for this thread?");
      try {
        now = state.get();
      } finally {
        draining.unlock();
      }
      writer.write(file, now);
    } finally {
      writing.unlock();
    }
  }

  private void lock(ReentrantLock lock, String what, String question) {
    if (!Patience.await(limit, nanos -> lock.tryLock(nanos, TimeUnit.NANOSECONDS))) {
      throw new IllegalStateException(
          "checkpoint: "
              + what
              + " (expected: within "
              + Durations.exact(limit)
              + ", the close timeout; "
              + question
              + ")");
    }
  }
}
