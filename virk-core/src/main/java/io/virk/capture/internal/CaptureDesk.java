package io.virk.capture.internal;

import io.virk.capture.CaptureCost;
import io.virk.capture.EmbeddingCost;
import io.virk.engine.Stage;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.internal.Durations;
import io.virk.internal.Patience;
import io.virk.internal.SafeLog;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * The one door of this room, for a monitor; internal. On one side the host's threads capture, on
 * the other VIRK's thread, or a host's that polls, drains what they captured into a stage.
 */
public final class CaptureDesk extends Intake {
  private final Leases<SlotObservation> leases;
  private final Drain drain;
  private final CaptureCosts costs = new CaptureCosts();
  private final CpuTime cpuTime;
  private final EmbeddingPace pace;
  private final AtomicLong cpuNanos = new AtomicLong();
  private final long slotMemory;
  private final Supplier<Stage> stage;
  private final Runnable ended;
  private final Logger log;

  /** Held while observations are evaluated. */
  private final ReentrantLock draining = new ReentrantLock();

  private DrainThread thread;

  /** Set before the thread starts. */
  private Consumer<EmbeddingCost> embedderTimed;

  /** Whether the thread has timed an embedding. */
  private boolean rehearsed;

  /** Whether a host's thread that polls has done what comes last. */
  private boolean over;

  /**
   * Allocates the slots.
   *
   * @param settings what it goes by
   * @param stage takes the observations
   * @param events is told of drops
   * @param failures is told of what goes wrong
   * @param trace is told of batches
   * @param ended what VIRK's thread does last, once it has drained all there was; throws nothing.
   *     Where a host's thread polls, it is done by the one that finds the desk closed.
   * @param log for what is told once
   */
  public CaptureDesk(
      CaptureSettings settings,
      Supplier<Stage> stage,
      Consumer<MonitorEvent> events,
      Failures failures,
      DrainTrace trace,
      Runnable ended,
      Logger log) {
    this(
        settings,
        stage,
        events,
        failures,
        trace,
        ended,
        log,
        CpuTime.ofThreads(settings.nanoClock()));
  }

  CaptureDesk(
      CaptureSettings settings,
      Supplier<Stage> stage,
      Consumer<MonitorEvent> events,
      Failures failures,
      DrainTrace trace,
      Runnable ended,
      Logger log,
      CpuTime cpuTime) {
    super(settings, events, failures);
    this.stage = stage;
    this.ended = ended;
    this.log = log;
    this.cpuTime = cpuTime;
    long leaseNanos = settings.lease().toNanos();
    this.leases = new Leases<>(ring, () -> slot(ring, tagValues), leaseNanos);
    this.pace = new EmbeddingPace(budget, cpuTime);
    this.drain =
        new Drain(settings, ring, leases, stage, failures, drops, faults, pace, costs, trace);
    // the whole way of a capture, in slots that no host sees
    TagValues values = new TagValues(1);
    this.slotMemory = Rehearsal.run(new SlotRing<>(2, r -> slot(r, values)));
  }

  // VIRK's side

  /**
   * Starts a thread that drains. Once.
   *
   * @param factory makes it
   * @param embedderTimed is told what one embedding costs, if there is an embedder; on the thread
   */
  public void start(ThreadFactory factory, Consumer<EmbeddingCost> embedderTimed) {
    this.embedderTimed = embedderTimed;
    thread = new DrainThread(factory, this::roundOfThread, budget::rested, ended);
    thread.start();
  }

  private void rehearseEmbedder() {
    rehearsed = true;
    if (settings.embedder().isEmpty() || settings.shape().policy().isEmpty()) {
      return;
    }
    try {
      pace.rehearse(settings.embedder().get(), settings.shape().policy().get());
      pace.read().ifPresent(embedderTimed);
    } catch (Throwable e) { // counted among its failures; it may do better later
      drain.embedderFailed(e);
    }
  }

  /** What is waited for, the lock, is not paid for. */
  private long roundOfThread() {
    int taken;
    long rest;
    draining.lock();
    try {
      if (!rehearsed) {
        rehearseEmbedder();
      }
      long begin = cpuTime.begin();
      taken = drain.round(Integer.MAX_VALUE);
      rest = pay(cpuTime.since(begin));
    } finally {
      draining.unlock();
    }
    if (taken > 0) {
      return rest;
    }
    if (!isObserving()) { // the end is near: no rest is taken any more
      return stage.get().finish() ? 0 : DrainThread.IDLE;
    }
    return rest > 0 ? rest : DrainThread.IDLE;
  }

  private long pay(long used) {
    cpuNanos.getAndAdd(used);
    try {
      return budget.spend(used, settings.nanoClock().getAsLong());
    } catch (Throwable e) { // a clock of the host's that throws: its work is not budgeted
      return 0;
    }
  }

