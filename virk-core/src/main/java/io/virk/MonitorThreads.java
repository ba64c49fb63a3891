package io.virk;

import io.virk.capture.internal.CaptureDesk;
import io.virk.event.internal.Dispatcher;
import io.virk.fleet.internal.SummaryOutlet;
import io.virk.incident.internal.Incidents;
import io.virk.internal.SafeLog;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Starts a monitor's threads and ends them. VIRK's begins last and ends first, for what it finds
 * goes to the others.
 */
final class MonitorThreads {
  private final MonitorConfig config;
  private final OwnLog ownLog;
  private final CaptureDesk desk;
  private final Dispatcher events;
  private final Supplier<Optional<Incidents>> incidents;
  private final Supplier<Optional<SummaryOutlet>> summaries;
  private final Supplier<MonitorStatus> status;

  /** On VIRK's thread. */
  private volatile boolean closedByListener;

  /**
   * Starts none yet.
   *
   * @param incidents empty while there are none to write
   * @param summaries empty while there are none to hand on
   * @param status is logged at the end
   */
  MonitorThreads(
      MonitorConfig config,
      OwnLog ownLog,
      CaptureDesk desk,
      Dispatcher events,
      Supplier<Optional<Incidents>> incidents,
      Supplier<Optional<SummaryOutlet>> summaries,
      Supplier<MonitorStatus> status) {
    this.config = config;
    this.ownLog = ownLog;
    this.desk = desk;
    this.events = events;
    this.incidents = incidents;
    this.summaries = summaries;
    this.status = status;
  }

  /** Starts them; if VIRK's cannot be, which is thrown, the others end. */
  void start() {
    events.start();
    incidents.get().ifPresent(Incidents::start);
    summaries.get().ifPresent(SummaryOutlet::start);
    if (config.running().polled()) {
      return;
    }
    try {
      desk.start(config.threads(), ownLog::embedderTimed);
    } catch (Throwable e) { // a factory of the host's, no memory: there is no monitor to close
      endOthers(Duration.ZERO);
      throw e;
    }
  }

  /** Ends them within the close timeout. Once. */
  void close() {
    Duration limit = config.running().closeTimeout();
    long deadline = System.nanoTime() + limit.toNanos();
    desk.close(limit);
    if (desk.lock().isHeldByCurrentThread()) {
      closedByListener = true; // VIRK's thread has work to do before the rest
    } else {
      endOthers(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      logEnd();
    }
  }

  /** The last that VIRK's thread does. */
  void drained() {
    incidents.get().ifPresent(Incidents::last);
    summaries.get().ifPresent(SummaryOutlet::last);
    events.ended();
    if (closedByListener) {
      endOthers(config.running().closeTimeout());
      logEnd();
    }
  }

  private void endOthers(Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    incidents.get().ifPresent(i -> i.stop(limit));
    summaries
        .get()
        .ifPresent(s -> s.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    events.stop(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
  }

  private void logEnd() {
    SafeLog.guarded(
        () -> ownLog.closed(status.get(), incidents.get().map(Incidents::lost).orElse(0L)));
  }
}
