package io.virk.signal;

import io.virk.internal.Finite;
import io.virk.stats.ood.Energy;
import java.util.List;

/**
 * Signals of the logits. A class may be masked out: a logit of -infinity is a probability of 0, as
 * long as another one is finite.
 */
final class LogitsSource implements SignalSource {
  private static final List<Signal> SIGNALS =
      List.of(ScalarSignal.CONFIDENCE, ScalarSignal.ENERGY, CategoricalSignal.PREDICTED_CLASS);

  private final int length;

  /** Of logits of a length; 0 if they are not monitored. */
  LogitsSource(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("length: " + length + " (expected: >= 0)");
    }
    this.length = length;
  }

  @Override
  public String name() {
    return SignalSources.LOGITS;
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
    float[] logits = observation.logits();
    if (logits != null && length > 0) {
      FlawFound flaw = flaw(observation, logits);
      if (flaw != null) {
        row.flawed(flaw);
        return; // its class is not to be trusted either
      }
      double energy = Energy.of(logits, 1);
      row.set(ScalarSignal.ENERGY, energy);
      row.set(ScalarSignal.CONFIDENCE, Math.exp(max(logits) + energy));
    }
    row.set(CategoricalSignal.PREDICTED_CLASS, observation.predictedClass());
  }

  private FlawFound flaw(Observation observation, float[] logits) {
    long number = observation.sequence();
    if (logits.length != length) {
      return FlawFound.length(Flaw.LOGITS_LENGTH, observation.givenLogitsLength(), length, number);
    }
    if (Finite.all(logits)) {
      return null;
    }
    int masked = 0;
    for (int i = 0; i < length; i++) {
      if (Float.isNaN(logits[i]) || logits[i] == Float.POSITIVE_INFINITY) {
        return new FlawFound(
            Flaw.LOGITS_NOT_FINITE,
            logits[i] + " at index " + i,
            "finite values, -infinity for masked classes",
            number);
      }
      masked += logits[i] == Float.NEGATIVE_INFINITY ? 1 : 0;
    }
    return masked < length
        ? null
        : new FlawFound(
            Flaw.LOGITS_NOT_FINITE,
            "-Infinity for every class",
            "at least one class that is not masked",
            number);
  }

  private static double max(float[] values) {
    float max = values[0];
    for (float v : values) {
      max = Math.max(max, v);
    }
    return max;
  }
}
