package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.Fingerprint;
import io.virk.cause.internal.ComparedRows;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.internal.Explainer;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.internal.Failures;
import io.virk.incident.internal.Exhibit;
import io.virk.incident.internal.ExhibitSelection;
import io.virk.incident.internal.FlightRecorder;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What is said of a drift: when it began, its diagnosis, what shows it. Remembers it until the
 * drift closes. VIRK's thread alone; the counts may be read by any.
 */
final class DriftReports {
  /** Rows below which a diagnosis takes the whole window. */
  private static final int MINIMUM_ROWS = 4;

  private final String monitor;
  private final Explanation explanation;
  private final Baseline baseline;
  private final FlightRecorder recorder;
  private final Failures failures;
  private final Map<Integer, Diagnosis> told = new HashMap<>();
  private volatile long opened;
  private volatile long closed;

  /** What makes a diagnosis of a drift, {@link Explainer} but in tests. */
  interface Explanation {
    Diagnosis explain(Drift drift, Reference reference, SignalTable rows);
  }

  /** The words of a baseline's own causes, and of VIRK's. */
  static Explanation explanation(Baseline baseline) {
    return (drift, reference, rows) -> {
      Fingerprint fingerprint =
          ComparedRows.match(
              reference.signatures(), reference.rows(), rows, reference::autocorrelationTime);
      return Explainer.explain(drift, fingerprint, baseline.causes(), reference.rows(), rows);
    };
  }

  DriftReports(
      String monitor,
      Explanation explanation,
      Baseline baseline,
      FlightRecorder recorder,
      Failures failures) {
    this.monitor = monitor;
    this.explanation = explanation;
    this.baseline = baseline;
    this.recorder = recorder;
    this.failures = failures;
  }

  /**
   * Explains a drift that opens.
   *
   * @param opening as the tracker has it
   * @param window that opened it
   * @param tracker is told the onset
   * @return what listeners are to be told
   */
  DriftOpened opened(Drift opening, SliceWindow window, DriftTracker tracker) {
    opened++;
    Drift drift = opening;
    Diagnosis diagnosis;
    try {
      Reference reference = baseline.reference(opening.slices().first());
      Located located = locate(opening, reference, window, tracker);
      drift = located.drift();
      diagnosis = explanation.explain(drift, reference, located.rows());
    } catch (Throwable e) { // a drift must be told, whatever else fails
      failures.thrown(
          Failed.Part.EVALUATION,
          "a drift could not be explained",
          "drift " + drift.number() + " could not be explained",
          e);
      diagnosis = Explainer.unexplained(drift);
    }
    told.put(drift.number(), diagnosis);
    List<Exemplar> exemplars = exhibits(drift).stream().map(Exhibit::exemplar).toList();
    return new DriftOpened(monitor, drift, diagnosis, exemplars);
  }

  /** What the recorder holds that shows a drift, before it and since. */
  List<Exhibit> exhibits(Drift drift) {
    return ExhibitSelection.of(drift, recorder);
  }

  /** A drift with its onset, and the rows since then. */
  private record Located(Drift drift, SignalTable rows) {}

  /** Finds when a drift began, as far as the signal that moved most can tell. */
  private static Located locate(
      Drift opening, Reference reference, SliceWindow window, DriftTracker tracker) {
    SignalTable rows = rowsOf(opening, window);
    Optional<ScalarSignal> strongest =
        opening.evidence().stream()
            .flatMap(e -> reference.rows().schema().scalar(e.signal()).stream())
            .findFirst();
    // a slow change may have begun before those rows
    boolean before = opening.windows() == 0 && opening.onset().sequence() < rows.sequence(0);
    if (strongest.isEmpty() || before) {
      return new Located(opening, rows);
    }
    double mean = Moments.of(reference.rows().scalar(strongest.get())).mean();
    int onset = Onset.locate(rows, strongest.get(), mean);
    Drift drift =
        tracker.locateOnset(
            opening.number(), new Position(rows.sequence(onset), rows.epochMillis(onset)));
    return new Located(
        drift,
        rows.rows() - onset < MINIMUM_ROWS
            ? rows
            : rows.take(IntStream.range(onset, rows.rows()).toArray()));
  }

  /**
   * Takes leave of a drift that is over.
   *
   * @return what listeners are to be told
   */
  DriftClosed closed(Drift drift) {
    closed++;
    Diagnosis before = told.remove(drift.number());
    return new DriftClosed(monitor, drift, before == null ? Explainer.unexplained(drift) : before);
  }

  /**
   * The rows of a window and of the one before it that belong to a drift's slices; all of the
   * window's if those are too few.
   */
  private static SignalTable rowsOf(Drift drift, SliceWindow window) {
    SignalTable table = window.rowsWithThoseBefore();
    if (!window.slice().isAll() || drift.slices().first().isAll()) {
      return table;
    }
    String key = drift.slices().first().key();
    String context = window.slice().context();
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(
                i ->
                    table.slice(i) != null
                        && drift.slices().contains(new Slice(key, table.slice(i), context)))
            .toArray();
    return rows.length < MINIMUM_ROWS ? window.rows() : table.take(rows);
  }

  /** What is to be remembered in a file: of every open drift, what was said. */
  List<Snapshot.Told> state() {
    return told.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(t -> new Snapshot.Told(t.getKey(), t.getValue()))
        .toList();
  }

  /** Goes on from what was remembered. */
  void restore(List<Snapshot.Told> state) {
    for (Snapshot.Told t : state) {
      told.put(t.number(), Objects.requireNonNull(t.diagnosis(), "diagnosis"));
    }
  }

  long opened() {
    return opened;
  }

  long closed() {
    return closed;
  }
}
