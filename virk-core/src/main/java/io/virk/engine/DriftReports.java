package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.Reference;
import io.virk.cause.Cause;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.diagnose.CameraChange;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.SceneChange;
import io.virk.diagnose.internal.CameraEvidence;
import io.virk.diagnose.internal.CameraWords;
import io.virk.diagnose.internal.Explainer;
import io.virk.diagnose.internal.TaggedSample;
import io.virk.event.CauseChanged;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.DriftReopened;
import io.virk.event.DriftUpdated;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * What is said of a drift: when it began, its diagnosis, what shows it. Remembers it as long as the
 * drift is open, or may be reopened. VIRK's thread alone; the counts may be read by any.
 */
final class DriftReports {
  /** Rows below which a diagnosis takes the whole window. */
  private static final int MINIMUM_ROWS = 4;

  /** Slices whose own windows are looked at together. */
  private static final int FEW = 8;

  private final String monitor;
  private final Explanation explanation;
  private final Playbook playbook;
  private final Baseline baseline;
  private final Recorder recorder;
  private final TaggedRows tagged;
  private final Failures failures;
  private final Map<Integer, Course> told = new HashMap<>();
  private volatile long opened;
  private volatile long reopened;
  private volatile long closed;

  /** What makes a diagnosis of a drift, {@link Explainer} but in tests. */
  interface Explanation {
    Diagnosis explain(
        Drift drift, Kind kind, Reference reference, SignalTable rows, TaggedSample sample);
  }

  /** The words of a baseline's own causes, and of VIRK's. */
  static Explanation explanation(Baseline baseline, Playbook playbook, Cameras cameras) {
    List<Cause> causes = new ArrayList<>(baseline.causes());
    causes.add(Causes.otherCamera(List.of(Frame.of(new byte[1], 1, 1, PixelFormat.GRAY))));
    Explainer explainer = new Explainer(causes, baseline.classNames(), playbook);
    return (drift, kind, reference, rows, sample) -> {
      Fingerprint fingerprint = reference.fingerprint(rows);
      List<CameraChange> seen = cameras.changes(drift);
      Fingerprint weighed = CameraEvidence.weighed(fingerprint, seen, cameras::aspect);
      boolean moved = CameraEvidence.isMoved(seen, cameras::aspect);
      return CameraWords.told(
          explainer.explain(drift, kind, weighed, reference.rows(), rows, sample, moved), seen);
    };
  }

  DriftReports(
      String monitor,
      Explanation explanation,
      Playbook playbook,
      Baseline baseline,
      Recorder recorder,
      TaggedRows tagged,
      Failures failures) {
    this.monitor = monitor;
    this.explanation = explanation;
    this.playbook = playbook;
    this.baseline = baseline;
    this.recorder = recorder;
    this.tagged = tagged;
    this.failures = failures;
  }

  /**
   * Explains a drift that opens.
   *
   * @param opening as the tracker has it
   * @param window that opened it
   * @param own the windows of slices; null for those that have none
   * @param tracker is told the onset
   * @return what listeners are to be told
   */
  DriftOpened opened(
      Drift opening, SliceWindow window, Function<Slice, SliceWindow> own, DriftTracker tracker) {
    opened++;
    Drift drift = opening;
    Kind kind = Kind.UNKNOWN;
    Diagnosis diagnosis;
    try {
      Reference reference = baseline.reference(opening.slices().first());
      Located located = locate(opening, window, reference, rowsOf(opening, window, own), tracker);
      drift = located.drift();
      kind = located.kind();
      SignalTable rows = withoutOthers(drift, reference, located.rows());
      diagnosis = explanation.explain(drift, kind, reference, rows, tagged.of(drift));
    } catch (Throwable e) { // a drift must be told, whatever else fails
      notExplained(drift, e);
      diagnosis = Explainer.unexplained(drift, kind, playbook);
    }
    told.put(drift.number(), new Course(diagnosis, drift.slices()));
    return new DriftOpened(monitor, drift, diagnosis, recorder.exemplars(drift));
  }

  /** A drift with its onset, how it came, and the rows since then. */
  private record Located(Drift drift, Kind kind, SignalTable rows) {}

  /** Estimates when and how a drift began, by the rows that are kept of its slices. */
  private static Located locate(
      Drift opening,
      SliceWindow window,
      Reference reference,
      SignalTable rows,
      DriftTracker tracker) {
    OnsetEstimate.Found estimate =
        OnsetEstimate.of(opening, reference.rows(), reference.scan(), rows);
    OnsetEstimate.Found found =
        opening.windows() < 2 || opening.slices().size() > 1
            ? estimate
            : estimate.before(window.rows(), opening.onset().best(), rows);
    Drift drift = tracker.locateOnset(opening.number(), found.onset());
    long since = drift.onset().best().sequence();
    int[] changed =
        IntStream.range(0, rows.rows()).filter(i -> rows.sequence(i) >= since).toArray();
    return new Located(
        drift, found.kind(), changed.length < MINIMUM_ROWS ? rows : rows.take(changed));
  }

