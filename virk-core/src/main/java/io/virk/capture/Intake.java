package io.virk.capture;

import io.virk.sampling.Sampler;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The host's side: which inferences are observed, and in which slot. Any thread; lock-free;
 * allocates nothing, never blocks, logs or throws, whatever the host's sampler, clock or code does.
 */
final class Intake {
  /** Rows of a batch that are looked at. */
  static final int MOST_ROWS = 16_384;

  private final Sampler sampler;
  private final InstantSource clock;
  private final SlotRing<SlotObservation> ring;
  private final Drops drops;
  private final HostFaults faults;
  private final AtomicLong marked = new AtomicLong();
  private volatile long firstSequence;
  private volatile boolean accepting = true;

  Intake(
      Sampler sampler,
      InstantSource clock,
      SlotRing<SlotObservation> ring,
      Drops drops,
      HostFaults faults) {
    this.sampler = sampler;
    this.clock = clock;
    this.ring = ring;
    this.drops = drops;
    this.faults = faults;
  }

  Capture capture() {
    try {
      double weight = sampler.sample();
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) { // a sampler of the host's that breaks its contract
      return NoCapture.INSTANCE;
    }
  }

  Capture capture(String stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  Capture capture(int stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  Capture captureAlways() {
    try {
      double weight = sampler.sample();
      if (weight == 0 && accepting) {
        marked.getAndIncrement();
      }
      return captureOrNone(weight);
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  void observe(Consumer<? super Capture> filling) {
    Capture capture = capture();
    if (!capture.isSampled()) {
      return;
    }
    try {
      filling.accept(capture);
    } catch (Throwable e) { // the host's own code: its inference loop goes on, and it is told
      capture.close();
      faults.threw(e);
    }
    capture.commit();
  }

  BatchCapture captureBatch(int n) {
    int rows = n;
    if (n > MOST_ROWS) {
      rows = MOST_ROWS;
      faults.batchTooLong(n);
    }
    SlotCapture first = null;
    SlotCapture last = null;
    try {
      for (int row = 0; row < rows; row++) {
        double weight = sampler.sample();
        SlotCapture capture = weight > 0 ? claim(weight) : null;
        if (capture != null) {
          capture.ofRow(row);
          if (first == null) {
            first = capture;
          } else {
            last.next(capture);
          }
          last = capture;
        }
      }
    } catch (Throwable e) { // what has been claimed is kept: it has its rows
      return first == null ? NoBatchCapture.INSTANCE : first.batch().begin(n);
    }
    return first == null ? NoBatchCapture.INSTANCE : first.batch().begin(n);
  }

  private Capture captureOrNone(double weight) {
    SlotCapture capture = claim(weight);
    return capture == null ? NoCapture.INSTANCE : capture;
  }

  private SlotCapture claim(double weight) {
    if (!accepting) {
      return null;
    }
    SlotObservation slot = ring.claim();
    if (slot == null) {
      drops.count();
      return null;
    }
    long now;
    try {
      now = clock.millis();
    } catch (Throwable e) { // a clock of the host's that throws must not keep the slot
      ring.abort(slot, Slot.generation(slot.word()));
      return null;
    }
    return slot.begin(firstSequence + slot.claimed(), now, weight);
  }

  /** Observes no more. */
  void stop() {
    accepting = false;
  }

  boolean isAccepting() {
    return accepting;
  }

  /** Numbers observations from here on. Before the first capture. */
  void beginAt(long sequence) {
    firstSequence = sequence - ring.claims();
  }

  /** The number that the next observation will have, or a later one. */
  long nextSequence() {
    return firstSequence + ring.claims();
  }

  /** Captures that only the host's mark chose. */
  long marked() {
    return marked.get();
  }

  double fraction() {
    return sampler.fraction();
  }
}
