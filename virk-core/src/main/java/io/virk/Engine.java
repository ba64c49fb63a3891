package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.Reference;
import io.virk.detect.AlarmBudget;
import io.virk.detect.CalibratedDetector;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.DriftTracker;
import io.virk.detect.DriftTransition;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Onset;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Explainer;
import io.virk.diagnose.SliceAttribution;
import io.virk.incident.Exhibit;
import io.virk.incident.ExhibitSelection;
import io.virk.incident.FlightRecorder;
import io.virk.incident.IncidentWriter;
import io.virk.internal.GuardedListeners;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalExtractor;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import io.virk.stats.Moments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;

/**
 * What happens to an observation on VIRK's thread: signals, windows, verdicts, drifts, diagnoses,
 * incidents, listeners. One thread at a time; the counters may be read by any.
 */
final class Engine {
  /** Rows below which a diagnosis takes the whole window. */
  private static final int MINIMUM_ROWS = 4;

  private final MonitorConfig config;
  private final Baseline baseline;
  private final GuardedListeners<MonitorListener> listeners;
  private final Failures failures;
  private final Logger log;
  private final SignalExtractor extractor;
  private final FlightRecorder recorder;
  private final Optional<IncidentWriter> incidents;
  private final DriftTracker tracker;
  private final AlarmBudget budget;
  private final SplittableRandom thinning;
  private final SliceWindow all;
  private final Map<String, SliceWindow> slices = new HashMap<>();
  private final Map<Integer, Told> told = new HashMap<>();

  private final Map<String, Long> flaws = new ConcurrentHashMap<>();
  private long accepted;
  private volatile long windows;
  private volatile long windowMemory;
  private volatile long opened;
  private volatile long closed;
  private volatile long incidentFailures;
  private volatile List<Drift> openDrifts = List.of();

  /** The window of one slice as it fills, and the one before it. */
  private static final class SliceWindow {
    private final Slice slice;
    private final Reference reference;
    private SignalTable table;
    private SignalTable previous;

    SliceWindow(Slice slice, Baseline baseline) {
      this.slice = slice;
      this.reference = baseline.reference(slice);
      this.table = new SignalTable(baseline.window(), baseline.embeddingLength());
      this.previous = new SignalTable(baseline.window(), baseline.embeddingLength());
    }

    long memory() {
      return table.memory() + previous.memory();
    }

    /** Begins the next window; this one becomes the one before. */
    void turn() {
      SignalTable empty = previous;
      empty.clear();
      previous = table;
      table = empty;
    }

    /** Forgets both windows. */
    void restart() {
      table.clear();
      previous.clear();
    }
  }

  /** What was said of a drift when it opened. */
  private record Told(Diagnosis diagnosis, List<Exhibit> exhibits, Optional<Path> incident) {}

  Engine(
      MonitorConfig config,
      GuardedListeners<MonitorListener> listeners,
      Failures failures,
      Logger log) {
    this.config = config;
    this.baseline = config.baseline();
    this.listeners = listeners;
    this.failures = failures;
    this.log = log;
    this.extractor =
        new SignalExtractor(
            baseline.embeddingLength(),
            baseline.logitsLength(),
            baseline.mahalanobis().orElse(null),
            config.sliceKey().orElse(null));
    this.recorder = new FlightRecorder(config.recorded());
    this.incidents = config.incidents().map(folder -> new IncidentWriter(folder, config.name()));
    this.tracker = new DriftTracker(config.emission());
    this.budget = config.falseAlarms().budget();
    this.thinning = new SplittableRandom(config.seed());
    this.all = new SliceWindow(Slice.ALL, baseline);
    this.windowMemory = all.memory();
  }

  void accept(Observation observation) {
    SignalValues values = extractor.extract(observation);
    for (SignalExtractor.Flaw flaw : extractor.flaws()) {
      flaw(flaw.name(), flaw.inWords());
    }
    accepted++;
    recorder.record(values, observation.frame());
    SliceWindow own = sliceWindow(values.slice());
    double weight = observation.weight();
    if (weight == 0) {
      return; // the host's mark made it an observation: it is not like the others
    }
    // kinds that are sampled more often than others enter the windows of all with their weight as
    // probability: so every row of a window counts the same, as its null distribution assumes
    boolean ofAll = weight >= 1 || thinning.nextDouble() < weight;
    if (ofAll && !tracker.isAnySetApart()) {
      append(all, values);
    }
    if (own != null) {
      append(own, values);
    }
  }

  private SliceWindow sliceWindow(String value) {
    if (value == null) {
      config
          .sliceKey()
          .ifPresent(key -> flaw("SLICE_TAG", "an observation lacks the tag \"" + key + "\""));
      return null;
    }
    SliceWindow window = slices.get(value);
    if (window == null && slices.size() < config.maximumSlices()) {
      window = new SliceWindow(new Slice(config.sliceKey().orElseThrow(), value), baseline);
      slices.put(value, window);
      windowMemory += window.memory();
    }
    if (window == null) {
      flaw("SLICE_LIMIT", "there are more slices than " + config.maximumSlices());
    }
    return window;
  }

  private void append(SliceWindow window, SignalValues values) {
    window.table.append(values);
    if (window.table.rows() == window.table.capacity()) {
      try {
        judge(window);
      } finally {
        window.turn();
      }
    }
  }

