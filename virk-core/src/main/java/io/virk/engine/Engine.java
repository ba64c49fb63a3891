package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Playbook;
import io.virk.event.MonitorEvent;
import io.virk.event.Sight;
import io.virk.event.StreamFrozen;
import io.virk.event.WindowJudged;
import io.virk.event.internal.Failures;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import io.virk.signal.internal.SignalDescription;
import java.io.DataInput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * What observations say, told as events: a function of the observations and times that it is given,
 * in their order, and of its seed. It has no thread, file, logger or clock; {@link
 * io.virk.Monitor}, and a replay of what one observed, drive it. One thread at a time; the counters
 * may be read by any.
 *
 * <p>The way of an observation: {@link Intake} derives its signals, {@link Recorder} keeps it,
 * {@link Windows} take it in, {@link Judge} judges those that are full or due, {@link Watches} look
 * at it by itself, and {@link Episodes} make drifts of what was found.
 */
public final class Engine {
  private final EngineSettings settings;
  private final WindowSizes sizes;
  private final Outlet events = new Outlet();
  private final Intake intake;
  private final Recorder recorder;
  private final TaggedRows tagged;
  private final Windows windows;
  private final Watches watches;
  private final Judge judge;
  private final DriftReports reports;
  private final Episodes episodes;
  private final Silences silences;
  private final Freezes freezes;
  private final Cameras cameras;
  private final StreamCounts streams;
  private final Sights sights;
  private long accepted;
  private volatile long judged;

  /**
   * Makes an engine by itself, as for a replay: its failures are counted by it alone.
   *
   * @param settings what it goes by
   * @param sizes its baseline, for every size of window
   */
  public Engine(EngineSettings settings, WindowSizes sizes) {
    this(settings, sizes, Recorder.NONE, new Failures(settings.name(), event -> {}));
  }

  /**
   * Makes an engine that has seen nothing. Calibrates sequential detectors, which takes a moment.
   *
   * @param settings what it goes by
   * @param sizes its baseline, for every size of window
   * @param keeper keeps what it sees
   * @param counted counts what fails; it is told as all events are
   */
  public Engine(EngineSettings settings, WindowSizes sizes, Recorder keeper, Failures counted) {
    this.settings = settings;
    this.sizes = sizes;
    Baseline baseline = sizes.full();
    Optional<String> sliceKey = settings.slices().key();
    Failures failures = counted.to(events);
    recorder = new GuardedRecorder(keeper, failures);
    intake = new Intake(settings.name(), sliceKey, baseline, failures, events);
    boolean one = settings.slices().areOne(); // its tags do not change
    tagged = one ? new TaggedRows(baseline.schema(), 0) : new TaggedRows(baseline.schema());
    DriftTracker tracker = new DriftTracker(settings.emission());
    streams = new StreamCounts(settings.emission().required());
    windows =
        new Windows(baseline, sizes.probes(), sizes.policy(), settings, streams.evictions(tracker));
    watches =
        new Watches(new Watches.Settings(settings.alarms(), sliceKey, settings.seed()), sizes);
    LoneSlice loneSlice = new LoneSlice(sliceKey, windows.slices()::has);
    judge = new Judge(sizes, watches, settings.alarms().allowance(), loneSlice);
    sights =
        new Sights(
            sizes,
            settings.emission(),
            s -> judge.probability(sliceKey.isPresent()) / watches.shares(s));
    String name = settings.name();
    int most = settings.slices().streams();
    int pictured = one ? 0 : Cameras.PICTURED;
    cameras = new Cameras(name, baseline, Math.min(most, Cameras.MOST), pictured, events);
    Playbook playbook = settings.playbook();
    DriftReports.Explanation words = DriftReports.explanation(baseline, playbook, cameras);
    reports = new DriftReports(name, words, playbook, baseline, recorder, tagged, failures);
    silences = new Silences(name, most, events);
    freezes = new Freezes(name, baseline, most, sliceKey.isPresent(), windows::isFar, events);
    episodes =
        new Episodes(
            name,
            tracker,
            windows,
            watches,
            sliceKey.map(
                key ->
                    new DriftCarriers(
                        baseline,
                        key,
                        windows.slices(),
                        s -> silences.isQuiet(s, windows.now()) || freezes.isHeld(s))),
            reports,
            recorder,
            s -> silences.isSilent(s) || freezes.isHeld(s),
            events);
  }

  /**
   * Computes what is faster for many at once.
   *
   * @param batch what it will take next. Not modified, not kept beyond the next call.
   */
  public void prepare(List<? extends Observation> batch) {
    intake.prepare(batch);
  }