  private void notExplained(Drift drift, Throwable thrown) {
    failures.thrown(
        Failed.Part.EVALUATION,
        "a drift could not be explained",
        "drift " + drift.number() + " could not be explained",
        thrown);
  }

  /**
   * Explains a drift that goes on, by one window of a slice that it names, unless that looks as the
   * one that was explained before. Cost: at most two explanations for as many observations of a
   * slice as a window has; of the slices of a drift of all, one where another fault may have come
   * on top.
   *
   * @param drift as it is now
   * @param window that drifted; empty if an alarm came between windows
   * @return what listeners are to be told, in this order
   */
  List<MonitorEvent> updated(Drift drift, Optional<Judge.Judgement> window) {
    Course course = told.computeIfAbsent(drift.number(), n -> unexplained(drift));
    Course.Step step = Course.Step.NONE;
    if (window.isPresent()
        && drift.slices().contains(window.get().slice())
        && course.isDue(window.get().slice(), window.get().rows())
        && !course.isTheSame(
            window.get().slice(),
            baseline.reference(window.get().slice()).rows(),
            window.get().rows())) {
      try {
        step = explained(course, drift, window.get());
      } catch (Throwable e) { // it goes on, whatever else fails
        notExplained(drift, e);
      }
    }
    List<MonitorEvent> events = new ArrayList<>();
    events.add(new DriftUpdated(monitor, drift, course.last(), step.trend()));
    step.was()
        .ifPresent(
            was ->
                events.add(
                    new CauseChanged(monitor, drift, window.get().slice(), was, course.last())));
    return events;
  }

  private Course unexplained(Drift drift) {
    return new Course(Explainer.unexplained(drift, Kind.UNKNOWN, playbook), drift.slices());
  }

  private Course.Step explained(Course course, Drift drift, Judge.Judgement window) {
    return course.window(
        window.slice(), explain(course, drift, window), window.bounds().last().sequence());
  }

  /** The diagnosis of one window. */
  private Diagnosis explain(Course course, Drift drift, Judge.Judgement window) {
    Reference reference = baseline.reference(window.slice());
    Drift seen = drift.seenIn(window.slice(), window.results());
    SignalTable rows = withoutOthers(seen, reference, window.rows());
    return explanation.explain(seen, course.kind(), reference, rows, tagged.of(seen));
  }

  /**
   * The rows of a slice that has a drift on top of another's, as they would be without that one.
   */
  private SignalTable withoutOthers(Drift drift, Reference reference, SignalTable rows) {
    Slice slice = drift.slices().first();
    for (Map.Entry<Integer, Course> other : told.entrySet()) {
      DriftLevel level = other.getValue().level(slice);
      if (other.getKey() != drift.number() && level != null && level.onTop()) {
        return level.nearer(reference.rows(), rows);
      }
    }
    return rows;
  }

  /**
   * What has come on top of a drift of several slices in one of them, since that had its first
   * window in it.
   *
   * @param drift that is open
   * @param window of the slice, that drifts
   * @param rows of the slice
   * @return the results that speak for another fault; empty if there is none, or it cannot be told
   */
  List<DetectionResult> onTop(Drift drift, Judge.Judgement window, SliceWindow rows) {
    Course course = told.get(drift.number());
    if (course == null) {
      return List.of();
    }
    DriftLevel level = course.level(window.slice());
    if (level == null) {
      course.level(DriftLevel.of(window.slice(), window.rows()));
      return List.of();
    }
    try {
      Reference reference = baseline.reference(window.slice());
      Set<String> grown =
          level.grown(reference.rows(), window.rows(), rows.resemblance(window.rows().rows()));
      Diagnosis now = grown.isEmpty() ? null : onTop(course, drift, window, level);
      boolean another = now != null && course.isOnTop(now);
      boolean same = now != null && !another && !now.cause().isEmpty();
      course.level(same ? DriftLevel.of(window.slice(), window.rows()) : level.withOnTop(another));
      return another ? speaking(window, grown) : List.of();
    } catch (Throwable e) { // it goes on, whatever else fails
      notExplained(drift, e);
      return List.of();
    }
  }

  private Diagnosis onTop(Course course, Drift drift, Judge.Judgement window, DriftLevel level) {
    Reference reference = baseline.reference(window.slice());
    Drift seen = drift.seenIn(window.slice(), window.results());
    SignalTable without = level.without(reference.rows(), window.rows());
    return explanation.explain(seen, course.kind(), reference, without, tagged.of(seen));
  }

