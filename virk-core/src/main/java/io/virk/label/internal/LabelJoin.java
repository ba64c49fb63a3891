package io.virk.label.internal;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.label.ConceptShift;
import io.virk.label.Feedback.Outcome;
import io.virk.label.Feedback.Outcomes;
import io.virk.label.FeedbackPolicy;
import io.virk.label.FeedbackStatus;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import io.virk.label.Studied;
import io.virk.label.ToLabel;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where observations and labels meet. VIRK's thread brings observations, any thread labels; one
 * lock, held for microseconds but where all is copied.
 */
final class LabelJoin {
  /** Labels that wait for their observation. */
  private static final int MOST_EARLY = 1_024;

  /** Observations before a time after which none is of after it. */
  private static final int OUT_OF_TURN = 1_000;

  /** Labellers and versions of guidelines whose names are kept once. */
  private static final int MOST_NAMES = 4_096;

  private final String model;
  private final ReentrantLock lock = new ReentrantLock();
  private final LabelIndex index;
  private final KeptLabels kept;
  private final LiveStudies studies;

  /** By id, oldest first. */
  private final Map<String, List<Label>> early = new LinkedHashMap<>();

  private final Map<String, String> names = new HashMap<>();
  private int earlyLabels;
  private Outcomes outcomes = Outcomes.NONE;
  private long withoutId;
  private long changes;
  private SignalSchema schema;
  private int confidence = -1;
  private int distance = -1;
  private int energy = -1;

  LabelJoin(FeedbackPolicy policy, LiveStudies studies) {
    this.studies = studies;
    this.model = policy.model();
    this.index = new LabelIndex(policy.observations());
    this.kept = new KeptLabels(policy.labels());
  }

