package io.virk.capture.internal;

import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.sampling.Sampler;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The host's side: which inferences are observed, and in which slot. Any thread; lock-free;
 * allocates nothing, never blocks, logs or throws, whatever the host's sampler, clock or code does.
 *
 * <p>The upper half of a desk, and no object of its own: one more to go through would cost half a
 * nanosecond of an inference that is not sampled.
 */
abstract sealed class Intake permits CaptureDesk {
  /** Rows of a batch that are looked at. */
  static final int MOST_ROWS = 16_384;

  final CaptureSettings settings;
  final TagValues tagValues;
  final SlotRing<SlotObservation> ring;
  final CpuBudget budget;
  final Drops drops;
  final HostFaults faults;
  private final Sampler sampler;
  private final InstantSource clock;
  private final AtomicLong marked = new AtomicLong();
  private volatile long firstSequence;
  private volatile boolean accepting = true;

  Intake(CaptureSettings settings, Consumer<MonitorEvent> events, Failures failures) {
    this.settings = settings;
    this.sampler = settings.sampler();
    this.clock = settings.clock();
    this.tagValues = new TagValues(settings.maximumTagValues(), settings.privateTags());
    this.ring = allocate();
    this.budget = new CpuBudget(settings.cpuBudget());
    this.drops =
        new Drops(
            settings.monitor(),
            ring,
            budget,
            events,
            settings.nanoClock(),
            settings.dropReportPeriod());
    this.faults = new HostFaults(ring, tagValues, failures, settings.lease(), this::nextSequence);
  }

  private SlotRing<SlotObservation> allocate() {
    long[] made = new long[2];
    try {
      return new SlotRing<>(
          settings.slots(),
          r -> {
            SlotObservation slot = slot(r, tagValues);
            made[0]++;
            made[1] += slot.memory();
            return slot;
          });
    } catch (OutOfMemoryError e) {
      OutOfMemoryError told =
          new OutOfMemoryError(
              "slots: "
                  + settings.slots()
                  + (made[0] == 0 ? "" : " of " + made[1] / made[0] + " bytes each")
                  + " (expected: no more than the heap has room for, which ended after "
                  + made[0]
                  + "; set fewer slots, a smaller capture policy of the baseline, or a larger heap"
                  + " (-Xmx))");
      told.initCause(e);
      throw told;
    }
  }

  final SlotObservation slot(SlotRing<SlotObservation> of, TagValues values) {
    return new SlotObservation(of, settings.shape(), values, settings.nanoClock());
  }

  // what a monitor says of the methods of the same name holds here

  public final Capture capture() {
    try {
      double weight = sampler.sample();
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) { // a sampler of the host's that breaks its contract
      return NoCapture.INSTANCE;
    }
  }

  public final Capture capture(String stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  public final Capture capture(int stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  public final Capture captureAlways() {
    try {
      double weight = sampler.sample();
      boolean chosen = weight > 0;
      if (!chosen && accepting) {
        marked.getAndIncrement();
      }
      return captureOrNone(chosen ? weight : 0);
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  public final void observe(Consumer<? super Capture> filling) {
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

  public final BatchCapture captureBatch(int n) {
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
  final void stopObserving() {
    accepting = false;
  }

  final boolean isObserving() {
    return accepting;
  }

  /** Numbers observations from here on. Before the first capture. */
  public final void beginAt(long sequence) {
    firstSequence = sequence - ring.claims();
  }

  /** A number that no observation has had. */
  public final long nextSequence() {
    return firstSequence + ring.claims();
  }

  /** Captures that only the host's mark chose. */
  final long marked() {
    return marked.get();
  }

  /** The share of inferences that the sampler chooses: as set, or as counted so far. */
  public final double fraction() {
    return sampler.fraction();
  }
}
