package io.virk.capture.internal;

import io.virk.engine.Stage;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.internal.Durations;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What the host did wrong, noted on its threads without a word and told on VIRK's: code given to
 * {@code observe} that threw, batches that are too long, captures that were lost.
 */
final class HostFaults {
  private final SlotRing<?> ring;
  private final TagValues tagValues;
  private final Failures failures;
  private final Duration lease;
  private final LongSupplier nextSequence;
  private final AtomicLong thrown = new AtomicLong();
  private volatile Throwable lastThrown;
  private final AtomicLong longBatches = new AtomicLong();
  private volatile int lastRows;
  private long toldThrown;
  private long toldLongBatches;
  private long toldOrphans;

  HostFaults(
      SlotRing<?> ring,
      TagValues tagValues,
      Failures failures,
      Duration lease,
      LongSupplier nextSequence) {
    this.ring = ring;
    this.tagValues = tagValues;
    this.failures = failures;
    this.lease = lease;
    this.nextSequence = nextSequence;
  }

  // the host's threads

  /** Code that was to fill a capture threw. */
  void threw(Throwable cause) {
    lastThrown = cause;
    thrown.getAndIncrement();
  }

  /** A batch has more rows than are looked at. */
  void batchTooLong(int rows) {
    lastRows = rows;
    longBatches.getAndIncrement();
  }

  // VIRK's thread

  /** Tells what was noted since the last time. */
  void report(Stage stage) {
    if (toldThrown != thrown.get()) {
      toldThrown = thrown.get();
      Throwable cause = lastThrown;
      lastThrown = null;
      if (cause != null) {
        failures.thrown(Failed.Part.INPUT, "code that was given to observe(..) threw", cause);
      }
    }
    if (toldLongBatches != longBatches.get()) {
      toldLongBatches = longBatches.get();
      stage.flaw(
          new FlawFound(
              Flaw.BATCH_ROWS,
              lastRows + " rows",
              "at most " + Intake.MOST_ROWS,
              nextSequence.getAsLong()));
    }
    if (toldOrphans != ring.orphans()) {
      toldOrphans = ring.orphans();
      failures.input(
          "LEASE",
          toldOrphans
              + " slots were held for more than "
              + Durations.exact(lease)
              + " and replaced: a capture was neither committed nor closed, most often because an"
              + " argument of it threw, or it is with a thread that hangs; use observe(..) or"
              + " try (Capture ..), or set a longer lease");
    }
  }

  /** Tells what is wrong with an observation. */
  void report(SlotObservation slot, Stage stage) {
    FlawFound image = slot.imageFlaw();
    if (image != null) {
      stage.flaw(image);
    }
    if (slot.hasVectorFlaw()) {
      slot.vectorFlaws(stage::flaw);
    }
    if (slot.outputs.isFlawed()) {
      slot.outputs.flaws(slot.sequence(), stage::flaw);
    }
    if (slot.hasTextFlaw()) {
      slot.textFlaws(stage::flaw);
    }
  }

  /** Tells of a tag value that was turned down while an observation was judged. */
  void reportTags(SlotObservation slot, Stage stage) {
    if (tagValues.takeExceeded()) {
      stage.flaw(
          new FlawFound(
              Flaw.TAG_LIMIT,
              "one more distinct value",
              "at most " + tagValues.maximum(),
              slot.sequence()));
    }
  }

  /** How often code that was to fill a capture threw. Any thread. */
  long thrown() {
    return thrown.get();
  }
}
