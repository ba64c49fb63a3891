package io.virk.label.internal;

import io.virk.detect.Slice;
import io.virk.diagnose.Step;
import io.virk.event.ChallengerJudged;
import io.virk.event.MonitorEvent;
import io.virk.internal.DataText;
import io.virk.internal.SplitMix64;
import io.virk.internal.Words;
import io.virk.label.Challenger;
import io.virk.label.Challenger.Decision;
import io.virk.label.ChallengerPolicy;
import io.virk.label.ConceptShift;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import io.virk.label.Studied.Compared;
import io.virk.label.ToLabel.Why;
import io.virk.signal.Observation;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The model that is watched and another one, on the same observations. Of a plan's labels those of
 * the control group count: where the model is unsure the two differ more often than in general.
 * VIRK's thread; what is observed, under the lock of {@link LabelJoin}.
 */
final class ChallengerStudy {
  /** A look costs milliseconds: not at each label. */
  private static final double GROWTH = 1.02;

  private static final long WEIGHTS = 0x7765_6967_6874L;
  private static final Duration LOOK_AGAIN = Duration.ofDays(1);

  private final String monitor;
  private final String champion;
  private final ChallengerPolicy policy;
  private final int classes;
  private final List<String> names;
  private final Challenger challenger;
  private final DifferingExamples examples = new DifferingExamples();
  private long observations;
  private long labels;
  private long missing;

  /** That a label may have, as the policy says: a bound taken from the labels would be too low. */
  private final double largestWeight;

  private long lookedAtObservations;
  private long lookedAtLabels;
  private Decision told = Decision.NOT_YET;
  private Compared published;

  ChallengerStudy(
      String monitor,
      String champion,
      ChallengerPolicy policy,
      double largestWeight,
      Classes classes) {
    this.largestWeight = largestWeight;
    this.monitor = monitor;
    this.champion = champion;
    this.policy = policy;
    this.classes = classes.count();
    this.names = classes.names();
    this.challenger =
        new Challenger(this.classes, policy.alpha(), policy.margin(), policy.sliceMargin());
    publish();
  }

  private void publish() {
    published =
        new Compared(champion, policy.name(), challenger.result(), missing, examples.list(), names);
  }

  /**
   * Takes an observation.
   *
   * @param outputs of the other model; null if it gave none. Not kept
   * @return the class that it named; negative for none
   */
  int observed(long number, String id, double weight, int predicted, Slice slice, float[] outputs) {
    int other = outputs == null ? Observation.NO_CLASS : argmax(outputs);
    if (other < 0 || predicted < 0 || predicted >= classes) {
      missing++;
      return other;
    }
    if (counts(number, weight)) {
      challenger.observe(predicted, other);
      observations++;
      if (other != predicted) {
        examples.add(number, id, slice, predicted, other);
      }
    }
    return other;
  }

  /** The first of the largest; none where a value cannot be compared, or none is finite. */
  private static int argmax(float[] values) {
    for (float value : values) {
      if (Float.isNaN(value)) {
        return Observation.NO_CLASS;
      }
    }
    int most = Observation.argmax(values);
    return most >= 0 && Float.isFinite(values[most]) ? most : Observation.NO_CLASS;
  }

  /** A kind that is sampled more often counts less often. */
  private static boolean counts(long number, double weight) {
    return weight >= 1 || draw(number, 0) < weight;
  }

  private static double draw(long number, long what) {
    return new SplitMix64(WEIGHTS ^ what ^ number * 0x9E3779B97F4A7C15L).nextDouble();
  }