  private static List<DetectionResult> speaking(Judge.Judgement window, Set<String> signals) {
    List<DetectionResult> drifting =
        window.results().stream().filter(r -> r.verdict() == Verdict.DRIFT).toList();
    List<DetectionResult> own =
        drifting.stream().filter(r -> signals.contains(r.signal())).toList();
    return own.isEmpty() ? drifting : own;
  }

  /**
   * Whether a window names another cause than a drift has.
   *
   * @param drift that is open, or was closed lately
   * @param window that drifts
   * @param rows of the window's slice
   * @param apart whether it must have begun, besides, surely after the drift or before it
   */
  boolean isAnother(Drift drift, Judge.Judgement window, SliceWindow rows, boolean apart) {
    Course course = told.get(drift.number());
    try {
      if (course == null || !course.isAnother(explain(course, drift, window))) {
        return false;
      }
      if (!apart) {
        return true;
      }
      Reference reference = baseline.reference(window.slice());
      Onset own =
          OnsetEstimate.of(
                  drift.seenIn(window.slice(), window.results()),
                  reference.rows(),
                  reference.scan(),
                  rows.rowsWithThoseBefore())
              .onset();
      return own.isBefore(drift.onset()) || drift.onset().isBefore(own);
    } catch (Throwable e) { // what cannot be told apart is one
      notExplained(drift, e);
      return false;
    }
  }

  /**
   * Tells of a drift that was closed and is open again.
   *
   * @param drift as it is now
   * @param window that reopened it; empty if it was an alarm between windows
   * @param times how often it was reopened
   * @return what listeners are to be told
   */
  DriftReopened reopened(Drift drift, Optional<Judge.Judgement> window, int times) {
    reopened++;
    Course course = told.computeIfAbsent(drift.number(), n -> unexplained(drift));
    course.reopened(times);
    if (window.isPresent()) {
      try {
        explained(course, drift, window.get());
      } catch (Throwable e) { // it must be told, whatever else fails
        notExplained(drift, e);
      }
    }
    return new DriftReopened(monitor, drift, course.last(), times);
  }

  /**
   * Takes leave of a drift that is over.
   *
   * @return what listeners are to be told
   */
  DriftClosed closed(Drift drift) {
    closed++;
    tagged.closed(drift);
    Course course = told.computeIfAbsent(drift.number(), n -> unexplained(drift));
    course.end();
    told.values().forEach(c -> c.forget(drift.slices()));
    return new DriftClosed(monitor, drift, course.last(), course.opening());
  }

  /** Forgets what was said of drifts but those. */
  void retain(Set<Integer> numbers) {
    told.keySet().retainAll(numbers);
  }

  /**
   * The rows of a window and of the one before it that belong to a drift's slices; all of the
   * window's if those are too few. Of a few slices their own windows have more of them, and go
   * further back, than a window of all.
   */
  private static SignalTable rowsOf(
      Drift drift, SliceWindow window, Function<Slice, SliceWindow> own) {
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
    Optional<SignalTable> more = rowsOfFew(drift, own);
    if (more.isPresent() && more.get().rows() >= Math.max(MINIMUM_ROWS, rows.length)) {
      return more.get();
    }
    return rows.length < MINIMUM_ROWS ? window.rows() : table.take(rows);
  }

  /** The rows of a few slices' own windows, in the order of time; empty if there are many. */
  private static Optional<SignalTable> rowsOfFew(Drift drift, Function<Slice, SliceWindow> own) {
    if (drift.slices().size() > FEW) {
      return Optional.empty();
    }
    return drift.slices().stream()
        .map(own)
        .filter(window -> window != null && !window.isEmpty())
        .map(SliceWindow::rowsWithThoseBefore)
        .reduce(SignalTable::concatenate)
        .map(
            rows ->
                rows.take(
                    IntStream.range(0, rows.rows())
                        .boxed()
                        .sorted(Comparator.comparingLong(rows::sequence))
                        .mapToInt(i -> i)
                        .toArray()));
  }

  /**
   * What is to be remembered in a file: of every drift that is open or may be reopened, what was
   * said.
   */
  List<Snapshot.Told> state() {
    return told.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(t -> t.getValue().state(t.getKey()))
        .toList();
  }

  /** Goes on from what was remembered. */
  void restore(List<Snapshot.Told> state) {
    for (Snapshot.Told t : state) {
      told.put(t.number(), Course.restored(t));
    }
  }

  /** What was told, beside what others count. */
  EngineCounts counts(long windows, long evicted, Map<Slice, SceneChange> moved) {
    return new EngineCounts(windows, evicted, opened, reopened, closed, moved);
  }

  long opened() {
    return opened;
  }

  long closed() {
    return closed;
  }
}
