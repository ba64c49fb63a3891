package io.virk.label;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * An observation that should be labelled. Its label carries the weight by itself.
 *
 * @param id by which the host knows it
 * @param epochMillis when it was captured, milliseconds since 1970
 * @param slice it is in; {@link Slice#ALL} if in none
 * @param why it was chosen
 * @param weight how many observations it stands for: one over the probability of its choice, &ge; 1
 * @param predicted class that the model told, or {@link io.virk.signal.Observation#NO_CLASS}. Not
 *     to be shown to who labels: labels that are made blind agree with it less
 */
public record ToLabel(
    String id, long epochMillis, Slice slice, Why why, double weight, int predicted) {
  /** Why an observation was chosen. */
  public enum Why {
    /** By chance: the control group, which says without bias how often the model is right. */
    CONTROL,
    /** The model was not sure of it. */
    UNSURE,
    /** It came during a drift. */
    DRIFT,
    /** To the model it is far from the baseline. */
    FAR
  }

  public ToLabel {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(why, "why");
  }
}
