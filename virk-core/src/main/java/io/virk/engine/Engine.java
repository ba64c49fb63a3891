package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.DetectorSet;
import io.virk.baseline.content.Reference;
import io.virk.detect.CalibratedDetector;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Scratch;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.SliceWatch;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.event.ContextFound;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftUpdated;
import io.virk.event.MonitorEvent;
import io.virk.event.WindowJudged;
import io.virk.incident.Exhibit;
import io.virk.incident.FlightRecorder;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Flaws;
import io.virk.signal.Observation;
import io.virk.signal.SignalExtractor;
import io.virk.signal.SignalTable;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What observations say: signals, windows, verdicts, drifts, diagnoses, told as events. A function
 * of the observations and times that it is given, in their order, and of its seed. One thread at a
 * time; the counters may be read by any.
 */
public final class Engine {
  /** Contexts that are told of, each once; a tag that is no context must not fill the memory. */
  private static final int MAXIMUM_NEW_CONTEXTS = 1000;

  /** How often windows are looked at whose time may be up: so many times in a window's time. */
  private static final int TICKS_OF_A_WINDOW = 20;

  private final EngineSettings settings;
  private final Baseline baseline;
  private final Failures failures;
  private final SignalExtractor extractor;
  private final FlightRecorder recorder;
  private final DriftReports reports;
  private final DriftTracker tracker;
  private AlarmBudget budget;
  private final SplittableRandom random;
  private final Scratch scratch = new Scratch();
  private final Map<String, SliceWindow> allByContext = new HashMap<>();
  private final SortedSet<String> contexts;
  private final Set<String> newContexts = new HashSet<>();
  private final SliceWindows slices;
  private final Optional<DriftCarriers> carriers;
  private final WindowSizes sizes;
  private final Watches watches;
  private final boolean timed;
  private final long tickNanos;
  private long tickedNanos;
  private long now;
  private long allMemory;
  private final Flaws flaws = new Flaws();
  private long accepted;

  /** Who is told, as long as a call lasts. */
  private Consumer<MonitorEvent> events;

  private volatile long windows;
  private volatile List<Drift> openDrifts = List.of();

  public Engine(EngineSettings settings, WindowSizes sizes) {
    this.settings = settings;
    this.sizes = sizes;
    this.baseline = sizes.full();
    this.timed = sizes.policy().longest().isPresent();
    this.tickNanos = sizes.policy().longest().map(d -> d.toNanos() / TICKS_OF_A_WINDOW).orElse(0L);
    this.failures = new Failures(settings.name(), e -> events.accept(e));
    this.extractor =
        new SignalExtractor(
            baseline.embeddingLength(),
            baseline.logitsLength(),
            baseline.mahalanobis().orElse(null),
            baseline.randomFeatures().orElse(null),
            settings.sliceKey().orElse(null),
            baseline.contextKey().orElse(null));
    this.recorder = new FlightRecorder(settings.recorded(), settings.images());
    this.reports =
        new DriftReports(
            settings.name(), DriftReports.explanation(baseline), baseline, recorder, failures);
    this.tracker = new DriftTracker(settings.emission());
    this.budget = new AlarmBudget(settings.falseAlarms());
    this.random = new SplittableRandom(settings.seed());
    this.watches = new Watches(settings, sizes);
    int d = baseline.embeddingLength();
    this.contexts = baseline.contexts();
    for (String context : contexts.isEmpty() ? List.of("") : contexts) {
      SliceWindow all = new SliceWindow(Slice.ALL.in(context), sizes.policy(), d, 0);
      allByContext.put(context, all);
      allMemory += all.memory();
    }
    this.slices =
        new SliceWindows(
            sizes.policy(),
            d,
            baseline.randomFeatures().map(f -> f.featureCount()).orElse(0),
            settings.maximumSlices(),
            settings.embeddedSlices(),
            slice -> tracker.open().stream().anyMatch(drift -> drift.slices().contains(slice)),
            tracker::forget);
    this.carriers = settings.sliceKey().map(key -> new DriftCarriers(baseline, key, slices));
  }

  /** Computes what is faster for many: of those that it will take next. */
  public void prepare(List<? extends Observation> batch) {
    extractor.prepare(batch);
  }

