package io.virk.label.internal;

import io.virk.baseline.Baseline;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.event.MonitorEvent;
import io.virk.internal.DataText;
import io.virk.label.Challenger;
import io.virk.label.ConceptShift;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Studied;
import io.virk.label.ToLabel;
import io.virk.signal.Observation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/**
 * What is found out by labels: shift of the concept, a challenger, what should be labelled. VIRK's
 * thread brings observations and looks at labels that have come since; what is said to be of {@link
 * LabelJoin} is called with its lock held.
 */
final class LiveStudies {
  private static final byte FORM = 1;

  /** Labels that one round of VIRK's thread looks at. */
  private static final int MOST_AT_ONCE = 256;

  /** Observations before a time after which none is of after it. */
  private static final int OUT_OF_TURN = 1_000;

  private static final long PATIENCE_MILLIS = 60_000;

  private final String monitor;
  private final FeedbackPolicy policy;
  private final ObservationNotes notes;
  private final TrafficMix mix;
  private final Optional<LivePlan> plan;
  private Optional<ConceptStudy> concept = Optional.empty();
  private Optional<ChallengerStudy> challenger = Optional.empty();
  private List<Drift> open = List.of();
  private long next = 1;
  private long lookedAt = Long.MIN_VALUE;
  private volatile Studied published = Studied.NONE;

  LiveStudies(String monitor, FeedbackPolicy policy) {
    this.monitor = monitor;
    this.policy = policy;
    this.notes = new ObservationNotes(policy.observations());
    this.mix = new TrafficMix(policy.period().toMillis());
    this.plan = policy.studies().plan().map(p -> new LivePlan(p, policy.heaviest()));
  }

  /** What is watched, once there is a baseline. */
  void watches(Baseline baseline, Classes classes) {
    concept =
        baseline
            .errors()
            .map(
                p ->
                    new ConceptStudy(
                        monitor, policy.studies(), policy.largestWeight(), p, classes));
    challenger =
        policy
            .studies()
            .challenger()
            .filter(c -> classes.count() > 0 && classes.count() <= Challenger.MOST_CLASSES)
            .map(
                c ->
                    new ChallengerStudy(
                        monitor, policy.model(), c, policy.largestWeight(), classes));
    publish();
  }

  private void publish() {
    published =
        new Studied(
            concept.map(ConceptStudy::published),
            challenger.map(ChallengerStudy::published),
            Optional.empty());
  }

  /**
   * Takes an observation that is remembered under a number. Of {@link LabelJoin}.
   *
   * @param outputs of a challenger; null if there are none. Not kept
   */
  void observed(
      long number,
      String id,
      IdHash hash,
      long epochMillis,
      int predicted,
      float confidence,
      float distance,
      float energy,
      double weight,
      Slice slice,
      float[] outputs) {
    mix.observed(number, epochMillis, predicted, confidence, energy, distance, weight);
    boolean inDrift = isInDrift(slice);
    int other =
        challenger.isEmpty()
            ? Observation.NO_CLASS
            : challenger.get().observed(number, id, weight, predicted, slice, outputs);
    notes.put(number, other, inDrift);
    if (plan.isPresent() && weight > 0) {
      plan.get()
          .offer(number, id, hash, epochMillis, predicted, confidence, distance, slice, inDrift);
    }
  }

  private boolean isInDrift(Slice slice) {
    for (Drift drift : open) {
      if (drift.covers(slice)) {
        return true;
      }
    }
    return false;
  }

  /** The drifts that are open now. Returns those that concern others than before. */
  List<Drift> drifts(List<Drift> now) {
    if (now.equals(open)) {
      return List.of();
    }
    List<Drift> before = open;
    open = List.copyOf(now);
    return open.stream()
        .filter(
            d ->
                before.stream()
                    .noneMatch(b -> b.number() == d.number() && b.slices().equals(d.slices())))
        .toList();
  }

  /** Observations came in a drift that was told later; returns how many. Of {@link LabelJoin}. */
  int drifted(Drift drift, LabelIndex index) {
    long since = drift.onset().best().epochMillis();
    int older = 0;
    int marked = 0;
    for (long at = index.next() - 1; at >= index.oldest() && older < OUT_OF_TURN; at--) {
      if (index.time(at) < since) {
        older++; // those of one camera may come late
      } else if (drift.covers(index.slice(at))) {
        notes.drifted(at);
        marked++;
      }
    }
    return marked;
  }

  /** A label with the weight that its observation's choice gives it. Of {@link LabelJoin}. */
  Label weighed(Label label, long number) {
    return plan.isPresent() ? plan.get().weighed(label, number) : label;
  }

  /** Labels from a number on, with what is remembered beside them. Of {@link LabelJoin}. */
  private List<Fresh> fresh(long from, KeptLabels kept, LabelIndex index) {
    List<Fresh> found = new ArrayList<>();
    for (long at = Math.max(from, kept.oldest());
        found.size() < MOST_AT_ONCE && kept.get(at) != null;
        at++) {
      KeptLabels.Entry entry = kept.get(at);
      long number = entry.labelled().prediction().number();
      boolean known = index.isRemembered(number);
      found.add(
          new Fresh(
              at,
              entry.labelled(),
              hasCounted(entry.before(), kept),
              known && notes.inDrift(number),
              known ? notes.challenger(number) : Observation.NO_CLASS,
              plan.map(p -> p.why(number)).orElse(null)));
    }
    return found;
  }