  /** Takes a label. */
  void accept(Fresh fresh) {
    Labelled labelled = fresh.labelled();
    Prediction prediction = labelled.prediction();
    int actual = labelled.actual();
    if (fresh.again()
        || !ConceptShift.isEvidence(labelled)
        || fresh.challenger() < 0
        || prediction.predicted() >= classes
        || actual < 0
        || actual >= classes) {
      return;
    }
    Slice slice = prediction.slice();
    if (fresh.challenger() != prediction.predicted()) {
      examples.label(
          prediction.number(),
          labelled.label().id(),
          slice,
          prediction.predicted(),
          fresh.challenger(),
          actual);
    }
    if (!counts(prediction.number(), prediction.weight()) || !isOfChance(fresh)) {
      return;
    }
    challenger.label(
        slice.isAll() ? "" : slice.toString(), prediction.predicted(), fresh.challenger(), actual);
    labels++;
  }

  private boolean isOfChance(Fresh fresh) {
    if (fresh.why() != null) {
      return fresh.why() == Why.CONTROL;
    }
    double weight = fresh.labelled().label().weight();
    return draw(fresh.labelled().prediction().number(), 1) < weight / largestWeight;
  }

  /**
   * Looks what is known by now, where some observations or labels have come.
   *
   * @param isTime whether it has been long since the last look
   * @param events is told of a decision that is new
   */
  void look(boolean isTime, long now, Consumer<MonitorEvent> events) {
    boolean grown =
        observations >= GROWTH * lookedAtObservations || labels >= GROWTH * lookedAtLabels;
    boolean changed =
        observations != lookedAtObservations
            || labels != lookedAtLabels
            || missing != published.missing();
    if (!changed || !grown && !isTime) {
      return;
    }
    lookedAtObservations = observations;
    lookedAtLabels = labels;
    publish();
    Decision decision = published.result().decision();
    if (decision != Decision.NOT_YET && decision != told) {
      told = decision;
      events.accept(event(decision == Decision.PROMOTE, now));
    }
  }

  private ChallengerJudged event(boolean promote, long now) {
    Challenger.Result r = published.result();
    String worse =
        String.join(
            ", ",
            r.slices().stream()
                .filter(Challenger.SliceResult::isWorse)
                .limit(3)
                .map(Challenger.SliceResult::slice)
                .toList());
    String evidence =
        String.format(
            Locale.ROOT,
            "challenger %s: %s: accuracy %+.1f points (%+.1f .. %+.1f) beside %s, by %,d labels;"
                + " they agree on %.1f %%%s",
            policy.name(),
            promote ? "promote" : "keep " + champion,
            100 * r.difference(),
            100 * r.interval().low(),
            100 * r.interval().high(),
            champion,
            r.labels(),
            100 * r.agreement(),
            worse.isEmpty() ? "" : "; worse in " + worse);
    return new ChallengerJudged(
        monitor,
        policy.name(),
        now,
        promote,
        r.labels(),
        r.difference(),
        r.interval().low(),
        r.interval().high(),
        evidence,
        new Step(
            Words.of(promote ? "challenger.promote.step" : "challenger.keep.step"),
            Words.of("trigger.who"),
            LOOK_AGAIN,
            Step.Sureness.LIKELY));
  }

  /** As of the last look. */
  Compared published() {
    return published;
  }

  void writeTo(DataOutput out) throws IOException {
    DataText.write(out, policy.name());
    StudyState.write(challenger.toBytes(), out);
    for (long value :
        new long[] {observations, labels, missing, lookedAtObservations, lookedAtLabels}) {
      out.writeLong(value);
    }
    out.writeByte(told.ordinal());
    examples.writeTo(out);
  }

  /** Goes on from what was written. */
  void readFrom(DataInput in) throws IOException {
    challenger.restore(StudyState.bytes(in));
    observations = StudyState.counter(in);
    labels = StudyState.counter(in);
    missing = StudyState.counter(in);
    lookedAtObservations = StudyState.counter(in);
    lookedAtLabels = StudyState.counter(in);
    int decision = in.readUnsignedByte();
    if (decision >= Decision.values().length) {
      throw new IOException("challenger: decision: " + decision);
    }
    told = Decision.values()[decision];
    examples.readFrom(in);
    publish();
  }
}