  /** Takes one observation. */
  public void accept(Observation observation, Consumer<MonitorEvent> told) {
    events = told;
    SignalValues values = extractor.extract(observation);
    List<FlawFound> found = extractor.flaws();
    for (int i = 0; i < found.size(); i++) {
      flaw(found.get(i), told);
    }
    flaws.observed().ifPresent(failures::mostlyUnusable);
    accepted++;
    recorder.record(values, observation.frame());
    String context = context(values);
    if (context == null) {
      return;
    }
    SliceWindow own = sliceWindow(values, context);
    double weight = observation.weight();
    if (weight == 0) {
      return; // the host's mark made it an observation: it is not like the others
    }
    // kinds that are sampled more often than others enter the windows of all with their weight as
    // probability: so every row of a window counts the same, as its null distribution assumes
    boolean ofAll = weight >= 1 || random.nextDouble() < weight;
    watches.arrived(values);
    SliceWindow all = allByContext.get(context);
    if (ofAll && !tracker.isAnySetApart(all.slice())) {
      append(all, values);
      watch(all, values);
    }
    if (own != null) {
      append(own, values);
      watch(own, values);
    }
  }

  /**
   * Lets time go on, and judges the windows whose time is up, whether observations come or not.
   *
   * @param nanos of a clock that is never set, as {@link System#nanoTime}
   */
  public void advance(long nanos, Consumer<MonitorEvent> told) {
    events = told;
    now = nanos;
    if (!timed || now - tickedNanos < tickNanos) {
      return;
    }
    tickedNanos = now;
    for (SliceWindow window : everyWindow()) {
      if (window.isDue(now)) {
        judgeAndTurn(window);
      }
    }
  }

  private List<SliceWindow> everyWindow() {
    List<SliceWindow> windows = new ArrayList<>(allByContext.values());
    windows.addAll(slices.all());
    return windows;
  }

  /** The context of an observation, "" if there are none; null if it cannot be judged in its. */
  private String context(SignalValues values) {
    String key = baseline.contextKey().orElse(null);
    if (key == null || contexts.isEmpty()) {
      return "";
    }
    String context = values.context();
    if (context == null) {
      flaw(FlawFound.tag(Flaw.CONTEXT_TAG, key, values.sequence()), events);
      return null;
    }
    if (contexts.contains(context)) {
      return context;
    }
    flaws.count(Flaw.CONTEXT_NEW); // an event of its own, no failure
    if (newContexts.size() < MAXIMUM_NEW_CONTEXTS && newContexts.add(context)) {
      ContextFound event =
          new ContextFound(settings.name(), key, context, values.sequence(), values.epochMillis());
      events.accept(event);
    }
    return null;
  }

  private SliceWindow sliceWindow(SignalValues values, String context) {
    String value = values.slice();
    if (value == null) {
      settings
          .sliceKey()
          .ifPresent(key -> flaw(FlawFound.tag(Flaw.SLICE_TAG, key, values.sequence()), events));
      return null;
    }
    SliceWindow window = slices.get(new Slice(settings.sliceKey().orElseThrow(), value, context));
    if (window == null) {
      flaw(
          new FlawFound(
              Flaw.SLICE_LIMIT,
              "one more slice, all others with open drifts",
              "at most " + settings.maximumSlices(),
              values.sequence()),
          events);
    }
    return window;
  }

  private void append(SliceWindow window, SignalValues values) {
    if (timed && window.isDue(now)) {
      judgeAndTurn(window);
    }
    if (window.append(values, now, random)) {
      judgeAndTurn(window);
    }
  }

  private void watch(SliceWindow window, SignalValues values) {
    if (!openDrifts.isEmpty() && window.slice().isAll() && tracker.isAnySetApart(window.slice())) {
      return; // its window has just opened an episode
    }
    WatchedSlice watched = watches.of(window.slice());
    if (watched == null) {
      return;
    }
    watched.arrived(values);
    List<SliceWatch> ofSlice = watched.watches();
    for (int i = 0; i < ofSlice.size(); i++) {
      DetectionResult alarm = watched.accept(ofSlice.get(i), values);
      if (alarm != null && alarmed(watched.rows(window), alarm)) {
        return;
      }
    }
  }