  /** Whether a label, or one before it of the same observation, said what counts. */
  private static boolean hasCounted(long label, KeptLabels kept) {
    for (long at = label; at > 0; ) {
      KeptLabels.Entry entry = kept.get(at);
      if (entry == null || ConceptShift.isEvidence(entry.labelled())) {
        return true; // of one that was given up it is not known
      }
      at = entry.before();
    }
    return false;
  }

  /** What the inputs of a period were like; null if that is not known. Of {@link LabelJoin}. */
  TrafficMix.Mix mix(long from) {
    return mix.of(from);
  }

  /** What should be labelled, the oldest first. Of {@link LabelJoin}. */
  List<ToLabel> toLabel(int most, LabelIndex index) {
    return plan.map(p -> p.waiting(most, index::isRemembered)).orElse(List.of());
  }

  /** As of the last look, and how far labelling is as of now. Of {@link LabelJoin}. */
  Studied studied(LabelIndex index) {
    Studied looked = published;
    return new Studied(
        looked.concept(), looked.challenger(), plan.map(p -> p.status(index::isRemembered)));
  }

  long memory() {
    return notes.memory() + mix.memory();
  }

  /**
   * Looks at labels that have come since. VIRK's thread.
   *
   * @param join has them
   * @param now milliseconds since 1970
   * @param events is told what has changed
   */
  void tick(LabelJoin join, long now, Consumer<MonitorEvent> events) {
    if (concept.isEmpty() && challenger.isEmpty()) {
      return;
    }
    long oldest = join.look((kept, index) -> kept.oldest());
    if (oldest > next) { // they came faster than they are looked at
      concept.ifPresent(c -> c.missed(oldest - next));
      next = oldest;
    }
    for (Fresh fresh : join.look((kept, index) -> fresh(next, kept, index))) {
      next = fresh.number() + 1;
      if (fresh.labelled().prediction().model().equals(policy.model())) {
        concept.ifPresent(c -> c.accept(fresh));
        challenger.ifPresent(c -> c.accept(fresh));
      }
    }
    boolean isTime = lookedAt == Long.MIN_VALUE || now - lookedAt >= PATIENCE_MILLIS;
    concept.ifPresent(c -> c.look(isTime, open, now, events));
    challenger.ifPresent(c -> c.look(isTime, now, events));
    lookedAt = isTime ? now : lookedAt;
    publish();
  }

  /** What is to be remembered. VIRK's thread waits; of {@link LabelJoin}. */
  byte[] state(long oldest, long end) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(FORM);
      out.writeLong(next);
      out.writeLong(lookedAt);
      out.writeLong(oldest);
      out.writeInt((int) (end - oldest));
      for (long number = oldest; number < end; number++) {
        out.writeShort(notes.get(number));
      }
      mix.writeTo(out);
      DataText.write(out, policy.model());
      out.writeBoolean(plan.isPresent());
      if (plan.isPresent()) {
        write(out, plan.get()::writeTo);
      }
      out.writeBoolean(concept.isPresent());
      if (concept.isPresent()) {
        write(out, concept.get()::writeTo);
      }
      out.writeBoolean(challenger.isPresent());
      if (challenger.isPresent()) {
        write(out, challenger.get()::writeTo);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the state of studies cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private interface Part {
    void to(DataOutputStream out) throws IOException;
  }

  /** Behind its length, so that a monitor without it reads over it. */
  private static void write(DataOutputStream out, Part part) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream of = new DataOutputStream(bytes)) {
      part.to(of);
    }
    StudyState.write(bytes.toByteArray(), out);
  }

  /**
   * Begins again where another stopped; what was of another model, plan or challenger is left.
   *
   * @throws IOException if it is damaged
   */
  void restore(byte[] state, LongPredicate isRemembered) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(state));
    int form = in.readUnsignedByte();
    if (form != FORM) {
      throw new IOException("studies: form " + form + " (expected: " + FORM + ")");
    }
    next = StudyState.counter(in);
    lookedAt = in.readLong();
    long oldest = StudyState.counter(in);
    int count = FeedbackState.count(in, Integer.MAX_VALUE, "notes on observations");
    for (long number = oldest; number < oldest + count; number++) {
      short note = in.readShort();
      if (isRemembered.test(number)) {
        notes.restore(number, note);
      }
    }
    mix.readFrom(in);
    boolean sameModel = FeedbackState.text(in).equals(policy.model());
    if (in.readBoolean()) {
      byte[] bytes = StudyState.bytes(in);
      if (plan.isPresent()) {
        plan.get().readFrom(input(bytes));
      }
    }
    if (in.readBoolean()) {
      byte[] bytes = StudyState.bytes(in);
      if (concept.isPresent() && sameModel) {
        concept.get().readFrom(input(bytes), open);
      }
    }
    if (in.readBoolean()) {
      DataInputStream bytes = input(StudyState.bytes(in));
      boolean same =
          policy.studies().challenger().map(c -> c.name()).equals(Optional.of(text(bytes)));
      if (challenger.isPresent() && sameModel && same) {
        challenger.get().readFrom(bytes);
      }
    }
    publish();
  }

  private static DataInputStream input(byte[] bytes) {
    return new DataInputStream(new ByteArrayInputStream(bytes));
  }

  private static String text(DataInputStream in) throws IOException {
    return FeedbackState.text(in);
  }
}
