package io.virk.label;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * What VIRK kept of an observation until its label came.
 *
 * @param number in the order in which they were kept, &ge; 0
 * @param epochMillis when it was captured, milliseconds since 1970
 * @param predicted the class, or {@link io.virk.signal.Observation#NO_CLASS}
 * @param confidence probability of the most likely class, 0 .. 1; NaN without logits
 * @param distance from the baseline to the model (Mahalanobis); NaN without an embedding
 * @param energy of the logits; NaN without
 * @param weight of the observation among all: 0 if only the host's mark chose it
 * @param slice it is in; {@link Slice#ALL} if in none
 * @param model version that predicted it, as {@link FeedbackPolicy#model} has it
 */
public record Prediction(
    long number,
    long epochMillis,
    int predicted,
    double confidence,
    double distance,
    double energy,
    double weight,
    Slice slice,
    String model) {
  public Prediction {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(model, "model");
  }
}