  /**
   * Drains on the caller's thread. One at a time; a second one waits. Does nothing if it is called
   * from a listener.
   *
   * @param limit observations at most, &gt; 0
   * @return observations taken
   */
  public int poll(int limit) {
    // a listener that polls would take slots into the batch that is being evaluated
    if (draining.isHeldByCurrentThread()) {
      return 0;
    }
    draining.lock();
    try {
      int taken = 0;
      int round = 1;
      while (round > 0 && taken < limit) {
        round = roundOfPoll(limit - taken);
        taken += round;
      }
      if (!isObserving()) { // a listener closed it, or another thread that could not wait
        end();
      }
      return taken;
    } finally {
      draining.unlock();
    }
  }

  /** Once. Held by the caller: the lock. */
  private void end() {
    if (!over) {
      over = true;
      ended.run();
    }
  }

  private int roundOfPoll(int limit) {
    long begin = cpuTime.begin();
    int taken = drain.round(limit);
    cpuNanos.getAndAdd(cpuTime.since(begin));
    return taken;
  }

  /**
   * The lock that is held while observations are evaluated. Held by the caller, no observation is.
   *
   * @return reentrant; held by the current thread inside of a listener
   */
  public ReentrantLock lock() {
    return draining;
  }

  /** Whether there is a thread of its own. */
  public boolean hasThread() {
    return thread != null;
  }

  /**
   * Observes no more, drains what has been committed, and ends the thread. What is left after the
   * limit is lost, and counted as unfinished.
   *
   * @param limit how long to wait
   */
  public void close(Duration limit) {
    stopObserving();
    if (thread == null) {
      drainToTheEnd(limit);
    } else if (!thread.stop(limit) && !thread.isCurrent()) {
      SafeLog.warn(
          log,
          "{}: did not finish within {}; {} observations are lost",
          settings.monitor(),
          Durations.exact(limit),
          counts().unfinished());
    }
  }

  /** The end of a polled monitor; a poll that is under way on another thread is waited for. */
  private void drainToTheEnd(Duration limit) {
    if (draining.isHeldByCurrentThread()) {
      return; // a listener closes: the poll that called it goes on
    }
    long deadline = System.nanoTime() + limit.toNanos();
    if (!Patience.await(limit, nanos -> draining.tryLock(nanos, TimeUnit.NANOSECONDS))) {
      return;
    }
    try {
      while (System.nanoTime() - deadline < 0 && roundOfPoll(Integer.MAX_VALUE) > 0) {
        // until nothing is left, or the time is up
      }
      end();
    } finally {
      draining.unlock();
    }
  }

  // what it has counted; any thread

  /** What became of captures. */
  public CaptureCounts counts() {
    long drained = ring.releases();
    long aborted = ring.aborts();
    long orphaned = ring.orphans();
    long captured = ring.claims();
    long dropped = ring.dropped();
    return new CaptureCounts(
        captured + dropped,
        marked(),
        captured,
        dropped,
        drops.byReason(),
        drained,
        aborted,
        orphaned,
        Math.max(0, captured - aborted - drained - orphaned),
        ring.late(),
        faults.thrown());
  }

  /** How long captures took. */
  public CaptureCost captureCost() {
    return costs.read();
  }

  /** What one embedding costs; empty before the first. */
  public Optional<EmbeddingCost> embeddingCost() {
    return pace.read();
  }

  /** How long the last observation that was timed had waited. */
  public Duration lag() {
    return drain.lag();
  }

  /** Time that batches took, nanoseconds. */
  public long drainNanos() {
    return drain.drainNanos();
  }

  /** What VIRK's thread has used, nanoseconds: CPU time if {@link #isCpuTime}. */
  public long cpuNanos() {
    return cpuNanos.get();
  }

  /** Whether the CPU budget goes by CPU time; if not, by time that passed. */
  public boolean isCpuTime() {
    return cpuTime.isCpu();
  }

  /** Batches that the embedder failed on. */
  public long embedderFailures() {
    return drain.embedderFailures();
  }

  /** Steps of the drain that threw. */
  public long evaluationFailures() {
    return drain.evaluationFailures();
  }

  /** Slots that were released twice: a fault of ours, which changed nothing. */
  public long doubledReleases() {
    return ring.doubled();
  }

  /** Bytes of the slots that the ring has. */
  public long slotMemory() {
    return settings.slots() * slotMemory;
  }

  /** Bytes of slots, of those that the host keeps from being given back, tag values and costs. */
  public long memory() {
    long slots = settings.slots() + (long) leases.held();
    return slots * slotMemory + tagValues.memory() + costs.memory();
  }
}
