package io.virk.label.internal;

import io.virk.baseline.Baseline;
import io.virk.baseline.facts.ErrorProfile;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.internal.FutureTimes;
import io.virk.label.AnnotationQuality;
import io.virk.label.CandidateExport;
import io.virk.label.Candidates;
import io.virk.label.Feedback;
import io.virk.label.FeedbackPolicy;
import io.virk.label.FeedbackStatus;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Performance;
import io.virk.label.Prediction;
import io.virk.label.ReviewDecisions;
import io.virk.label.Studied;
import io.virk.label.ToLabel;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Takes labels in, checked, and makes of them what can be asked for. Any thread. */
public final class LiveFeedback implements Feedback {
  /** How far a labeller's clock may be ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /** Triggers that were told, which are not told again. */
  private static final int MOST_TRIGGERED = 10_000;

  /** Labels that estimates by the mix of inputs look at. */
  private static final int MOST_MIXED = 5_000;

  /** How far an observation's clock may be ahead. */
  private static final Duration FUTURE = Duration.ofDays(1);

  private static final long NEVER = Long.MIN_VALUE;

  private final String monitor;
  private final FeedbackPolicy policy;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock exporting = new ReentrantLock();
  private final LiveStudies studies;
  private final LabelJoin join;
  private final Set<String> triggered = new LinkedHashSet<>();
  private long scheduled = NEVER;

  /** VIRK's thread alone. */
  private final FutureTimes future;

  private Exports exports;
  private Performance performance;
  private long computedAtChanges = -1;
  private long computedAtNumber;
  private long watched;
  private volatile Classes classes = Classes.UNKNOWN;
  private volatile Optional<ErrorProfile> profile = Optional.empty();

  /**
   * Remembers nothing yet.
   *
   * @param monitor name of the monitor
   * @param policy how much it may remember
   * @param clock labels are not from its future
   */
  public LiveFeedback(String monitor, FeedbackPolicy policy, InstantSource clock) {
    this.monitor = monitor;
    this.policy = policy;
    this.clock = clock;
    this.future = new FutureTimes(clock, FUTURE);
    this.studies = new LiveStudies(monitor, policy);
    this.join = new LabelJoin(policy, studies);
    this.exports = Exports.NONE.and(policy.model(), policy.trainedOn());
  }

  /** How it joins. */
  public FeedbackPolicy policy() {
    return policy;
  }

  /** What is watched, once there is a baseline: which classes there are, and how the model errs. */
  public void watches(Baseline baseline) {
    classes = Classes.of(baseline);
    profile = baseline.errors();
    studies.watches(baseline, classes);
    lock.lock();
    try {
      watched++;
      computedAtChanges = -1;
    } finally {
      lock.unlock();
    }
  }

  Classes classes() {
    return classes;
  }

  /**
   * Remembers an observation, so that its label finds it. VIRK's thread.
   *
   * @param observation nothing of it is kept but its id's hash, its time, class and weight; one
   *     that is more than a day ahead of the clock is taken as of now: it would be the latest for
   *     years
   * @param values of them confidence, distance and energy
   * @param slice it is in; null if in none
   * @return whether its time was believed
   */
  public boolean observed(Observation observation, SignalValues values, Slice slice) {
    boolean isAhead = future.isAhead(observation.epochMillis());
    join.observed(observation, isAhead ? future.now() : observation.epochMillis(), values, slice);
    return !isAhead;
  }

  void restore(byte[] state) throws IOException {
    studies.restore(state, number -> join.look((kept, index) -> index.isRemembered(number)));
  }

  /** The drifts that are open now. VIRK's thread. */
  public void drifts(List<Drift> open) {
    for (Drift drift : studies.drifts(open)) {
      join.look((kept, index) -> studies.drifted(drift, index));
    }
  }

  /** Looks at what has come since. VIRK's thread. */
  public void tick(Consumer<MonitorEvent> events) {
    studies.tick(join, clock.millis(), events);
  }

  @Override
  public Studied studied() {
    return join.look((kept, index) -> studies.studied(index));
  }

