package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.event.MonitorEvent;
import io.virk.signal.SignalTable;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

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
  private final Recorder recorder;
  private final Predicate<Slice> isSilent;
  private final Consumer<MonitorEvent> events;
  private volatile List<Drift> open = List.of();

  /**
   * Of none yet.
   *
   * @param recorder is told what was found
   * @param isSilent whether a slice sends nothing any more, by the clock
   */
  Episodes(
      String monitor,
      DriftTracker tracker,
      Windows windows,
      Watches watches,
      Optional<DriftCarriers> carriers,
      DriftReports reports,
      Recorder recorder,
      Predicate<Slice> isSilent,
      Consumer<MonitorEvent> events) {
    this.monitor = monitor;
    this.tracker = tracker;
    this.windows = windows;
    this.watches = watches;
    this.carriers = carriers;
    this.reports = reports;
    this.recorder = recorder;
    this.isSilent = isSilent;
    this.events = events;
  }

  /** The drifts that are open. Any thread. */
  List<Drift> open() {
    return open;
  }

  /** Whether a drift is open that a slice has part in. */
  boolean isOpen(Slice slice) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).covers(slice) || slice.isAll() && open.get(i).isOf(slice.context())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the drift of a number is open, or may be reopened. */
  boolean isRemembered(int drift) {
    return tracker.remembered().contains(drift);
  }

  /** Whether a slice of a context has a drift of its own, so that all are not judged together. */
  boolean isAnySetApart(Slice all) {
    return !open.isEmpty() && tracker.isAnySetApart(all);
  }

  /**
   * Whether the observations of a slice do not count in the windows of all: the slice has a drift
   * of its own, or another has and none is of all.
   *
   * @param slice null for observations of none
   */
  boolean isLeftOut(Slice all, Slice slice) {
    return isAnySetApart(all)
        || slice != null && !open.isEmpty() && !slice.isAll() && tracker.isNamed(slice);
  }

  /** The slice in whose windows the observations of a slice count, too; empty if in none. */
  Optional<Slice> parent(Slice slice) {
    Slice all = slice.all();
    return slice.isAll() || isLeftOut(all, slice) ? Optional.empty() : Optional.of(all);
  }

  /** Takes what was found in a window. */
  void judged(SliceWindow window, Judge.Judgement found) {
    Slice slice = found.slice();
    List<DetectionResult> results = found.results();
    Optional<Judge.Judgement> judged = Optional.of(found);
    tracker
        .accept(slice, results, new Window(window, found.rows(), judged, results))
        .ifPresent(t -> tell(t, window, judged));
    tracker
        .closeSilent(slice.context(), isSilent, found.bounds().last())
        .forEach(t -> tell(t, window, Optional.empty()));
    Verdict worst =
        results.stream().map(DetectionResult::verdict).max(Comparator.naturalOrder()).orElseThrow();
    recorder.judged(slice, found.bounds(), worst, isOpen(slice));
  }

  /** Lets the last rows between the ends of two windows end a drift that is open. */
  void between(SliceWindow window, Judge judge) {
    List<DetectionResult> results = isNamed(window.slice()) ? judge.between(window) : List.of();
    if (!results.isEmpty()) {
      tracker
          .between(window.slice(), results, window.parts().number())
          .ifPresent(t -> tell(t, window, Optional.empty()));
    }
  }

  /** Whether a drift is open that names a slice, so that its windows can end it. */
  private boolean isNamed(Slice slice) {
    for (int i = 0; i < open.size(); i++) {
      if (open.get(i).slices().contains(slice)) {
        return true;
      }
    }
    return false;
  }

  /**
   * A sequential alarm is a drift at once: that it may come at any time is in its threshold. One of
   * a signal in which the stream differs from the baseline as it always did is none, and its watch
   * begins anew.
   *
   * @param slices window of the stream
   * @param window with the rows by which it is explained
   * @param watch that alarms
   * @return whether it opened an episode, after which its windows begin anew
   */
  boolean alarmed(SliceWindow slices, SliceWindow window, SliceWatch watch, DetectionResult alarm) {
    SignalTable rows = window.rowsWithThoseBefore();
    if (slices.isUnchanged(alarm, rows)) {
      watch.reset();
      return false;
    }
    Optional<DriftTransition> transition =
        tracker.alarm(
            window.slice(), alarm, new Window(window, rows, Optional.empty(), List.of(alarm)));
    transition.ifPresent(t -> tell(t, window, Optional.empty()));
    return transition.filter(t -> t.kind() != DriftTransition.Kind.UPDATED).isPresent();
  }

  /**
   * Drifts whose slices send nothing any more are over, as far as anybody can tell.
   *
   * @param last the last observation that has come
   */
  void silent(Position last) {
    if (!open.isEmpty()) {
      tracker.closeSilent(isSilent, last).forEach(t -> tell(t, null, Optional.empty()));
    }
  }

  /** What the tracker asks of a window, or of the rows before an alarm. */
  private final class Window implements DriftAttribution {
    private final SliceWindow window;
    private final SignalTable rows;
    private final Optional<Judge.Judgement> found;
    private final List<DetectionResult> results;

    Window(
        SliceWindow window,
        SignalTable rows,
        Optional<Judge.Judgement> found,
        List<DetectionResult> results) {
      this.window = window;
      this.rows = rows;
      this.found = found;
      this.results = results;
    }

    @Override
    public SortedSet<Slice> carriers(long onset) {
      return carriers
          .map(c -> c.attribute(window.slice(), rows, results, onset))
          .orElseGet(() -> new TreeSet<>(List.of(window.slice())));
    }

    @Override
    public List<DetectionResult> onTop(Drift drift) {
      return found.map(f -> reports.onTop(drift, f, window)).orElse(List.of());
    }

    @Override
    public SortedSet<Slice> among(Slice slice) {
      return carriers.map(c -> c.among(slice.all())).orElseGet(TreeSet::new);
    }

    @Override
    public List<DetectionResult> looked(List<DetectionResult> of) {
      return found.map(Judge.Judgement::looked).orElse(of);
    }

    @Override
    public int parts() {
      return window.parts().number();
    }

    @Override
    public boolean isAnother(Drift drift, boolean apart) {
      return found.isPresent() && reports.isAnother(drift, found.get(), window, apart);
    }
  }

  /** Adds to a drift of all observations which slices their own windows name by now. */
  private Drift select(Drift drift, SliceWindow window) {
    Slice all = window.slice().all();
    if (carriers.isEmpty() || !window.slice().isAll() && !drift.slices().contains(all)) {
      return drift;
    }
    return tracker.select(
        drift.number(), carriers.get().selection(all, drift.onset().best().sequence()));
  }

  /**
   * Tells what became of an episode.
   *
   * @param window by which; null if by the clock
   * @param found what was found in it; empty if by an alarm, or by the clock
   */
  private void tell(
      DriftTransition transition, SliceWindow window, Optional<Judge.Judgement> found) {
    Drift drift = transition.drift();
    open = tracker.open();
    List<? extends MonitorEvent> told =
        switch (transition.kind()) {
          case OPENED ->
              List.of(
                  reports.opened(select(drift, window), window, windows.slices()::known, tracker));
          case REOPENED ->
              List.of(
                  reports.reopened(select(drift, window), found, tracker.reopened(drift.number())));
          case UPDATED -> reports.updated(select(drift, window), found);
          case CLOSED -> List.of(reports.closed(drift));
        };
    open = tracker.open();
    if (transition.kind() != DriftTransition.Kind.UPDATED) {
      windows.restart(drift);
    }
    if (transition.kind() == DriftTransition.Kind.CLOSED) {
      watches.reset(drift);
    }
    reports.retain(tracker.remembered());
    told.forEach(events);
  }

  /** Goes on with the last windows of the slices that are known, after the episodes. */
  void restoreHistories(SnapshotReader reader, int among) throws IOException {
    for (int left = reader.count("histories"); left > 0; left--) {
      TrackerState.HistoryState history = reader.history(among);
      Slice slice = history.slice();
      if (slice.isAll() ? windows.knows(slice.context()) : windows.slices().has(slice)) {
        tracker.restore(history);
      }
    }
  }

  /** What is to be remembered of the episodes. */
  TrackerState state() {
    return tracker.state();
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IllegalArgumentException if that is inconsistent, or of a context that is not known
   */
  void restore(TrackerState state) {
    if (!state.histories().isEmpty()) {
      throw new IllegalArgumentException("histories in the head (expected: behind the windows)");
    }
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