  /**
   * Takes one observation.
   *
   * @param observation nothing of it is kept but copies
   * @param told of what it brings about, before this returns
   */
  public void accept(Observation observation, Consumer<MonitorEvent> told) {
    events.to(told);
    SignalValues values = intake.take(observation);
    accepted++;
    silences.arrived(values, windows.now());
    String context = intake.context(values);
    Slice slice = context == null ? null : intake.slice(values, context);
    Slice in = context == null || slice != null ? slice : Slice.ALL.in(context);
    recorder.observed(observation, values, in);
    if (context == null) {
      return;
    }
    double weight = observation.weight();
    if (weight == 0) {
      return; // the host's mark made it an observation: it is not like the others
    }
    tagged.accept(observation, values, context);
    if (slice != null) {
      silences.arrived(slice, values, windows.now());
    }
    SliceWindow own = slice == null ? null : own(slice, values);
    watches.arrived(values);
    windows.arrived(values);
    SliceWindow all = windows.all(context);
    Slice whose = slice == null ? all.slice() : slice;
    Slice held = freezes.arrived(whose, values, windows.now());
    cameras.arrived(whose, values, observation.frame(), freezes.digest());
    if (held != null) {
      windows.restart(held);
      episodes.silent(silences.last());
    }
    if (windows.isOfAll(weight)
        && !freezes.areAllStill()
        && !episodes.isLeftOut(all.slice(), slice)) {
      take(all, values);
    }
    if (own != null && !freezes.isStill()) {
      take(own, values);
    }
  }

  private SliceWindow own(Slice slice, SignalValues values) {
    SliceWindow window = windows.own(slice);
    if (window == null) {
      intake.noRoom(settings.slices().maximum(), values.sequence());
    }
    return window;
  }

  private void take(SliceWindow window, SignalValues values) {
    streams.arrived(window, values.epochMillis());
    if (windows.isDue(window)) {
      judge(window);
    }
    if (windows.append(window, values, !episodes.isOpen(window.slice()))) {
      judge(window);
    } else if (window.isBetween()) {
      episodes.between(window, judge);
    }
    if (window.tookLast() && window.fitting().isArmed()) {
      watch(window, values);
    }
  }

  private void watch(SliceWindow window, SignalValues values) {
    boolean apart = window.slice().isAll() && episodes.isAnySetApart(window.slice()); // since now
    WatchedSlice watched = apart ? null : watches.of(window.slice());
    if (watched == null) {
      return;
    }
    watched.arrived(values);
    List<SliceWatch> ofSlice = watched.watches();
    for (int i = 0; i < ofSlice.size(); i++) {
      DetectionResult alarm = watched.accept(ofSlice.get(i), values);
      SliceWindow rows = watched.rows(window);
      if (alarm != null && rows.isEmpty()) { // this observation has just closed a drift
        windows.append(rows, values, false);
      }
      if (alarm != null && episodes.alarmed(window, rows, ofSlice.get(i), alarm)) {
        return;
      }
    }
  }

  /**
   * Lets time go on, whether observations come or not: judges the windows whose time is up, and
   * says which streams have stopped.
   *
   * @param nanos of a clock that is never set, as {@link System#nanoTime}
   * @param told of what it brings about, before this returns
   * @return false if it has only learned what time it is
   */
  public boolean advance(long nanos, Consumer<MonitorEvent> told) {
    events.to(told);
    boolean isTime = windows.advance(nanos);
    long ticked = silences.ticked();
    if (silences.advance(windows.now())) {
      episodes.silent(silences.last());
    }
    for (SliceWindow window : isTime ? windows.every() : List.<SliceWindow>of()) {
      if (windows.isDue(window)) {
        judge(window);
      }
    }
    return isTime || silences.ticked() != ticked;
  }

  private void judge(SliceWindow window) {
    try {
      Slice slice = window.slice();
      Judge.Judgement found =
          judge.judge(window, accepted, episodes.parent(slice), episodes.isOpen(slice));
      if (found != null) {
        judged++;
        boolean fits = window.fitting().isArmed();
        WindowJudged told =
            new WindowJudged(settings.name(), slice, found.results(), found.parent(), fits);
        events.accept(told);
        streams.judged(window, found.rows().rows(), told.verdict());
        if (found.isOfLoneSlice()) {
          window.view().isOfLoneSlice();
          return;
        }
        // of a drift that it is a part of a stream's windows count, whether it fits or not
        if (fits || episodes.isOpen(slice)) {
          episodes.judged(window, found);
          window.learned(found, episodes.isOpen(slice));
        } else {
          window.learned(found, false);
          streams.ask(settings.name(), window, found, events);
        }
      }
    } finally {
      window.judged();
    }
  }

  /**
   * Counts a flaw of an observation that the engine itself cannot see.
   *
   * @param found what was found
   * @param told of it, if it is the first, second, fourth, eighth ... of its kind
   */
  public void flaw(FlawFound found, Consumer<MonitorEvent> told) {
    events.to(told);
    intake.flaw(found);
  }

  /**
   * What is to be remembered. Copies all windows: as many bytes as they hold rows.
   *
   * @return shares nothing with this engine
   */
  public Snapshot snapshot() {
    return snapshot(cameras.state());
  }

