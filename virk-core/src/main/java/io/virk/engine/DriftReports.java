package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.Reference;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Explainer;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.incident.Exhibit;
import io.virk.incident.ExhibitSelection;
import io.virk.incident.FlightRecorder;
import io.virk.incident.IncidentWriter;
import io.virk.internal.Text;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.stats.Moments;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;

/**
 * What is said of a drift: when it began, its diagnosis, the incident on disk, the line in the log.
 * Remembers it until the drift closes. VIRK's thread alone; the counts may be read by any.
 */
final class DriftReports {
  /** Rows below which a diagnosis takes the whole window. */
  private static final int MINIMUM_ROWS = 4;

  private final String monitor;
  private final Explanation explanation;
  private final Baseline baseline;
  private final FlightRecorder recorder;
  private final Optional<IncidentWriter> incidents;
  private final Failures failures;
  private final Logger log;
  private final Map<Integer, Told> told = new HashMap<>();
  private volatile long opened;
  private volatile long closed;
  private volatile long incidentFailures;

  /** What was said of a drift when it opened. */
  private record Told(Diagnosis diagnosis, List<Exhibit> exhibits, Optional<Path> incident) {}

  /** What makes a diagnosis of a drift, {@link Explainer#explain} but in tests. */
  interface Explanation {
    Diagnosis explain(Drift drift, Reference reference, SignalTable rows);
  }

  DriftReports(
      String monitor,
      Explanation explanation,
      Baseline baseline,
      FlightRecorder recorder,
      Optional<Path> incidents,
      Failures failures,
      Logger log) {
    this.monitor = monitor;
    this.explanation = explanation;
    this.baseline = baseline;
    this.recorder = recorder;
    this.incidents = incidents.map(folder -> new IncidentWriter(folder, monitor));
    this.failures = failures;
    this.log = log;
  }

  /**
   * Explains a drift that opens, and writes its incident.
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
          Failed.Part.EVALUATION, "drift " + drift.number() + " could not be explained", e);
      diagnosis = Explainer.unexplained(drift);
    }
    List<Exhibit> exhibits = ExhibitSelection.of(drift, recorder);
    Optional<Path> incident = write(drift, diagnosis, exhibits);
    told.put(drift.number(), new Told(diagnosis, exhibits, incident));
    log.warn(
        "{}: drift {} opened: {}; evidence: {}",
        monitor,
        drift.number(),
        diagnosis.headline(),
        incident.map(Path::toString).map(p -> Text.clean(p, Text.SENTENCE)).orElse("none"));
    return new DriftOpened(
        monitor, drift, diagnosis, exhibits.stream().map(Exhibit::exemplar).toList(), incident);
  }

  /** A drift with its onset, and the rows since then. */
  private record Located(Drift drift, SignalTable rows) {}

  /** Finds when a drift began, as far as the signal that moved most can tell. */
  private static Located locate(
      Drift opening, Reference reference, SliceWindow window, DriftTracker tracker) {
    SignalTable rows = rowsOf(opening, window);
    Optional<ScalarSignal> strongest =
        opening.evidence().stream()
            .flatMap(e -> ScalarSignal.named(e.signal()).stream())
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
   * Completes the incident of a drift that is over.
   *
   * @return what listeners are to be told
   */
  DriftClosed closed(Drift drift) {
    closed++;
    Told kept = told.remove(drift.number());
    Told before =
        kept != null ? kept : new Told(Explainer.unexplained(drift), List.of(), Optional.empty());
    // restored from a checkpoint, it has no images: the bundle of its opening is the better one
    Optional<Path> incident =
        before.exhibits().isEmpty()
            ? Optional.empty()
            : write(drift, before.diagnosis(), before.exhibits());
    DriftClosed event =
        new DriftClosed(
            monitor,
            drift,
            before.diagnosis(),
            incident.isPresent() ? incident : before.incident());
    log.info("{}: drift {} closed: {}", monitor, drift.number(), event.inWords());
    return event;
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

  private Optional<Path> write(Drift drift, Diagnosis diagnosis, List<Exhibit> exhibits) {
    if (incidents.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(incidents.get().write(baseline, drift, diagnosis, exhibits));
    } catch (Throwable e) { // without its bundle a drift must still be told
      incidentFailures++;
      failures.thrown(
          Failed.Part.INCIDENT, "the incident of drift " + drift.number() + " was not written", e);
      return Optional.empty();
    }
  }

  /** What is to be remembered in a file: of every open drift, what was said. */
  List<Checkpoint.Told> state() {
    return told.entrySet().stream()
        .map(
            t ->
                new Checkpoint.Told(
                    t.getKey(),
                    t.getValue().diagnosis(),
                    t.getValue().incident().map(Path::toString).orElse(null)))
        .toList();
  }

  /** Goes on from what was remembered. */
  void restore(List<Checkpoint.Told> state) {
    for (Checkpoint.Told t : state) {
      Optional<Path> incident = Optional.ofNullable(t.incident()).map(Path::of);
      told.put(
          t.number(),
          new Told(Objects.requireNonNull(t.diagnosis(), "diagnosis"), List.of(), incident));
    }
  }

  long opened() {
    return opened;
  }

  long closed() {
    return closed;
  }

  long incidentFailures() {
    return incidentFailures;
  }
}
