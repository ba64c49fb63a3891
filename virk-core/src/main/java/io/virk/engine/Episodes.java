package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.DriftUpdated;
import io.virk.event.MonitorEvent;
import io.virk.incident.internal.FlightRecorder;
import io.virk.signal.SignalTable;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What verdicts make of drifts: opens, follows and closes them, says whose they are, and tells of
 * them. One thread at a time; {@link #open} may be called by any.
 */
final class Episodes {
  private final String monitor;
  private final DriftTracker tracker;
  private final Windows windows;
  private final Watches watches;
  private final Optional<DriftCarriers> carriers;
  private final DriftReports reports;
  private final FlightRecorder recorder;
  private final Consumer<MonitorEvent> events;
  private volatile List<Drift> open = List.of();

  /**
   * Of none yet.
   *
   * @param recorder is told what is calm
   */
  Episodes(
      String monitor,
      DriftTracker tracker,
      Windows windows,
      Watches watches,
      Optional<DriftCarriers> carriers,
      DriftReports reports,
      FlightRecorder recorder,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.tracker = tracker;
    this.windows = windows;
    this.watches = watches;
    this.carriers = carriers;
    this.reports = reports;
    this.recorder = recorder;
    this.events = events;
  }

  /** The drifts that are open. Any thread. */
  List<Drift> open() {
    return open;
  }

  /** Whether a drift is open that a slice has part in. */
  boolean isOpen(Slice slice) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).covers(slice)
          || slice.isAll() && open.get(i).slices().first().context().equals(slice.context())) {
        return true;
      }
    }
    return false;
  }

  /** Whether a slice of a context has a drift of its own, so that all are not judged together. */
  boolean isAnySetApart(Slice all) {
    return !open.isEmpty() && tracker.isAnySetApart(all);
  }

  /** The slice in whose windows the observations of a slice count, too; empty if in none. */
  Optional<Slice> parent(Slice slice) {
    Slice all = slice.all();
    return slice.isAll() || isAnySetApart(all) ? Optional.empty() : Optional.of(all);
  }

  /** Takes what was found in a window. */
  void judged(SliceWindow window, Judge.Judgement found) {
    Slice slice = found.slice();
    List<DetectionResult> results = found.results();
    tracker
        .accept(slice, results, onset -> attribute(slice, found.rows(), results, onset))
        .ifPresent(t -> tell(t, window));
    tracker.closeSilent(slice.context(), found.bounds()).forEach(t -> tell(t, window));
    boolean drifting = results.stream().anyMatch(r -> r.verdict() == Verdict.DRIFT);
    if (!drifting && tracker.open().stream().noneMatch(d -> d.covers(slice))) {
      recorder.keepCalm(slice.isAll() ? Optional.empty() : Optional.of(slice.value()));
    }
  }

  /**
   * A sequential alarm is a drift at once: that it may come at any time is in its threshold.
   *
   * @return whether it opened an episode, after which its windows begin anew
   */
  boolean alarmed(SliceWindow window, DetectionResult alarm) {
    Slice slice = window.slice();
    Optional<DriftTransition> transition =
        tracker.alarm(
            slice,
            alarm,
            onset -> attribute(slice, window.rowsWithThoseBefore(), List.of(alarm), onset));
    transition.ifPresent(t -> tell(t, window));
    return transition.filter(t -> t.kind() == DriftTransition.Kind.OPENED).isPresent();
  }

  private SortedSet<Slice> attribute(
      Slice all, SignalTable rows, List<DetectionResult> results, long onset) {
    return carriers
        .map(c -> c.attribute(all, rows, results, onset))
        .orElseGet(() -> new TreeSet<>(List.of(all)));
  }

  /** Adds to a drift of all observations which slices their own windows name by now. */
  private Drift select(Drift drift, SliceWindow window) {
    Slice all = drift.slices().first().all();
    if (carriers.isEmpty() || !window.slice().isAll() && !drift.slices().contains(all)) {
      return drift;
    }
    return tracker.select(drift.number(), carriers.get().selection(all, drift.onset().sequence()));
  }

  private void tell(DriftTransition transition, SliceWindow window) {
    Drift drift = transition.drift();
    switch (transition.kind()) {
      case OPENED -> {
        open = tracker.open();
        MonitorEvent event = reports.opened(select(drift, window), window, tracker);
        open = tracker.open();
        windows.restart(drift);
        events.accept(event);
      }
      case UPDATED -> {
        open = tracker.open();
        MonitorEvent event = new DriftUpdated(monitor, select(drift, window));
        open = tracker.open();
        events.accept(event);
      }
      case CLOSED -> {
        open = tracker.open();
        windows.restart(drift);
        watches.reset(drift);
        events.accept(reports.closed(drift));
      }
      default -> throw new AssertionError(transition.kind());
    }
  }

  /** Goes on with the last windows of a slice, after the episodes. */
  void restore(DriftTracker.HistoryState history) {
    tracker.restore(history);
  }

  /** What is to be remembered of the episodes. */
  DriftTracker.State state() {
    return tracker.state();
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IllegalArgumentException if that is inconsistent, or of a context that is not known
   */
  void restore(DriftTracker.State state) {
    tracker.restore(state);
    open = tracker.open();
    for (Drift drift : open) {
      if (!drift.slices().stream().allMatch(s -> windows.knows(s.context()))) {
        throw new IllegalArgumentException(
            "drift " + drift.number() + ": " + drift.where() + " (expected: a known context)");
      }
    }
  }
}