  /**
   * A sequential alarm is a drift at once: that it may come at any time is in its threshold.
   *
   * @return whether it opened an episode, after which its windows begin anew
   */
  private boolean alarmed(SliceWindow window, DetectionResult alarm) {
    Slice slice = window.slice();
    Optional<DriftTransition> transition =
        tracker.alarm(
            slice,
            alarm,
            onset -> attribute(slice, window.rowsWithThoseBefore(), List.of(alarm), onset));
    transition.ifPresent(t -> tell(t, window));
    return transition.filter(t -> t.kind() == DriftTransition.Kind.OPENED).isPresent();
  }

  private void judgeAndTurn(SliceWindow window) {
    try {
      judge(window);
    } finally {
      window.judged();
    }
  }

  private void judge(SliceWindow window) {
    SignalTable rows = window.rows();
    Baseline calibrated = sizes.atMost(rows.rows());
    boolean enough = calibrated != null;
    Slice slice = window.slice();
    Reference reference = (enough ? calibrated : baseline).reference(slice);
    DetectorSet detectors = reference.detectors(window.embeds());
    if (detectors.list().isEmpty()) {
      return;
    }
    SignalTable judged = enough ? WindowSizes.spread(rows, calibrated.window()) : rows;
    Optional<Slice> parent = enough ? Optional.empty() : parent(slice);
    List<DetectionResult> results =
        enough ? results(slice, detectors, judged) : tooFew(slice, detectors, judged, parent);
    WindowBounds bounds = results.get(0).sample().bounds();
    window.found(SliceSelection.eValue(results), bounds);
    results.addAll(watches.standing(slice));
    if (enough) {
      watches.judged(slice);
    }
    windows++;
    WindowJudged event = new WindowJudged(settings.name(), slice, results, parent);
    events.accept(event);
    tracker
        .accept(slice, results, onset -> attribute(slice, judged, results, onset))
        .ifPresent(t -> tell(t, window));
    tracker.closeSilent(slice.context(), bounds).forEach(t -> tell(t, window));
    if (tracker.open().stream().noneMatch(d -> d.covers(slice))
        && event.verdict() != Verdict.DRIFT) {
      recorder.keepCalm(slice.isAll() ? Optional.empty() : Optional.of(slice.value()));
    }
  }

