package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.label.Feedback;
import io.virk.label.FeedbackPolicy;
import io.virk.label.FeedbackStatus;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Performance;
import io.virk.label.Prediction;
import io.virk.label.ReviewDecisions;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Joins labels with what was observed. VIRK's thread brings observations, any thread labels; one
 * lock, held for microseconds but where all is copied.
 */
public final class LiveFeedback implements Feedback {
  /** How far a labeller's clock may be ahead. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  /** Labels that wait for their observation. */
  private static final int MOST_EARLY = 1_024;

  /** Labellers and versions of guidelines whose names are kept once. */
  private static final int MOST_NAMES = 4_096;

  /** Triggers that were told, which are not told again. */
  private static final int MOST_TRIGGERED = 10_000;

  private static final long NEVER = Long.MIN_VALUE;

  private final FeedbackPolicy policy;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final LabelIndex index;
  private final KeptLabels kept;

  /** By id, oldest first. */
  private final Map<String, List<Label>> early = new LinkedHashMap<>();

  private final Map<String, String> names = new LinkedHashMap<>();
  private int earlyLabels;
  private Outcomes outcomes = Outcomes.NONE;
  private long withoutId;
  private final Set<String> triggered = new LinkedHashSet<>();
  private long scheduled = NEVER;
  private long changes;
  private Performance performance;
  private long computedAtChanges = -1;
  private long computedAtNumber;
  private volatile Classes classes = Classes.UNKNOWN;
  private SignalSchema schema;
  private int confidence = -1;
  private int distance = -1;
  private int energy = -1;

  /**
   * Remembers nothing yet.
   *
   * @param policy how much it may remember
   * @param clock labels are not from its future
   */
  public LiveFeedback(FeedbackPolicy policy, InstantSource clock) {
    this.policy = policy;
    this.clock = clock;
    this.index = new LabelIndex(policy.observations());
    this.kept = new KeptLabels(policy.labels());
  }

  /** How it joins. */
  public FeedbackPolicy policy() {
    return policy;
  }

  /** Which classes there are, once there is a baseline. */
  public void classes(Classes known) {
    classes = known;
  }

  Classes classes() {
    return classes;
  }

  /**
   * Remembers an observation, so that its label finds it. VIRK's thread.
   *
   * @param observation nothing of it is kept but its id's hash, its time, class and weight
   * @param values of them confidence, distance and energy
   * @param slice it is in; null if in none
   */
  public void observed(Observation observation, SignalValues values, Slice slice) {
    String id = observation.id();
    lock.lock();
    try {
      if (id == null || id.isEmpty()) {
        withoutId++;
        return;
      }
      columns(values.schema());
      long number =
          index.put(
              IdHash.of(id),
              observation.epochMillis(),
              Math.max(Observation.NO_CLASS, observation.predictedClass()),
              share(raw(values, confidence)),
              raw(values, distance),
              raw(values, energy),
              (float) observation.weight(),
              slice == null ? Slice.ALL : slice,
              policy.model());
      if (earlyLabels > 0) {
        joinEarly(id, number);
      }
    } finally {
      lock.unlock();
    }
  }

  private void columns(SignalSchema of) {
    if (schema != of) {
      schema = of;
      confidence = of.indexOf(ScalarSignal.CONFIDENCE);
      distance = of.indexOf(ScalarSignal.MAHALANOBIS);
      energy = of.indexOf(ScalarSignal.ENERGY);
    }
  }

  /** These three are analysed as they are. */
  private static float raw(SignalValues values, int column) {
    return column < 0 ? Float.NaN : (float) values.analysed(column);
  }

  /** Probabilities in half precision may sum to a little more than 1. */
  private static float share(float value) {
    return Math.min(1, value);
  }

  private void joinEarly(String id, long number) {
    List<Label> labels = early.remove(id);
    if (labels != null) {
      earlyLabels -= labels.size();
      for (Label label : labels) {
        outcomes =
            new Outcomes(
                outcomes.joined(),
                outcomes.replaced(),
                outcomes.second(),
                outcomes.otherGuideline(),
                outcomes.unknown() - 1);
        outcomes = outcomes.and(join(label, number));
        changes++;
      }
    }
  }

  @Override
  public Outcome label(Label label) {
    check(label);
    lock.lock();
    try {
      return take(label);
    } finally {
      lock.unlock();
    }
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
      lock.lock();
      try {
        found = found.and(take(label));
      } finally {
        lock.unlock();
      }
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
  }

  private Outcome take(Label label) {
    long number = index.find(IdHash.of(label.id()));
    Outcome outcome = number < 0 ? wait(label) : join(label, number);
    outcomes = outcomes.and(outcome);
    changes += outcome == Outcome.UNKNOWN ? 0 : 1;
    return outcome;
  }

  private Outcome wait(Label label) {
    early.computeIfAbsent(label.id(), id -> new ArrayList<>(1)).add(label);
    earlyLabels++;
    if (earlyLabels > MOST_EARLY) {
      List<Label> oldest = early.values().iterator().next();
      oldest.remove(0);
      earlyLabels--;
      if (oldest.isEmpty()) {
        early.remove(early.keySet().iterator().next());
      }
    }
    return Outcome.UNKNOWN;
  }

