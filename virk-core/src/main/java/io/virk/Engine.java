package io.virk;

import io.virk.baseline.Baseline;
import io.virk.baseline.Reference;
import io.virk.detect.CalibratedDetector;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.DriftTracker;
import io.virk.detect.DriftTransition;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Explainer;
import io.virk.diagnose.SliceAttribution;
import io.virk.incident.FlightRecorder;
import io.virk.incident.IncidentWriter;
import io.virk.incident.RecordedObservation;
import io.virk.internal.GuardedListeners;
import io.virk.signal.Observation;
import io.virk.signal.SignalExtractor;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;

/**
 * What happens to an observation on VIRK's thread: signals, windows, verdicts, drifts, diagnoses,
 * incidents, listeners. One thread at a time; the counters may be read by any.
 */
final class Engine {
  /** Recorded observations of other slices that a bundle shows beside those that drifted. */
  private static final int CONTEXT = 8;

  private static final int MINIMUM_ROWS = 3;

  private final MonitorConfig config;
  private final Baseline baseline;
  private final GuardedListeners<MonitorListener> listeners;
  private final Logger log;
  private final SignalExtractor extractor;
  private final FlightRecorder recorder;
  private final Optional<IncidentWriter> incidents;
  private final DriftTracker tracker;
  private final SliceWindow all;
  private final Map<String, SliceWindow> slices = new HashMap<>();
  private final Map<Integer, Told> told = new HashMap<>();

  private final Map<String, Long> flaws = new ConcurrentHashMap<>();
  private volatile long windows;
  private volatile long opened;
  private volatile long closed;
  private volatile long incidentFailures;
  private volatile List<Drift> openDrifts = List.of();

  /** The window of one slice as it fills. */
  private static final class SliceWindow {
    private final Slice slice;
    private final Reference reference;
    private final SignalTable table;

    SliceWindow(Slice slice, Baseline baseline) {
      this.slice = slice;
      this.reference = baseline.reference(slice);
      this.table = new SignalTable(baseline.window(), baseline.embeddingLength());
    }
  }

  /** What was said of a drift when it opened. */
  private record Told(
      Diagnosis diagnosis, List<RecordedObservation> before, Optional<Path> incident) {}

  Engine(MonitorConfig config, GuardedListeners<MonitorListener> listeners, Logger log) {
    this.config = config;
    this.baseline = config.baseline();
    this.listeners = listeners;
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
    this.all = new SliceWindow(Slice.ALL, baseline);
  }

  void accept(Observation observation) {
    SignalValues values = extractor.extract(observation);
    for (SignalExtractor.Flaw flaw : extractor.flaws()) {
      count(flaw.name());
    }
    recorder.record(values, observation.frame());
    SliceWindow own = sliceWindow(values.slice());
    if (!tracker.isAnySetApart()) {
      append(all, values);
    }
    if (own != null) {
      append(own, values);
    }
  }

  private SliceWindow sliceWindow(String value) {
    if (value == null) {
      return null;
    }
    SliceWindow window = slices.get(value);
    if (window == null && slices.size() < config.maximumSlices()) {
      window = new SliceWindow(new Slice(config.sliceKey().orElseThrow(), value), baseline);
      slices.put(value, window);
    }
    if (window == null) {
      count("SLICE_LIMIT");
    }
    return window;
  }

  private void append(SliceWindow window, SignalValues values) {
    window.table.append(values);
    if (window.table.rows() == window.table.capacity()) {
      try {
        judge(window);
      } finally {
        window.table.clear();
      }
    }
  }

  private void judge(SliceWindow window) {
    List<CalibratedDetector> detectors = window.reference.detectors();
    if (detectors.isEmpty()) {
      return;
    }
    double drift = config.falseAlarms().driftProbability(detectors.size());
    double warning = config.falseAlarms().warningProbability(detectors.size());
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

  private void opened(Drift drift, SliceWindow window) {
    opened++;
    Reference reference = baseline.reference(drift.slices().first());
    Diagnosis diagnosis = Explainer.explain(drift, reference, rowsOf(drift, window));
    List<RecordedObservation> shown = shown(drift);
    Optional<Path> incident = write(drift, diagnosis, shown);
    told.put(drift.number(), new Told(diagnosis, shown, incident));
    log.warn("{}: drift {} opened: {}", config.name(), drift.number(), diagnosis.headline());
    restart(drift);
    DriftOpened event = new DriftOpened(config.name(), drift, diagnosis, incident);
    listeners.tell(l -> l.onDriftOpened(event));
  }

  private void closed(Drift drift) {
    closed++;
    Told before = told.remove(drift.number());
    Optional<Path> incident = write(drift, before.diagnosis(), before.before());
    log.info("{}: drift {} closed", config.name(), drift.number());
    restart(drift);
    DriftClosed event =
        new DriftClosed(
            config.name(),
            drift,
            before.diagnosis(),
            incident.isPresent() ? incident : before.incident());
    listeners.tell(l -> l.onDriftClosed(event));
  }

  /** The rows of a window that belong to a drift's slices; all of them if those are too few. */
  private static SignalTable rowsOf(Drift drift, SliceWindow window) {
    SignalTable table = window.table;
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
    return rows.length < MINIMUM_ROWS ? table : table.take(rows);
  }

  /** The recorded observations of the slices that drifted, and a few of the others. */
  private List<RecordedObservation> shown(Drift drift) {
    List<RecordedObservation> recorded = recorder.observations();
    if (drift.slices().contains(Slice.ALL)) {
      return recorded;
    }
    String key = drift.slices().first().key();
    List<RecordedObservation> shown = new ArrayList<>();
    int others = 0;
    for (int i = recorded.size() - 1; i >= 0; i--) {
      RecordedObservation o = recorded.get(i);
      boolean drifted =
          o.slice().map(v -> drift.slices().contains(new Slice(key, v))).orElse(false);
      if (drifted || others++ < CONTEXT) {
        shown.add(0, o);
      }
    }
    return shown;
  }

  private Optional<Path> write(
      Drift drift, Diagnosis diagnosis, List<RecordedObservation> observations) {
    if (incidents.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(incidents.get().write(baseline, drift, diagnosis, observations));
    } catch (Throwable e) { // without its bundle a drift must still be told
      incidentFailures++;
      log.warn("{}: the incident of drift {} was not written", config.name(), drift.number(), e);
      MonitorFailure event = new MonitorFailure(config.name(), MonitorFailure.Part.INCIDENT, e);
      listeners.tell(l -> l.onFailure(event));
      return Optional.empty();
    }
  }

  /** Windows that were filling when an episode began or ended would mix before and after. */
  private void restart(Drift drift) {
    all.table.clear();
    slices.values().stream().filter(w -> drift.covers(w.slice)).forEach(w -> w.table.clear());
  }

  /** Counts an observation with an unusable part. */
  void count(String flaw) {
    flaws.merge(flaw, 1L, Long::sum);
  }

  Map<String, Long> flaws() {
    return Map.copyOf(flaws);
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