  @Override
  public List<ToLabel> toLabel(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("most: " + most + " (expected: >= 1)");
    }
    return join.look((kept, index) -> studies.toLabel(most, index));
  }

  @Override
  public int exportToLabel(Path file, int most) {
    return LabelLists.write(Objects.requireNonNull(file, "file"), toLabel(most));
  }

  /**
   * Remembers the predictions of a file: CSV with the columns id, time, predicted, and confidence,
   * distance, energy, weight, slice (as camera=7), model, which need not be there.
   *
   * @param file as {@link Feedback#csv} reads one
   * @return ids, in the order of the lines
   * @throws IllegalArgumentException if anything is wrong; names file, line, value and rule
   */
  public List<String> recorded(Path file) {
    return PredictionFile.read(file, classes, policy.model(), join::recorded);
  }

  @Override
  public Outcome label(Label label) {
    check(label);
    return join.take(label);
  }

  @Override
  public Outcomes labels(List<Label> labels) {
    List<Label> all = new ArrayList<>(labels);
    for (int i = 0; i < all.size(); i++) {
      int at = i;
      Objects.requireNonNull(all.get(i), () -> "labels[" + at + "]: null (expected: a label)");
      try {
        check(all.get(i));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("labels[" + i + "]: " + e.getMessage(), e);
      }
    }
    Outcomes found = Outcomes.NONE;
    for (Label label : all) { // one by one: observations do not wait for a file
      found = found.and(join.take(label));
    }
    return found;
  }

  /** Refuses what is wrong in itself. */
  void check(Label label) {
    Objects.requireNonNull(label, "label: null (expected: what is said of an observation)");
    classes.check(label.actual());
    Instant now = clock.instant();
    if (label.time().isAfter(now.plus(AHEAD))) {
      throw new IllegalArgumentException(
          "time: " + label.time() + " (expected: not in the future; it is " + now + ")");
    }
    if (label.weight() > policy.heaviest()) {
      throw new IllegalArgumentException(
          "weight: "
              + label.weight()
              + " (expected: <= "
              + policy.heaviest()
              + ", FeedbackPolicy.largestWeight(..))");
    }
  }

  @Override
  public Outcomes csv(Path file) {
    return labels(LabelFiles.csv(file, classes, this::check));
  }

  @Override
  public Outcomes npy(Path ids, Path actual, String labeller, Instant time) {
    return labels(LabelFiles.npy(ids, actual, labeller, time, this::check));
  }

  @Override
  public Outcomes review(Path file, String labeller, Instant time) {
    List<Label> labels = new ArrayList<>();
    long withoutAnId = 0;
    for (ReviewDecisions.Decision decision : ReviewDecisions.read(file).decisions()) {
      if (decision.id().isEmpty()) {
        withoutAnId++;
      } else {
        labels.add(LabelFiles.label(file, decision, classes, labeller, time, this::check));
      }
    }
    Outcomes found = labels(labels);
    join.nameless(withoutAnId);
    for (long i = 0; i < withoutAnId; i++) {
      found = found.and(Outcome.UNKNOWN);
    }
    return found;
  }

  @Override
  public List<Labelled> labelled() {
    return join.labelled();
  }

  @Override
  public List<Prediction> predictions() {
    return join.predictions();
  }

  @Override
  public FeedbackStatus status() {
    return join.status();
  }

  @Override
  public CandidateExport export(Path manifest, Candidates candidates) {
    Objects.requireNonNull(manifest, "manifest");
    Objects.requireNonNull(candidates, "candidates");
    CandidateList list = CandidateList.of(candidates, labelled(), classes);
    exporting.lock(); // numbers go up by one, and none is of a file that could not be written
    try {
      Instant time = clock.instant();
      int number = nextExport();
      byte[] bytes = list.manifest(monitor, number, time, policy.model(), policy.trainedOn());
      CandidateExport done =
          new CandidateExport(
              number, time, policy.model(), list.size(), Exports.write(manifest, bytes));
      lock.lock();
      try {
        exports = exports.and(done);
      } finally {
        lock.unlock();
      }
      return done;
    } finally {
      exporting.unlock();
    }
  }

  private int nextExport() {
    lock.lock();
    try {
      return exports.next();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<CandidateExport> exports() {
    lock.lock();
    try {
      return exports.list();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<String, List<Integer>> trainedOn() {
    lock.lock();
    try {
      return exports.trained();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public AnnotationQuality quality() {
    return new QualityView(labelled(), classes, policy).quality();
  }

  @Override
  public Performance performance() {
    return performance(0);
  }

  /** As of now, or since which few observations and no label have come. */
  public Performance recentPerformance() {
    return performance(Math.max(100, policy.observations() / 20));
  }

  private Performance performance(long newer) {
    long changes = join.changes();
    long observed = join.observed();
    long was;
    lock.lock();
    try {
      was = watched;
      if (computedAtChanges == changes && observed - computedAtNumber <= newer) {
        return performance;
      }
    } finally {
      lock.unlock();
    }
    LabelJoin.Seen seen = join.seen(false);
    Performance found = mixed(view(seen).performance());
    lock.lock();
    try {
      if (watched == was) { // another baseline has other names, and another calibration
        performance = found;
        computedAtChanges = seen.changes();
        computedAtNumber = seen.observed();
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** With what the mix of the live inputs says beside it. */
  private Performance mixed(Performance found) {
    if (found.latest().isEmpty()) {
      return found;
    }
    long from = found.latest().get(0).from().toEpochMilli();
    TrafficMix.Mix mix = join.look((kept, index) -> studies.mix(from));
    if (mix == null) {
      return found;
    }
    List<Labelled> labels = join.look((kept, index) -> kept.newest(MOST_MIXED));
    return MixEstimates.with(found, policy, classes, profile, mix, labels);
  }

  /** What labels come to, as of now; periods that have changed are then as unchanged. */
  PerformanceView look() {
    return view(join.seen(true));
  }

  private PerformanceView view(LabelJoin.Seen seen) {
    return new PerformanceView(seen.sums(), classes, profile, policy);
  }

  /** What the clock says. */
  long now() {
    return clock.millis();
  }

  /** How many labels found an observation. */
  long changes() {
    return join.changes();
  }

  /** Whether a trigger has not been told yet; it then has. */
  boolean isFirst(String key) {
    lock.lock();
    try {
      if (triggered.size() == MOST_TRIGGERED && !triggered.contains(key)) {
        triggered.remove(triggered.iterator().next());
      }
      return triggered.add(key);
    } finally {
      lock.unlock();
    }
  }

  /** Whether so much time has passed since it last was time. */
  boolean isTime(long now, Duration every) {
    lock.lock();
    try {
      boolean begins = scheduled == NEVER;
      boolean is = !begins && now - scheduled >= every.toMillis();
      scheduled = begins || is ? now : scheduled;
      return is;
    } finally {
      lock.unlock();
    }
  }

  /** What is to be remembered; a copy. */
  public FeedbackState state() {
    lock.lock();
    try {
      return join.state(scheduled, List.copyOf(triggered), exports);
    } finally {
      lock.unlock();
    }
  }

  /** What begins again where another stopped; nothing has been observed yet. */
  LabelJoin join() {
    return join;
  }

  void restore(long wasTime, List<String> told, Exports were) {
    scheduled = wasTime;
    triggered.addAll(told);
    exports = were.and(policy.model(), policy.trainedOn());
  }
}