  /** The same without what pictures in a row were like, which nothing is judged by. */
  public Snapshot snapshotWithoutPictures() {
    return snapshot(List.of());
  }

  private Snapshot snapshot(List<Snapshot.Seen> pictures) {
    TrackerState state = episodes.state();
    return new Snapshot(
        new Snapshot.Head(
            sizes.full().hash(),
            SignalDescription.of(sizes.full().schema()),
            sizes.policy().toString(),
            settings.slices().key().orElse(""),
            settings.inWords(),
            accepted,
            windows.time(),
            settings.alarms().allowance().unit(),
            judge.state(),
            state.withoutHistories(),
            reports.state(),
            intake.newContexts(),
            watches.allowances()),
        windows.every().stream().map(SliceWindow::snapshot).toList(),
        watches.recents(),
        windows.slices().former(),
        state.histories(),
        watches.state(),
        silences.state(),
        freezes.state(),
        tagged.state(),
        pictures);
  }

  /**
   * Goes on from what another engine of the same baseline and windows remembered, in its binary
   * form. Of slices for which there is no room those seen least lately are left out; what was left
   * of the allowance is forgotten if it was counted in another unit.
   *
   * @param in read to the end of the snapshot
   * @param nanos what the clock shows by now; the time since the snapshot does not count
   * @return settings that are not those of the other engine, in words
   * @throws IOException if it cannot be read, or is damaged
   * @throws RuntimeException if it is of another baseline or configuration, which names the rule,
   *     or inconsistent; this engine is then not to be used
   */
  public List<String> restore(DataInput in, long nanos) throws IOException {
    SnapshotReader reader =
        new SnapshotReader(in, sizes.policy().observations(), sizes.full().schema());
    Snapshot.Head head = reader.head();
    KeptSettings.check(head, sizes, settings);
    windows.restore(
        reader,
        Objects.requireNonNull(head.time(), "time").now(),
        window -> streams.changed(null, window.fitting().fit().orElse(null)));
    watches.restoreRecents(reader);
    windows.slices().restore(reader);
    accepted = head.accepted();
    windows.restore(head.time(), nanos);
    if (Objects.requireNonNull(head.unit(), "unit") == settings.alarms().allowance().unit()) {
      watches.restore(head.allowances());
      judge.restore(head.budget());
    }
    episodes.restore(head.tracker());
    episodes.restoreHistories(reader, settings.emission().among());
    watches.restoreWatches(reader);
    silences.restore(reader.silences(settings.slices().streams()), windows.now());
    freezes.restore(reader.freezes(settings.slices().streams()), windows.now());
    tagged.restore(in);
    cameras.restore(reader);
    reports.restore(head.told());
    intake.restore(head.newContexts());
    return KeptSettings.differing(
        Objects.requireNonNull(head.settings(), "settings"), settings.inWords());
  }

  /** Takes what pictures in a row say of a drift as it was recorded: a replay has none. */
  public void replay(int drift, List<CameraChange> pictures) {
    cameras.replay(drift, pictures);
  }

  /** Whether the drift of a number is open, or may be reopened. */
  public boolean isRemembered(int drift) {
    return episodes.isRemembered(drift);
  }

  /** Signals of the baseline that no observation has brought yet, in words. Any thread. */
  public List<String> missing() {
    return intake.missing();
  }

  /** How many of each flaw so far. Any thread. */
  public Map<Flaw, Long> flaws() {
    return intake.flaws();
  }

  /** Bytes held, about. Any thread. */
  public long memory() {
    return memoryWithoutPictures() + cameras.memory();
  }

  /** Bytes of what {@link #snapshotWithoutPictures} copies, about. Any thread. */
  public long memoryWithoutPictures() {
    return windows.memory()
        + watches.memory()
        + tagged.memory()
        + intake.memory()
        + silences.memory()
        + freezes.memory()
        + judge.memory();
  }

  /** By which it slices; "" if it does not. */
  public String sliceKey() {
    return settings.slices().key().orElse("");
  }

  /** What it judges with. */
  public WindowSizes sizes() {
    return sizes;
  }

  /** Slices that are watched. Any thread. */
  public int slices() {
    return windows.slices().count();
  }

  /** What it sees, as of now, at so many observations a second, if that is known. Any thread. */
  public Sight sight(OptionalDouble perSecond) {
    return sights.now(streams.views(), perSecond);
  }

  /** How the streams compare with the baseline. */
  public StreamCounts streams() {
    return streams;
  }

  /** What it has done so far. Any thread. */
  public EngineCounts counts() {
    return reports.counts(judged, windows.slices().evicted(), cameras.moved());
  }

  /** What sends nothing any more. Any thread. */
  public List<Slice> silent() {
    return silences.told();
  }

  /** What repeats itself, as it was told. Any thread. */
  public List<StreamFrozen> frozen() {
    return freezes.told();
  }

  /** The drifts that are open. Any thread. */
  public List<Drift> openDrifts() {
    return episodes.open();
  }
}
