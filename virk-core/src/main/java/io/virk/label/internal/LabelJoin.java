package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.label.Feedback.Outcome;
import io.virk.label.Feedback.Outcomes;
import io.virk.label.FeedbackPolicy;
import io.virk.label.FeedbackStatus;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Where observations and labels meet. VIRK's thread brings observations, any thread labels; one
 * lock, held for microseconds, and for as long as it takes to copy the sums by period and slice
 * where somebody looks at them. Only a checkpoint, and who asks for all labels or predictions,
 * copies all.
 */
final class LabelJoin {
  private final String model;
  private final ReentrantLock lock = new ReentrantLock();
  private final LabelIndex index;
  private final KeptLabels kept;
  private final LiveSums sums;
  private final LiveStudies studies;

  private final EarlyLabels early = new EarlyLabels();
  private final KnownNames names = new KnownNames();
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
    this.sums = new LiveSums(policy);
  }

  /**
   * Remembers an observation, so that its label finds it. VIRK's thread.
   *
   * @param observation nothing of it is kept but its id's hash, its time, class and weight
   * @param values of them confidence, distance and energy
   * @param slice it is in; null if in none
   */
  void observed(Observation observation, long epochMillis, SignalValues values, Slice slice) {
    String id = observation.id();
    lock.lock();
    try {
      if (id == null || id.isEmpty()) {
        withoutId++;
        return;
      }
      columns(values.schema());
      remember(
          id,
          epochMillis,
          Math.max(Observation.NO_CLASS, observation.predictedClass()),
          share(raw(values, confidence)),
          raw(values, distance),
          raw(values, energy),
          (float) Math.min(1, observation.weight()), // as a sampler promises
          slice == null ? Slice.ALL : slice,
          model,
          observation.challenger());
    } finally {
      lock.unlock();
    }
  }

  /** Remembers an observation of which there is a record. */
  void recorded(String id, Prediction of) {
    lock.lock();
    try {
      remember(
          id,
          of.epochMillis(),
          of.predicted(),
          (float) of.confidence(),
          (float) of.distance(),
          (float) of.energy(),
          (float) of.weight(),
          of.slice(),
          of.model(),
          null);
    } finally {
      lock.unlock();
    }
  }

  private void remember(
      String id,
      long epochMillis,
      int predicted,
      float sure,
      float far,
      float energyOf,
      float weight,
      Slice slice,
      String by,
      float[] other) {
    if (index.isFull()) {
      forgetOldest();
    }
    IdHash hash = IdHash.of(id);
    long number = index.put(hash, epochMillis, predicted, sure, far, energyOf, weight, slice, by);
    sums.observed(number, epochMillis, sure, weight, index.slice(number));
    studies.observed(
        number, id, hash, epochMillis, predicted, sure, far, energyOf, weight, slice, other);
    joinEarly(id, number);
  }

  private void forgetOldest() {
    long oldest = index.oldest();
    Truth truth = Truth.ofOne(labelsOf(oldest));
    sums.forgotten(
        oldest,
        index.time(oldest),
        index.confidence(oldest),
        index.weight(oldest),
        index.slice(oldest),
        truth != null && truth.corrected());
  }

  /** Those that are kept of an observation that is remembered. */
  private List<Labelled> labelsOf(long number) {
    int label = index.label(number);
    return label == 0 ? List.of() : kept.upTo(kept.number(label));
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
    for (Label label : early.remove(id)) {
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
    early.add(label);
    return Outcome.UNKNOWN;
  }

  private Outcome join(Label given, long number) {
    Truth before = Truth.ofOne(labelsOf(number));
    Label label = studies.weighed(names.once(given), number);
    Outcome outcome = keep(new Labelled(index.prediction(number), label), number);
    sums.changed(before, Truth.ofOne(labelsOf(number)), true);
    if (kept.isOver()) {
      dropOldest();
    }
    return outcome;
  }

  private Outcome keep(Labelled labelled, long number) {
    Label label = labelled.label();
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
        if (!label.time().isBefore(known.time())) {
          kept.replace(at, labelled);
        }
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

  /** A label makes room. */
  private void dropOldest() {
    List<Labelled> chain = kept.ofOldest();
    Truth before = Truth.ofOne(chain);
    kept.dropOldest();
    sums.changed(
        before,
        Truth.ofOne(chain.subList(1, chain.size())),
        index.isRemembered(before.prediction().number()));
  }

  private static boolean isCorrection(Label label) {
    return label.kind() == Label.Kind.CORRECTION;
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

  /**
   * What performance is made of, at one moment.
   *
   * @param look whether periods that have changed come with their slices, and are then as unchanged
   */
  Seen seen(boolean look) {
    lock.lock();
    try {
      return new Seen(sums.copy(look), changes, index.next());
    } finally {
      lock.unlock();
    }
  }

  /** Sums, and how many labels and observations there have been. */
  record Seen(LiveSums.Snapshot sums, long changes, long observed) {}

  /** Looks at labels and observations as they are at one moment. */
  <T> T look(BiFunction<KeptLabels, LabelIndex, T> what) {
    lock.lock();
    try {
      return what.apply(kept, index);
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
          early.size(),
          index.memory() + kept.memory() + sums.memory() + studies.memory(),
          studies.studied(index));
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
          early.all(),
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
    long number = index.next() - 1;
    sums.observed(
        number,
        index.time(number),
        index.confidence(number),
        index.weight(number),
        index.slice(number));
  }

  void begin(long firstLabel, Outcomes were) {
    kept.restore(firstLabel);
    outcomes = were;
    changes = 1; // whatever was computed of nothing is out of date
    if (index.evicted() > 0) {
      sums.forgottenUntil(index.size() == 0 ? Long.MAX_VALUE : index.time(index.oldest()));
    }
  }

  /** Takes a label that waits. */
  void restore(Label label) {
    wait(label);
  }

  void restore(KeptLabels.Entry entry) {
    Prediction of = entry.labelled().prediction();
    boolean remembered = index.isRemembered(of.number());
    KeptLabels.Entry earlier = kept.get(entry.before());
    boolean fits = earlier == null || earlier.labelled().prediction().equals(of);
    if (remembered) {
      fits &= index.prediction(of.number()).equals(of);
      fits &= kept.number(index.label(of.number())) == (earlier == null ? 0 : entry.before());
    }
    if (!fits || earlier != null && kept.isContinued(entry.before())) {
      throw new IllegalArgumentException(
          "label: of observation "
              + of.number()
              + ", after "
              + entry.before()
              + " (expected: after the last one of the same observation)");
    }
    Truth before = Truth.ofOne(kept.upTo(entry.before()));
    long number = kept.add(entry.labelled(), entry.before());
    if (remembered) {
      index.label(of.number(), (int) number);
    }
    sums.changed(before, Truth.ofOne(kept.upTo(number)), remembered);
  }
}