  private List<DetectionResult> results(Slice slice, DetectorSet detectors, SignalTable rows) {
    double share = draw(rows) / watches.shares(slice);
    double drift = FalseAlarms.driftProbability(share, detectors.tests());
    double warning = FalseAlarms.warningProbability(share, detectors.tests());
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      results.add(detector.judge(slice, rows, drift, warning, scratch));
    }
    return results;
  }

  private List<DetectionResult> tooFew(
      Slice slice, DetectorSet detectors, SignalTable rows, Optional<Slice> parent) {
    String reason =
        String.format(
            Locale.ROOT,
            "%d observations when the window's time was up (expected: >= %d)%s",
            rows.rows(),
            sizes.smallest(),
            parent.map(all -> "; they count in the windows of " + all).orElse(""));
    List<DetectionResult> results = new ArrayList<>();
    for (CalibratedDetector detector : detectors.list()) {
      results.add(detector.insufficient(slice, rows, reason));
    }
    return results;
  }

  /** The slice in whose windows the observations of a slice count, too; empty if in none. */
  private Optional<Slice> parent(Slice slice) {
    Slice all = slice.all();
    return slice.isAll() || tracker.isAnySetApart(all) ? Optional.empty() : Optional.of(all);
  }

  /** The probability of a false drift that this window is given. */
  private double draw(SignalTable rows) {
    int last = rows.rows() - 1;
    return budget.draw(accepted, rows.rows(), rows.epochMillis(0), rows.epochMillis(last));
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
    Drift selected =
        tracker.select(drift.number(), carriers.get().selection(all, drift.onset().sequence()));
    openDrifts = tracker.open();
    return selected;
  }

  private void tell(DriftTransition transition, SliceWindow window) {
    Drift drift = transition.drift();
    openDrifts = tracker.open();
    switch (transition.kind()) {
      case OPENED -> {
        DriftOpened event = reports.opened(select(drift, window), window, tracker);
        openDrifts = tracker.open();
        restart(drift);
        events.accept(event);
      }
      case UPDATED -> {
        DriftUpdated event = new DriftUpdated(settings.name(), select(drift, window));
        events.accept(event);
      }
      case CLOSED -> {
        DriftClosed event = reports.closed(drift);
        restart(drift);
        watches.reset(drift);
        events.accept(event);
      }
      default -> throw new AssertionError(transition.kind());
    }
  }

  /** Windows that were filling when an episode began or ended would mix before and after. */
  private void restart(Drift drift) {
    allByContext.get(drift.slices().first().context()).restart();
    slices.all().stream().filter(w -> drift.covers(w.slice())).forEach(SliceWindow::restart);
  }

  /** What is to be remembered in a file. */
  public Checkpoint checkpoint(long nextSequence) {
    List<SliceWindow> windowsNow = everyWindow();
    return new Checkpoint(
        new Checkpoint.State(
            baseline.hash(),
            sizes.policy().toString(),
            settings.sliceKey().orElse(""),
            nextSequence,
            accepted,
            settings.falseAlarms().unit(),
            budget.state(),
            tracker.state(),
            reports.state(),
            List.copyOf(newContexts),
            windowsNow.stream().map(SliceWindow::state).toList(),
            watches.state(),
            watches.allowances()),
        windowsNow.stream().flatMap(w -> w.tables().stream()).toList());
  }

  /**
   * Goes on from what was remembered. Of slices for which there is no room those seen least lately
   * are left out; what was left of the allowance is forgotten if it was counted in another unit.
   *
   * @throws IllegalArgumentException if it is of another baseline or configuration; names the rule
   */
  public void restore(Checkpoint checkpoint) {
    Checkpoint.State state = checkpoint.state();
    same("baseline", state.baselineHash(), baseline.hash());
    same("windows", state.windows(), sizes.policy().toString());
    same("sliceBy", state.sliceKey(), settings.sliceKey().orElse(""));
    Set<Slice> restored = new HashSet<>();
    int first = state.slices().size() - settings.maximumSlices();
    for (int i = 0; i < state.slices().size(); i++) {
      Checkpoint.Window kept = state.slices().get(i);
      Slice slice = kept.slice();
      if (!restored.add(slice)) {
        throw new IllegalArgumentException("windows of " + slice + ": two (expected: one)");
      }
      SliceWindow window =
          slice.isAll()
              ? allByContext.get(slice.context())
              : i >= first ? slices.make(slice, kept.dimension() > 0) : null;
      if (window != null) {
        window.restore(kept, checkpoint.tables().get(2 * i), checkpoint.tables().get(2 * i + 1));
      }
    }
    boolean sameUnit =
        Objects.requireNonNull(state.unit(), "unit") == settings.falseAlarms().unit();
    watches.restore(state.watches(), sameUnit ? state.allowances() : List.of());
    accepted = state.accepted();
    if (sameUnit) {
      budget = new AlarmBudget(settings.falseAlarms(), state.budget());
    }
    tracker.restore(state.tracker());
    openDrifts = tracker.open();
    for (Drift drift : openDrifts) {
      if (!drift.slices().stream().allMatch(s -> allByContext.containsKey(s.context()))) {
        throw new IllegalArgumentException(
            "drift " + drift.number() + ": " + drift.where() + " (expected: a known context)");
      }
    }
    reports.restore(state.told());
    newContexts.addAll(state.newContexts());
  }

  private static void same(String what, String kept, String own) {
    if (!own.equals(kept)) {
      throw new IllegalArgumentException(
          what + ": " + kept + " in the checkpoint (expected: " + own + ", the monitor's)");
    }
  }

  /** Counts an observation with an unusable part, and says so now and then. */
  public void flaw(FlawFound found, Consumer<MonitorEvent> told) {
    events = told;
    flaws.count(found);
    failures.unusable(found);
  }

  /** How many of each flaw so far. Any thread. */
  public Map<Flaw, Long> flaws() {
    return flaws.counts();
  }

  /** Bytes held, about. Any thread. */
  public long memory() {
    return allMemory + watches.memory() + slices.memory() + recorder.memory();
  }

  /** What it judges with. */
  public WindowSizes sizes() {
    return sizes;
  }

  /** Slices that made room for others. */
  public long evicted() {
    return slices.evicted();
  }

  public long windows() {
    return windows;
  }

  public long driftsOpened() {
    return reports.opened();
  }

  public long driftsClosed() {
    return reports.closed();
  }

  /** What shows a drift, while it is told that it has opened. */
  public List<Exhibit> exhibits(Drift drift) {
    return reports.exhibits(drift);
  }

  /** Whether time closes windows. */
  public boolean isTimed() {
    return timed;
  }

  public List<Drift> openDrifts() {
    return openDrifts;
  }
}