  private Outcome join(Label label, long number) {
    Labelled labelled = new Labelled(index.prediction(number), withNamesOnce(label));
    long last = kept.number(index.label(number));
    Outcome outcome = Outcome.JOINED;
    for (long at = last; at > 0; ) {
      KeptLabels.Entry entry = kept.get(at);
      if (entry == null) {
        break; // given up
      }
      Label known = entry.labelled().label();
      boolean sameKind = isCorrection(known) == isCorrection(label);
      boolean sameLabeller = known.labeller().equals(label.labeller());
      if (sameKind && sameLabeller && known.guideline().equals(label.guideline())) {
        kept.replace(at, labelled);
        return Outcome.REPLACED;
      }
      if (sameLabeller && sameKind) {
        outcome = Outcome.OTHER_GUIDELINE;
      } else if (outcome == Outcome.JOINED) {
        outcome = Outcome.SECOND;
      }
      at = entry.before();
    }
    index.label(number, (int) kept.add(labelled, last));
    return outcome;
  }

  private static boolean isCorrection(Label label) {
    return label.kind() == Label.Kind.CORRECTION;
  }

  /** A file brings a new text for each of its lines. */
  private Label withNamesOnce(Label label) {
    return new Label(
        label.id(),
        label.kind(),
        label.actual(),
        once(label.labeller()),
        label.time(),
        once(label.guideline()),
        label.suggested(),
        label.weight());
  }

  private String once(String name) {
    String known = names.get(name);
    if (known == null && names.size() < MOST_NAMES) {
      names.put(name, name);
    }
    return known == null ? name : known;
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
        labels.add(LabelFiles.label(decision, classes, labeller, time));
      }
    }
    Outcomes found = labels(labels);
    lock.lock();
    try {
      for (long i = 0; i < withoutAnId; i++) {
        outcomes = outcomes.and(Outcome.UNKNOWN);
        found = found.and(Outcome.UNKNOWN);
      }
    } finally {
      lock.unlock();
    }
    return found;
  }

  @Override
  public List<Labelled> labelled() {
    lock.lock();
    try {
      return kept.entries().stream().map(KeptLabels.Entry::labelled).toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<Prediction> predictions() {
    lock.lock();
    try {
      List<Prediction> all = new ArrayList<>(index.size());
      for (long number = index.oldest(); number < index.next(); number++) {
        all.add(index.prediction(number));
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public FeedbackStatus status() {
    lock.lock();
    try {
      return new FeedbackStatus(
          index.size(),
          index.capacity(),
          index.evicted(),
          withoutId,
          index.again(),
          kept.size(),
          kept.capacity(),
          kept.givenUp(),
          outcomes,
          index.memory() + kept.memory());
    } finally {
      lock.unlock();
    }
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
    long atChanges;
    long atNumber;
    lock.lock();
    try {
      if (computedAtChanges == changes && index.next() - computedAtNumber <= newer) {
        return performance;
      }
      atChanges = changes;
      atNumber = index.next();
    } finally {
      lock.unlock();
    }
    Performance found = view().performance();
    lock.lock();
    try {
      performance = found;
      computedAtChanges = atChanges;
      computedAtNumber = atNumber;
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** What labels come to, as of now. */
  PerformanceView view() {
    Traffic traffic;
    List<Labelled> labelled;
    lock.lock();
    try {
      traffic = index.traffic();
      labelled = labelled();
    } finally {
      lock.unlock();
    }
    return new PerformanceView(Truth.of(labelled), traffic, classes, policy);
  }

  /** What the clock says. */
  long now() {
    return clock.millis();
  }

  /** How many labels found an observation. */
  long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
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
      return new FeedbackState(
          index.groups(),
          index.oldest(),
          index.evicted(),
          index.again(),
          withoutId,
          outcomes,
          index.copyRows(),
          kept.oldest(),
          kept.entries(),
          scheduled,
          List.copyOf(triggered));
    } finally {
      lock.unlock();
    }
  }

  /** Begins again where another stopped; nothing has been observed yet. */
  FeedbackState.Sink restoring() {
    return new FeedbackState.Sink() {
      @Override
      public void begin(
          List<LabelIndex.Group> groups, long first, long evicted, long again, long nameless) {
        index.restore(groups, first, evicted, again);
        withoutId = nameless;
      }

      @Override
      public int room() {
        return index.capacity();
      }

      @Override
      public void row(long[] row) {
        index.restore(row);
      }

      @Override
      public int labelsRoom() {
        return kept.capacity();
      }

      @Override
      public void labels(long first, Outcomes were) {
        kept.restore(first);
        outcomes = were;
        changes = 1;
      }

      @Override
      public void triggers(long at, List<String> told) {
        scheduled = at;
        triggered.addAll(told);
      }

      @Override
      public void label(KeptLabels.Entry entry) {
        long number = kept.add(entry.labelled(), entry.before());
        long of = entry.labelled().prediction().number();
        if (index.isRemembered(of)) {
          index.label(of, (int) number);
        }
      }
    };
  }
}
