package io.virk;

import io.virk.baseline.Baseline;
import io.virk.detect.Slice;
import io.virk.embed.Embeddings;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.internal.DrainThread;
import io.virk.internal.GuardedListeners;
import io.virk.internal.SlotRing;
import io.virk.metrics.internal.FlightEvents;
import io.virk.sampling.Sampler;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one model. Made by {@link #builder}, wired into the inference loop by one line, closed
 * when the host ends.
 *
 * <p>{@link #capture()} and everything on a {@link Capture} may be called from any number of
 * threads; they never block, allocate, log or throw. All else happens on VIRK's own thread, or on
 * the host's that calls {@link #poll}.
 */
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);
  private static final int BATCH = 16;

  private final MonitorConfig config;
  private final Sampler sampler;
  private final InstantSource clock;
  private final SlotRing<SlotCapture> ring;
  private final AtomicLong sequence = new AtomicLong();
  private final GuardedListeners<MonitorListener> listeners;
  private final FlightEvents flight;
  private final Failures failures;
  private final Engine engine;
  private final DrainThread thread;
  private final List<SlotCapture> batch = new ArrayList<>(BATCH);
  private final List<SlotCapture> toEmbed = new ArrayList<>(BATCH);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong drained = new AtomicLong();
  private final AtomicLong embedderFailures = new AtomicLong();
  private final AtomicLong evaluationFailures = new AtomicLong();
  private final AtomicLong drainNanos = new AtomicLong();
  private final long slotMemory;

  /** Held while a polled monitor evaluates. */
  private final ReentrantLock draining = new ReentrantLock();

  private boolean warnedOfDrops;
  private volatile boolean accepting = true;

  Monitor(MonitorConfig config) {
    this.config = config;
    this.sampler = config.sampler();
    this.clock = config.clock();
    Baseline baseline = config.baseline();
    boolean images =
        config.embedder().isPresent() || !baseline.reference(Slice.ALL).signatures().isEmpty();
    CapturePolicy policy = images ? baseline.provenance().capturePolicy() : null;
    List<SlotCapture> slots = new ArrayList<>();
    for (int i = 0; i < config.slots(); i++) {
      slots.add(new SlotCapture(policy, baseline.embeddingLength(), baseline.logitsLength()));
    }
    this.slotMemory = slots.stream().mapToLong(SlotCapture::memory).sum();
    this.ring = new SlotRing<>(slots);
    slots.forEach(s -> s.ring(ring));
    this.listeners = new GuardedListeners<>(LOG, config.name());
    this.flight = FlightEvents.start(config.name());
    listeners.add(new FlightEventListener(flight));
    config.listeners().forEach(listeners::add);
    this.failures = new Failures(config.name(), listeners, LOG);
    this.engine = new Engine(config, listeners, failures, LOG);
    this.thread =
        config.polled() ? null : new DrainThread(config.threadFactory(), () -> drain(BATCH) > 0);
    LOG.info(
        "{}: watching against {} ({} slots, {} MB)",
        config.name(),
        baseline,
        config.slots(),
        slotMemory >> 20);
    config
        .sliceKey()
        .filter(key -> baseline.slices().size() == 1)
        .ifPresent(
            key ->
                LOG.warn(
                    "{}: the baseline has no reference for any {} of its own; each is compared with all"
                        + " observations of the baseline",
                    config.name(),
                    key));
    if (thread != null) {
      thread.start();
    }
  }

  /**
   * Starts the configuration of a monitor.
   *
   * @param baseline what windows are compared with
   * @return its builder
   */
  public static MonitorBuilder builder(Baseline baseline) {
    return new MonitorBuilder(baseline);
  }

  /**
   * Begins the observation of one inference. Any thread; lock-free; costs one random number for
   * those that are not sampled.
   *
   * @return never null: a shared capture that does nothing if this inference is not sampled, no
   *     slot is free (which is counted), or the monitor is closed
   */
  public Capture capture() {
    try {
      if (!sampler.sample() || !accepting) {
        return NoCapture.INSTANCE;
      }
      long now = clock.millis(); // before the claim: a clock that throws must not keep a slot
      SlotCapture slot = ring.claim();
      return slot == null ? NoCapture.INSTANCE : slot.begin(sequence.getAndIncrement(), now);
    } catch (Throwable e) { // a sampler or clock of the host's that breaks its contract
      return NoCapture.INSTANCE;
    }
  }

  /**
   * Registers a listener.
   *
   * @param listener told of every event from now on
   * @return unregisters it; running it twice is harmless
   */
  public Runnable addListener(MonitorListener listener) {
    Objects.requireNonNull(listener, "listener");
    return listeners.add(listener);
  }

  /**
   * Does the work of VIRK's thread, for a monitor that was built with {@link
   * MonitorBuilder#polled}. One thread at a time; a second one waits. Does nothing if it is called
   * from a listener.
   *
   * @param limit observations at most, &gt; 0
   * @return observations taken
   * @throws IllegalStateException if this monitor has a thread of its own
   */
  public int poll(int limit) {
    if (thread != null) {
      throw new IllegalStateException("monitor " + config.name() + " has a thread of its own");
    }
    if (limit <= 0) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: > 0)");
    }
    // a listener that polls would take slots into the batch that is being evaluated
    if (draining.isHeldByCurrentThread()) {
      return 0;
    }
    draining.lock();
    try {
      int taken = 0;
      int round = 1;
      while (round > 0 && taken < limit) {
        round = drain(Math.min(BATCH, limit - taken));
        taken += round;
      }
      return taken;
    } finally {
      draining.unlock();
    }
  }

  private int drain(int limit) {
    warnOfDrops();
    flight.dropped("NO_SLOT", ring.dropped());
    int taken = ring.drain(batch::add, limit);
    if (taken == 0) {
      return 0;
    }
    long begin = System.nanoTime();
    FlightEvents.Drain drain = flight.beginDrain();
    embedMissing();
    for (SlotCapture slot : batch) {
      try {
        if (slot.hasUnusableImage()) {
          engine.flaw(
              "IMAGE_SIZE", "the pixels of an image do not fill the size it is said to have");
        }
        engine.accept(slot);
      } catch (Throwable e) { // the drain thread survives everything
        evaluationFailures.getAndIncrement();
        failures.thrown(MonitorFailure.Part.EVALUATION, "an observation could not be evaluated", e);
      }
      ring.release(slot);
    }
    batch.clear();
    drained.getAndAdd(taken);
    drainNanos.getAndAdd(System.nanoTime() - begin);
    drain.end(taken);
    return taken;
  }

  private void embedMissing() {
    if (config.embedder().isEmpty()) {
      return;
    }
    List<Frame> frames = new ArrayList<>();
    for (SlotCapture slot : batch) {
      Frame frame = slot.embedding() == null ? slot.frame() : null;
      if (frame != null) {
        toEmbed.add(slot);
        frames.add(frame);
      }
    }
    if (!frames.isEmpty()) {
      try {
        Embeddings embeddings = Embeddings.of(config.embedder().get(), frames);
        for (int i = 0; i < toEmbed.size(); i++) {
          toEmbed.get(i).embedded(embeddings.embeddings(), embeddings.logits(), i);
        }
      } catch (Throwable e) { // an OutOfMemoryError of the embedder must not end the drain thread
        embedderFailures.getAndIncrement();
        failures.thrown(MonitorFailure.Part.EMBEDDER, "the embedder failed", e);
      }
      toEmbed.clear();
    }
  }

  /** Says, once, that captures find no slot: the one trouble that makes a monitor blind. */
  private void warnOfDrops() {
    long dropped = ring.dropped();
    if (dropped > 0 && !warnedOfDrops) {
      warnedOfDrops = true;
      long held = ring.claims() - ring.aborts() - ring.commits();
      LOG.warn(
          "{}: {} captures found no free slot so far, {} of {} slots are with the host. If that stays"
              + " so, captures are neither committed nor closed; otherwise VIRK's thread is behind:"
              + " sample less, or set more slots. status() counts on",
          config.name(),
          dropped,
          held,
          ring.capacity());
    }
  }

  /**
   * The counters.
   *
   * @return a snapshot
   */
  public MonitorStatus status() {
    long captured = ring.claims();
    long dropped = ring.dropped();
    long aborted = ring.aborts();
    long done = drained.get();
    return new MonitorStatus(
        config.name(),
        !closed.get(),
        captured + dropped,
        captured,
        dropped,
        aborted,
        done,
        Math.max(0, captured - aborted - done),
        engine.flaws(),
        embedderFailures.get(),
        evaluationFailures.get(),
        engine.incidentFailures(),
        listeners.failures(),
        engine.windows(),
        engine.driftsOpened(),
        engine.driftsClosed(),
        engine.openDrifts(),
        drainNanos.get(),
        slotMemory);
  }

  /** The end of a polled monitor; a poll that is under way on another thread is waited for. */
  private void drainAndClose() {
    if (draining.isHeldByCurrentThread()) {
      return; // a listener closes: the poll that called it goes on
    }
    long deadline = System.nanoTime() + config.closeTimeout().toNanos();
    try {
      if (!draining.tryLock(config.closeTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    try {
      while (System.nanoTime() - deadline < 0 && drain(BATCH) > 0) {
        // until nothing is left, or the time is up
      }
    } finally {
      draining.unlock();
    }
  }

  /**
   * Stops observing, evaluates what has been committed, and ends VIRK's thread, within the close
   * timeout. What is left after it is lost, and counted as unfinished. Closing twice is harmless.
   * The embedder is the host's to close.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    accepting = false;
    if (thread != null) {
      if (!thread.stop(config.closeTimeout()) && !thread.isCurrent()) {
        LOG.warn(
            "{}: did not finish within {}; {} observations are lost",
            config.name(),
            config.closeTimeout(),
            status().unfinished());
      }
    } else {
      drainAndClose();
    }
    MonitorStatus end = status();
    LOG.info(
        "{}: closed after {} observations, {} dropped, {} drifts",
        config.name(),
        end.drained(),
        end.dropped(),
        end.driftsOpened());
  }
}
