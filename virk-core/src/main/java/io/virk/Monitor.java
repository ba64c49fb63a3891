package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineLearner;
import io.virk.capture.BatchCapture;
import io.virk.capture.Capture;
import io.virk.capture.CaptureCosts;
import io.virk.capture.CpuBudget;
import io.virk.capture.Drain;
import io.virk.capture.DrainThread;
import io.virk.capture.Drops;
import io.virk.capture.NoBatchCapture;
import io.virk.capture.NoCapture;
import io.virk.capture.Rehearsal;
import io.virk.capture.SlotCapture;
import io.virk.capture.SlotRing;
import io.virk.capture.SlotShape;
import io.virk.capture.TagValues;
import io.virk.engine.Checkpoint;
import io.virk.engine.CheckpointException;
import io.virk.engine.Engine;
import io.virk.engine.Stage;
import io.virk.engine.WindowSizes;
import io.virk.event.internal.Dispatcher;
import io.virk.event.internal.Failures;
import io.virk.event.internal.LogLines;
import io.virk.incident.internal.Incidents;
import io.virk.internal.Text;
import io.virk.metrics.internal.FlightEventListener;
import io.virk.metrics.internal.FlightEvents;
import io.virk.sampling.Sampler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
 * <p>{@code capture} in all its forms and everything on a {@link Capture} may be called from any
 * number of threads, platform or virtual; they never block, allocate, log or throw. All else
 * happens on VIRK's own thread, or on the host's that calls {@link #poll}.
 */
public final class Monitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

  private final MonitorConfig config;
  private final StartLog startLog;
  private final Sampler sampler;
  private final InstantSource clock;
  private final SlotRing<SlotCapture> ring;
  private final Drops drops;
  private final AtomicLong sequence = new AtomicLong();
  private final AtomicLong extras = new AtomicLong();
  private final Dispatcher events;
  private final Failures failures;
  private volatile Stage stage;

  /** The stage, once there is a baseline; null before. */
  private volatile WatchingStage watching;

  private final CaptureCosts costs = new CaptureCosts();
  private final Drain drain;
  private final DrainThread thread;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final long slotMemory;

  /** Held while observations are evaluated, and while a checkpoint is written. */
  private final ReentrantLock draining = new ReentrantLock();

  private volatile boolean accepting = true;

  Monitor(MonitorConfig config) {
    this.config = config;
    this.startLog = new StartLog(config, LOG);
    this.sampler = config.sampler();
    this.clock = config.clock();
    TagValues tagValues = new TagValues(config.maximumTagValues());
    SlotShape shape = config.shape();
    this.ring = ring(shape, config.slots(), tagValues);
    this.slotMemory = config.slots() * shape.memory();
    FlightEvents flight = FlightEvents.start(config.name());
    this.events = new Dispatcher(config.name(), LOG, config.listenerThreads(), config.nanoClock());
    events.addRecorder(new FlightEventListener(flight));
    events.addRecorder(new LogLines(LOG));
    config.listeners().forEach(this::addListener);
    this.failures = new Failures(config.name(), events);
    config.sizes().ifPresentOrElse(sizes -> watching(sizes).run(), this::learn);
    config.restored().ifPresent(this::restore);
    CpuBudget budget = new CpuBudget(config.cpuBudget());
    this.drops =
        new Drops(
            config.name(),
            ring,
            budget,
            events,
            LOG,
            config.nanoClock(),
            config.dropReportPeriod());
    this.drain =
        new Drain(
            config.embedder(),
            config.shape().tensor(),
            config.nanoClock(),
            ring,
            () -> stage,
            failures,
            drops,
            tagValues,
            costs,
            flight);
    this.thread =
        config.polled()
            ? null
            : new DrainThread(
                config.threads().apply(""),
                this::drainUnderLock,
                budget,
                config.nanoClock());
    rehearse(shape);
    startLog.started(slotMemory);
    events.start();
    incidents(watching).ifPresent(Incidents::start);
    config.mismatches().forEach(events);
    if (thread != null) {
      thread.start();
    }
  }

  private SlotRing<SlotCapture> ring(SlotShape shape, int count, TagValues tagValues) {
    List<SlotCapture> slots = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      slots.add(new SlotCapture(shape, tagValues, config.nanoClock()));
    }
    SlotRing<SlotCapture> made = new SlotRing<>(slots);
    slots.forEach(s -> s.ring(made));
    return made;
  }

  /**
   * Goes the whole way of a capture once, in slots of its own, so that the host's first one finds
   * every class loaded.
   */
  private void rehearse(SlotShape shape) {
    SlotRing<SlotCapture> stage = ring(shape, 2, new TagValues(1));
    Rehearsal.run(stage);
    NoCapture.INSTANCE.close();
    NoBatchCapture.INSTANCE.close();
  }

  /** Prepares to watch; what it returns begins to. */
  private Runnable watching(WindowSizes sizes) {
    Engine engine = new Engine(config.engine(), sizes);
    Optional<Incidents> incidents =
        config
            .incidents()
            .map(
                folder ->
                    new Incidents(
                        config.name(),
                        sizes.full(),
                        folder,
                        config.writerThreads(),
                        config.writersOnVirkThread() ? events : events::acceptFromElsewhere));
    WatchingStage made = new WatchingStage(engine, incidents, events, config.nanoClock());
    return () -> {
      startLog.blind(made.blind());
      if (config.learner().isPresent()) {
        incidents.ifPresent(Incidents::start);
      }
      watching = made;
      stage = made;
    };
  }

  private void learn() {
    stage =
        new LearningStage(
            config.learning(),
            config.learner().orElseThrow(),
            events,
            failures,
            LOG,
            baseline -> watching(new WindowSizes(baseline, config.windows())));
  }

  private boolean drainUnderLock() {
    draining.lock();
    try {
      events.round();
      if (drain.round(Integer.MAX_VALUE) > 0) {
        return true;
      }
    } finally {
      draining.unlock();
    }
    return !accepting && stage.finish();
  }

  private void restore(Path file) {
    Engine engine = watching.engine();
    Checkpoint checkpoint =
        Checkpoint.read(
            file, engine.sizes().policy().observations(), engine.sizes().full().embeddingLength());
    try {
      engine.restore(checkpoint);
    } catch (RuntimeException e) {
      throw new CheckpointException("restore: " + file + ": " + e.getMessage(), e);
    }
    sequence.set(checkpoint.state().nextSequence());
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
   * Starts the configuration of a monitor that has no baseline yet: it learns one from live
   * traffic, saves it if it is told where, and watches against it from then on.
   *
   * <pre>{@code
   * Monitor.learning(Baseline.builder("line-3").sliceBy("camera").learner(20_000, Duration.ofDays(1)))
   *     .lengths(512, 1000).learned(Path.of("line-3.virk")).start();
   * }</pre>
   *
   * @param learner in the state {@link io.virk.baseline.LearningState#COLLECTING}, of this monitor
   *     alone
   * @return its builder
   */
  public static MonitorBuilder learning(BaselineLearner learner) {
    return new MonitorBuilder(learner);
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
      double weight = sampler.sample();
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) { // a sampler or clock of the host's that breaks its contract
      return NoCapture.INSTANCE;
    }
  }

  /**
   * As {@link #capture()}, and tells the sampler which kind of inference it is: see {@link
   * Sampler#coverage}.
   *
   * @param stratum for example the camera; null for none
   * @return never null
   */
  public Capture capture(String stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  /**
   * As {@link #capture()}, and tells the sampler which kind of inference it is: see {@link
   * Sampler#coverage}.
   *
   * @param stratum for example the predicted class
   * @return never null
   */
  public Capture capture(int stratum) {
    try {
      double weight = sampler.sample(stratum);
      return weight > 0 ? captureOrNone(weight) : NoCapture.INSTANCE;
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  /**
   * Observes this inference whatever the sampler says, because the host wants it kept: its
   * confidence is low, an operator corrected it. One that the sampler would not have chosen goes
   * into the flight recorder, but not into any window, for marked inferences are not like the
   * others.
   *
   * @return never null: a shared capture that does nothing if no slot is free (which is counted),
   *     or the monitor is closed
   */
  public Capture captureAlways() {
    try {
      double weight = sampler.sample();
      if (weight == 0 && accepting) {
        extras.getAndIncrement();
      }
      return captureOrNone(weight);
    } catch (Throwable e) {
      return NoCapture.INSTANCE;
    }
  }

  /**
   * Begins the observation of a batch: the sampler decides on each of its inferences.
   *
   * @param n inferences of the batch; &lt; 1 is as if none was sampled
   * @return never null: a shared capture that does nothing if none of them is sampled or finds a
   *     free slot, or the monitor is closed
   */
  public BatchCapture captureBatch(int n) {
    SlotCapture first = null;
    try {
      SlotCapture last = null;
      for (int row = 0; row < n; row++) {
        double weight = sampler.sample();
        SlotCapture slot = weight > 0 ? claim(weight) : null;
        if (slot != null) {
          slot.ofRow(row);
          if (first == null) {
            first = slot;
          } else {
            last.next(slot);
          }
          last = slot;
        }
      }
    } catch (Throwable e) { // what has been claimed is kept: it has its rows
      return first == null ? NoBatchCapture.INSTANCE : first.batch().begin(n);
    }
    return first == null ? NoBatchCapture.INSTANCE : first.batch().begin(n);
  }

  private Capture captureOrNone(double weight) {
    SlotCapture slot = claim(weight);
    return slot == null ? NoCapture.INSTANCE : slot;
  }

  private SlotCapture claim(double weight) {
    if (!accepting) {
      return null;
    }
    SlotCapture slot = ring.claim();
    if (slot == null) {
      drops.count();
      return null;
    }
    long now;
    try {
      now = clock.millis();
    } catch (Throwable e) { // a clock of the host's that throws must not keep the slot
      ring.abort(slot);
      return null;
    }
    return slot.begin(sequence.getAndIncrement(), now, weight);
  }

  /**
   * Registers a listener.
   *
   * @param listener told of every event from now on
   * @return unregisters it; running it twice is harmless
   */
  public Runnable addListener(MonitorListener listener) {
    Objects.requireNonNull(listener, "listener");
    return events.add(listener::onEvent, listener.getClass().getName());
  }

  /**
   * Does the work of VIRK's thread, for a monitor that was built with {@link
   * MonitorBuilder#polled}. One thread at a time; a second one waits. Does nothing if it is called
   * from a listener. The CPU budget is the caller's.
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
        round = drain.round(limit - taken);
        taken += round;
      }
      return taken;
    } finally {
      draining.unlock();
    }
  }

  /**
   * Writes what this monitor remembers between observations: the windows as they fill and the
   * drifts that are open. A monitor of the same baseline goes on from it ({@link
   * MonitorBuilder#restore}). May be called while it runs, and once more after {@link #close()};
   * VIRK's thread waits meanwhile, inference does not. Counters, the flight recorder's images, and
   * observations that have not been drained are not in it.
   *
   * @param file where to; replaced if it exists, whole or not at all
   * @throws java.io.UncheckedIOException if it cannot be written
   * @throws IllegalStateException if called from a listener, in the middle of an observation, or
   *     while the baseline is being learned
   */
  public void checkpoint(Path file) {
    Objects.requireNonNull(file, "file");
    if (draining.isHeldByCurrentThread()) {
      throw new IllegalStateException("a checkpoint cannot be written from a listener");
    }
    draining.lock();
    try {
      if (watching == null) {
        throw new IllegalStateException("monitor " + config.name() + " is still learning");
      }
      Checkpoint checkpoint = watching.engine().checkpoint(sequence.get());
      checkpoint.write(file);
    } finally {
      draining.unlock();
    }
  }

  /**
   * The counters.
   *
   * @return a snapshot
   */
  public MonitorStatus status() {
    WatchingStage watched = watching;
    return new MonitorStatus(
        config.name(),
        closed.get()
            ? MonitorState.CLOSED
            : watched == null ? MonitorState.LEARNING : MonitorState.WATCHING,
        config.learner().map(BaselineLearner::progress),
        captured(),
        judged(watched),
        told(watched),
        new MonitorStatus.Cost(
            Duration.ofNanos(drain.drainNanos()),
            drain.lag(),
            costs.read(),
            config.cpuBudget(),
            slotMemory + costs.memory() + stage.memory()),
        new MonitorStatus.Failures(
            drain.embedderFailures(),
            drain.evaluationFailures(),
            incidents(watched).map(Incidents::failures).orElse(0L),
            events.failures()));
  }

  private MonitorStatus.Captured captured() {
    long claimed = ring.claims();
    long dropped = ring.dropped();
    long aborted = ring.aborts();
    long marked = extras.get();
    double fraction = sampler.fraction();
    return new MonitorStatus.Captured(
        Math.max(0, Math.round((claimed + dropped - marked) / fraction)),
        fraction,
        claimed + dropped,
        marked,
        claimed,
        drops.byReason(),
        aborted,
        Math.max(0, claimed - aborted - drain.drained()),
        config.slots());
  }

  private MonitorStatus.Judged judged(WatchingStage watched) {
    if (watched == null) {
      return new MonitorStatus.Judged(
          drain.drained(), stage.flaws(), 0, 0, 0, 0, List.of(), List.of());
    }
    Engine engine = watched.engine();
    return new MonitorStatus.Judged(
        drain.drained(),
        stage.flaws(),
        engine.windows(),
        engine.evicted(),
        engine.driftsOpened(),
        engine.driftsClosed(),
        engine.openDrifts(),
        watched.blind());
  }

  private MonitorStatus.Events told(WatchingStage watched) {
    return new MonitorStatus.Events(
        events.waiting(),
        events.windowsDropped(),
        events.othersDropped(),
        events.calling().map(name -> new MonitorStatus.Call(name, events.callingFor())),
        incidents(watched).map(Incidents::written).orElse(0L),
        incidents(watched).map(Incidents::waiting).orElse(0));
  }

  private static Optional<Incidents> incidents(WatchingStage watched) {
    return watched == null ? Optional.empty() : watched.incidents();
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
      while (System.nanoTime() - deadline < 0 && drain.round(Integer.MAX_VALUE) > 0) {
        // until nothing is left, or the time is up
      }
    } finally {
      draining.unlock();
    }
  }

  /**
   * Stops observing, evaluates what has been committed, waits for a learned baseline that is being
   * built, for incidents that are being written and for listeners, and ends VIRK's threads, within
   * the close timeout. Observations that are left after it are lost, and counted as unfinished;
   * what is left to be told or written is logged, and done if whoever holds it up ever returns.
   * Closing twice is harmless. The embedder is the host's to close.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    accepting = false;
    long deadline = System.nanoTime() + config.closeTimeout().toNanos();
    if (thread == null) {
      drainAndClose();
    } else if (!thread.stop(config.closeTimeout()) && !thread.isCurrent()) {
      LOG.warn(
          "{}: did not finish within {}; {} observations are lost",
          config.name(),
          config.closeTimeout(),
          status().captured().unfinished());
    }
    boolean onVirkThread = draining.isHeldByCurrentThread();
    boolean written =
        incidents(watching).map(i -> i.stop(left(deadline, onVirkThread))).orElse(true);
    if (!onVirkThread) {
      events.ended();
    }
    boolean told = events.stop(left(deadline, onVirkThread));
    MonitorStatus end = status();
    if (!written && end.events().incidentsWaiting() > 0) {
      LOG.warn(
          "{}: {} incident bundles are not written yet; they are if {} answers",
          config.name(),
          end.events().incidentsWaiting(),
          Text.clean(config.incidents().map(Path::toString).orElse(""), Text.SENTENCE));
    }
    if (!told && end.events().waiting() > 0) {
      LOG.warn(
          "{}: {} events are not told yet; listener {} has not returned",
          config.name(),
          end.events().waiting(),
          end.events().listening().map(MonitorStatus.Call::listener).orElse("unknown"));
    }
    LOG.info(
        "{}: closed after {} observations, {} dropped, {} drifts",
        config.name(),
        end.judged().observations(),
        end.captured().dropped(),
        end.judged().driftsOpened());
  }

  /** The time that is left; none on VIRK's thread, which has work to do. */
  private static Duration left(long deadline, boolean onVirkThread) {
    return onVirkThread
        ? Duration.ZERO
        : Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
  }
}