  private void judge(SliceWindow window) {
    List<CalibratedDetector> detectors = window.reference.detectors();
    if (detectors.isEmpty()) {
      return;
    }
    int last = window.table.rows() - 1;
    double share =
        budget.draw(
            accepted, last + 1, window.table.epochMillis(0), window.table.epochMillis(last));
    double drift = FalseAlarms.driftProbability(share, detectors.size());
    double warning = FalseAlarms.warningProbability(share, detectors.size());
    List<DetectionResult> results = new ArrayList<>(detectors.size());
    for (CalibratedDetector detector : detectors) {
      results.add(detector.judge(window.slice, window.table, drift, warning));
    }
    windows++;
    WindowEvaluated event = new WindowEvaluated(config.name(), window.slice, results);
    listeners.tell(l -> l.onWindowEvaluated(event));
    Optional<DriftTransition> transition =
        tracker.accept(window.slice, results, () -> attribute(window, results));
    openDrifts = tracker.open();
    transition.ifPresent(t -> tell(t, window));
    if (tracker.open().stream().noneMatch(d -> d.covers(window.slice))
        && event.verdict() != Verdict.DRIFT) {
      recorder.keepCalm(
          window.slice.isAll() ? Optional.empty() : Optional.of(window.slice.value()));
    }
  }

  private SortedSet<Slice> attribute(SliceWindow window, List<DetectionResult> results) {
    return config
        .sliceKey()
        .map(key -> watched(SliceAttribution.attribute(baseline, key, window.table, results)))
        .orElseGet(() -> new TreeSet<>(List.of(Slice.ALL)));
  }

  /** Only a slice that has windows of its own can have an episode that recovers. */
  private SortedSet<Slice> watched(SortedSet<Slice> carriers) {
    return carriers.stream().allMatch(s -> s.isAll() || slices.containsKey(s.value()))
        ? carriers
        : new TreeSet<>(List.of(Slice.ALL));
  }

  private void tell(DriftTransition transition, SliceWindow window) {
    Drift drift = transition.drift();
    switch (transition.kind()) {
      case OPENED -> opened(drift, window);
      case UPDATED -> {
        DriftUpdated event = new DriftUpdated(config.name(), drift);
        listeners.tell(l -> l.onDriftUpdated(event));
      }
      case CLOSED -> closed(drift);
      default -> throw new AssertionError(transition.kind());
    }
  }

  private void opened(Drift opening, SliceWindow window) {
    opened++;
    Reference reference = baseline.reference(opening.slices().first());
    SignalTable rows = rowsOf(opening, window);
    Optional<ScalarSignal> strongest =
        opening.evidence().stream()
            .flatMap(e -> ScalarSignal.named(e.signal()).stream())
            .findFirst();
    Drift drift = opening;
    if (strongest.isPresent()) {
      double mean = Moments.of(reference.rows().scalar(strongest.get())).mean();
      int onset = Onset.locate(rows, strongest.get(), mean);
      drift = tracker.locateOnset(opening.number(), rows.sequence(onset), rows.epochMillis(onset));
      if (rows.rows() - onset >= MINIMUM_ROWS) {
        rows = rows.take(IntStream.range(onset, rows.rows()).toArray());
      }
    }
    openDrifts = tracker.open();
    Diagnosis diagnosis = Explainer.explain(drift, reference, rows);
    List<Exhibit> exhibits = ExhibitSelection.of(drift, recorder);
    Optional<Path> incident = write(drift, diagnosis, exhibits);
    told.put(drift.number(), new Told(diagnosis, exhibits, incident));
    log.warn(
        "{}: drift {} opened: {}; evidence: {}",
        config.name(),
        drift.number(),
        diagnosis.headline(),
        incident.map(Path::toString).orElse("none"));
    restart(drift);
    DriftOpened event = new DriftOpened(config.name(), drift, diagnosis, incident);
    listeners.tell(l -> l.onDriftOpened(event));
  }

  private void closed(Drift drift) {
    closed++;
    Told before = told.remove(drift.number());
    Optional<Path> incident = write(drift, before.diagnosis(), before.exhibits());
    log.info("{}: drift {} closed: {} is back", config.name(), drift.number(), drift.where());
    restart(drift);
    DriftClosed event =
        new DriftClosed(
            config.name(),
            drift,
            before.diagnosis(),
            incident.isPresent() ? incident : before.incident());
    listeners.tell(l -> l.onDriftClosed(event));
  }

  /**
   * The rows of a window and of the one before it that belong to a drift's slices; all of the
   * window's if those are too few.
   */
  private static SignalTable rowsOf(Drift drift, SliceWindow window) {
    SignalTable table = SignalTable.concatenate(window.previous, window.table);
    if (!window.slice.isAll() || drift.slices().contains(Slice.ALL)) {
      return table;
    }
    String key = drift.slices().first().key();
    int[] rows =
        IntStream.range(0, table.rows())
            .filter(
                i ->
                    table.slice(i) != null
                        && drift.slices().contains(new Slice(key, table.slice(i))))
            .toArray();
    return rows.length < MINIMUM_ROWS ? window.table : table.take(rows);
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
          MonitorFailure.Part.INCIDENT,
          "the incident of drift " + drift.number() + " was not written",
          e);
      return Optional.empty();
    }
  }

  /** Windows that were filling when an episode began or ended would mix before and after. */
  private void restart(Drift drift) {
    all.restart();
    slices.values().stream().filter(w -> drift.covers(w.slice)).forEach(SliceWindow::restart);
  }

  /** Counts an observation with an unusable part, and says so now and then. */
  void flaw(String name, String inWords) {
    flaws.merge(name, 1L, Long::sum);
    failures.unusable(name, inWords);
  }

  Map<String, Long> flaws() {
    return Map.copyOf(flaws);
  }

  /** Bytes that windows and the flight recorder hold, about. */
  long memory() {
    return windowMemory + recorder.memory();
  }

  long windows() {
    return windows;
  }

  long driftsOpened() {
    return opened;
  }

  long driftsClosed() {
    return closed;
  }

  long incidentFailures() {
    return incidentFailures;
  }

  List<Drift> openDrifts() {
    return openDrifts;
  }
}