  /**
   * Remembers an observation, so that its label finds it. VIRK's thread.
   *
   * @param observation nothing of it is kept but its id's hash, its time, class and weight
   * @param values of them confidence, distance and energy
   * @param slice it is in; null if in none
   */
  void observed(Observation observation, SignalValues values, Slice slice) {
    String id = observation.id();
    lock.lock();
    try {
      if (id == null || id.isEmpty()) {
        withoutId++;
        return;
      }
      columns(values.schema());
      IdHash hash = IdHash.of(id);
      int predicted = Math.max(Observation.NO_CLASS, observation.predictedClass());
      float sure = share(raw(values, confidence));
      float away = raw(values, distance);
      Slice of = slice == null ? Slice.ALL : slice;
      long number =
          index.put(
              hash,
              observation.epochMillis(),
              predicted,
              sure,
              away,
              raw(values, energy),
              (float) observation.weight(),
              of,
              model);
      studies.observed(number, observation, hash, predicted, sure, away, of);
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

  /** Joins a label that is right in itself. */
  Outcome take(Label label) {
    lock.lock();
    try {
      long number = index.find(IdHash.of(label.id()));
      Outcome outcome = number < 0 ? wait(label) : join(label, number);
      outcomes = outcomes.and(outcome);
      changes += outcome == Outcome.UNKNOWN ? 0 : 1;
      return outcome;
    } finally {
      lock.unlock();
    }
  }

  /** Counts labels of which it is not known what they are of. */
  void nameless(long labels) {
    lock.lock();
    try {
      for (long i = 0; i < labels; i++) {
        outcomes = outcomes.and(Outcome.UNKNOWN);
      }
    } finally {
      lock.unlock();
    }
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

  private Outcome join(Label given, long number) {
    Label label = studies.weighed(withNamesOnce(given), number);
    Labelled labelled = new Labelled(index.prediction(number), label);
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

  List<Labelled> labelled() {
    lock.lock();
    try {
      return kept.entries().stream().map(KeptLabels.Entry::labelled).toList();
    } finally {
      lock.unlock();
    }
  }

  List<Prediction> predictions() {
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

  /** All that performance is made of, at one moment. */
  Seen seen() {
    lock.lock();
    try {
      return new Seen(
          kept.entries().stream().map(KeptLabels.Entry::labelled).toList(),
          index.traffic(),
          changes,
          index.next());
    } finally {
      lock.unlock();
    }
  }

  /** Labels, observations, and how many of either there have been. */
  record Seen(List<Labelled> labelled, Traffic traffic, long changes, long observed) {}

  /** Labels from a number on, with what studies remember of their observations. */
  List<Fresh> fresh(long from, int most) {
    lock.lock();
    try {
      List<Fresh> found = new ArrayList<>();
      for (long at = from; found.size() < most && kept.get(at) != null; at++) {
        KeptLabels.Entry entry = kept.get(at);
        long number = entry.labelled().prediction().number();
        boolean known = index.isRemembered(number);
        found.add(
            new Fresh(
                entry.labelled(),
                hasCounted(entry.before()),
                known && studies.inDrift(number),
                known ? studies.challenger(number) : Observation.NO_CLASS,
                studies.why(number)));
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a label, or one before it of the same observation, said what counts. */
  private boolean hasCounted(long label) {
    for (long at = label; at > 0; ) {
      KeptLabels.Entry entry = kept.get(at);
      if (entry == null || ConceptShift.isEvidence(entry.labelled())) {
        return true; // of one that was given up it is not known
      }
      at = entry.before();
    }
    return false;
  }

  /** The number of the oldest label. */
  long oldestLabel() {
    lock.lock();
    try {
      return kept.oldest();
    } finally {
      lock.unlock();
    }
  }

  /** Whether labels still find an observation. */
  boolean isRemembered(long number) {
    return index.isRemembered(number);
  }

  /** What should be labelled, the oldest first. */
  List<ToLabel> toLabel(int most) {
    lock.lock();
    try {
      return studies.plan().map(p -> p.waiting(most, index::isRemembered)).orElse(List.of());
    } finally {
      lock.unlock();
    }
  }

  /** What was found out, as of the last look, and how far labelling is, as of now. */
  Studied studied() {
    lock.lock();
    try {
      Studied looked = studies.published();
      return new Studied(
          looked.concept(),
          looked.challenger(),
          studies.plan().map(p -> p.status(index::isRemembered)));
    } finally {
      lock.unlock();
    }
  }

  /** Observations came in a drift that is told only now: those since it began. */
  void drifted(Drift drift) {
    long since = drift.onset().best().epochMillis();
    lock.lock();
    try {
      int older = 0;
      for (long at = index.next() - 1; at >= index.oldest() && older < OUT_OF_TURN; at--) {
        if (index.time(at) < since) {
          older++; // those of one camera may come late
        } else if (drift.covers(index.slice(at))) {
          studies.drifted(at);
        }
      }
    } finally {
      lock.unlock();
    }
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

  /** How many observations were remembered. */
  long observed() {
    lock.lock();
    try {
      return index.next();
    } finally {
      lock.unlock();
    }
  }

  FeedbackStatus status() {
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
          index.memory() + kept.memory() + studies.memory(),
          studied());
    } finally {
      lock.unlock();
    }
  }

  /** What is to be remembered; a copy. */
  FeedbackState state(long scheduled, List<String> triggered, Exports exports) {
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
          triggered,
          exports,
          studies.state(index.oldest(), index.next()));
    } finally {
      lock.unlock();
    }
  }

  int room() {
    return index.capacity();
  }

  int labelsRoom() {
    return kept.capacity();
  }

  /** Begins again where another stopped; nothing has been observed yet. */
  void begin(List<LabelIndex.Group> groups, long first, long evicted, long again, long nameless) {
    index.restore(groups, first, evicted, again);
    withoutId = nameless;
  }

  void restore(long[] row) {
    index.restore(row);
  }

  void begin(long firstLabel, Outcomes were) {
    kept.restore(firstLabel);
    outcomes = were;
    changes = 1; // whatever was computed of nothing is out of date
  }

  void restore(KeptLabels.Entry entry) {
    long number = kept.add(entry.labelled(), entry.before());
    long of = entry.labelled().prediction().number();
    if (index.isRemembered(of)) {
      index.label(of, (int) number);
    }
  }
}
