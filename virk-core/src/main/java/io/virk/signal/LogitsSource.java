package io.virk.signal;

import io.virk.internal.Finite;
import io.virk.stats.ood.Energy;
import java.util.List;
import java.util.Locale;

/**
 * Signals of the logits, and of probabilities that are handed over in their place or beside them. A
 * class may be masked out: a logit of -infinity is a probability of 0, as long as another one is
 * finite.
 */
final class LogitsSource implements SignalSource {
  private static final List<Signal> SIGNALS =
      List.of(ScalarSignal.CONFIDENCE, ScalarSignal.ENERGY, CategoricalSignal.PREDICTED_CLASS);

  private static final List<Signal> WITH_PROBABILITIES =
      List.of(
          ScalarSignal.CONFIDENCE,
          ScalarSignal.ENERGY,
          ScalarSignal.CLASS_ENTROPY,
          CategoricalSignal.PREDICTED_CLASS);

  /** How far the sum of probabilities in half precision may be from 1. */
  private static final double ROUNDING = 0.02;

  private final int length;
  private final int probabilities;

  /** Of logits and probabilities of a length; 0 if they are not monitored. */
  LogitsSource(int length, int probabilities) {
    if (length < 0) {
      throw new IllegalArgumentException("length: " + length + " (expected: >= 0)");
    }
    this.length = length;
    this.probabilities = probabilities;
  }

  @Override
  public String name() {
    return SignalSources.LOGITS;
  }

  @Override
  public List<Signal> signals() {
    return probabilities > 0 ? WITH_PROBABILITIES : SIGNALS;
  }

  @Override
  public Reader reader() {
    return this::read;
  }

  private void read(Observation observation, Row row) {
    float[] logits = length > 0 ? observation.logits() : null;
    float[] shares = probabilities > 0 ? observation.probabilities() : null;
    boolean trusted = true; // the class of what is flawed is not
    if (logits != null) {
      FlawFound flaw = flaw(observation, logits);
      if (flaw != null) {
        row.flawed(flaw);
        trusted = false;
      } else {
        double energy = Energy.of(logits, 1);
        row.set(ScalarSignal.ENERGY, energy);
        row.set(ScalarSignal.CONFIDENCE, Math.exp(max(logits) + energy));
      }
    }
    if (shares != null) {
      FlawFound flaw = flawOfShares(observation, shares);
      if (flaw != null) {
        row.flawed(flaw);
        trusted &= logits != null;
      } else {
        row.set(ScalarSignal.CLASS_ENTROPY, entropy(shares));
        if (logits == null) {
          row.set(ScalarSignal.CONFIDENCE, max(shares));
        }
      }
    }
    if (trusted) {
      row.set(CategoricalSignal.PREDICTED_CLASS, observation.predictedClass());
    }
  }

  /** In bits. */
  private static double entropy(float[] shares) {
    double sum = 0;
    for (float share : shares) {
      sum -= share > 0 ? share * Math.log(share) : 0;
    }
    return sum / Math.log(2);
  }

  private FlawFound flawOfShares(Observation observation, float[] shares) {
    long number = observation.sequence();
    if (shares.length != probabilities) {
      return FlawFound.declared(Flaw.PROBABILITIES_LENGTH, shares.length, probabilities, number);
    }
    double sum = 0;
    for (int i = 0; i < shares.length; i++) {
      if (!(shares[i] >= 0 && shares[i] <= 1 + ROUNDING)) {
        return new FlawFound(
            Flaw.PROBABILITIES_VALUE, shares[i] + " at index " + i, "0 .. 1", number);
      }
      sum += shares[i];
    }
    return Math.abs(sum - 1) <= ROUNDING
        ? null
        : new FlawFound(
            Flaw.PROBABILITIES_VALUE,
            String.format(Locale.ROOT, "a sum of %.4g", sum),
            "0.98 .. 1.02",
            number);
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
