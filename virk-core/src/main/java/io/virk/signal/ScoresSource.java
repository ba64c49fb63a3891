package io.virk.signal;

import io.virk.signal.Signal.Role;
import java.util.List;

/** Signals of the scores of labels. */
final class ScoresSource implements SignalSource {
  private static final ScalarSignal TOP_SCORE = linear("top-score", "");
  private static final ScalarSignal LABEL_ENTROPY = linear("label-entropy", "bit");
  private static final CategoricalSignal LABEL =
      new CategoricalSignal("label", SignalSources.SCORES, Role.TESTED);
  private static final List<Signal> SIGNALS =
      List.of(ScalarSignal.LABELS, TOP_SCORE, LABEL_ENTROPY, LABEL);

  private final Output.Scores format;

  ScoresSource(Output.Scores format) {
    this.format = format;
  }

  private static ScalarSignal linear(String name, String unit) {
    return new ScalarSignal(
        name, ScalarSignal.Scale.LINEAR, unit, SignalSources.SCORES, Role.TESTED);
  }

  @Override
  public String name() {
    return SignalSources.SCORES;
  }

  @Override
  public List<Signal> signals() {
    return SIGNALS;
  }

  @Override
  public Reader reader() {
    return this::read;
  }

  private void read(Observation observation, Row row) {
    float[] scores = observation.scores();
    if (scores == null) {
      return;
    }
    if (scores.length != format.classes()) {
      row.flawed(
          FlawFound.declared(
              Flaw.SCORES_LENGTH, scores.length, format.classes(), observation.sequence()));
      return;
    }
    int labels = 0;
    float top = 0;
    double entropy = 0;
    long digest = Drawn.NOTHING;
    for (int i = 0; i < scores.length; i++) {
      float score = scores[i];
      if (!(score >= 0 && score <= 1)) {
        row.flawed(
            new FlawFound(
                Flaw.SCORES_VALUE, score + " at index " + i, "0 .. 1", observation.sequence()));
        return;
      }
      digest = Drawn.mixed(digest, score);
      labels += isGiven(score) ? 1 : 0;
      top = Math.max(top, score);
      entropy += entropy(score);
    }
    row.set(ScalarSignal.LABELS, labels);
    row.set(TOP_SCORE, top);
    row.set(LABEL_ENTROPY, entropy / scores.length);
    row.set(LABEL, label(scores, Drawn.of(digest, labels)));
  }

  private boolean isGiven(float score) {
    return score >= format.threshold();
  }

  /** Of one that is there or not, in bits. */
  private static double entropy(double p) {
    return p <= 0 || p >= 1 ? 0 : -(p * Math.log(p) + (1 - p) * Math.log(1 - p)) / Math.log(2);
  }

  /** One of the labels that are given, by its number among them. */
  private int label(float[] scores, int number) {
    int left = number;
    for (int i = 0; i < scores.length && left >= 0; i++) {
      if (isGiven(scores[i]) && left-- == 0) {
        return i;
      }
    }
    return Observation.NO_CLASS;
  }
}
