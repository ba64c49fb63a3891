package io.virk.label;

import io.virk.signal.Observation;
import java.util.Objects;

/**
 * A label, and the prediction that it was joined with.
 *
 * @param prediction what VIRK kept of the observation
 * @param label what was said of it; one that confirms the prediction names its class
 */
public record Labelled(Prediction prediction, Label label) {
  public Labelled {
    Objects.requireNonNull(prediction, "prediction");
    Objects.requireNonNull(label, "label");
  }

  /**
   * The class that the label says it is of.
   *
   * @return &ge; 0, or {@link Observation#NO_CLASS} if it says none
   */
  public int actual() {
    return label.kind() == Label.Kind.CONFIRMED ? prediction.predicted() : label.actual();
  }

  /**
   * Whether it is known which class the model predicted: not of an observation without logits,
   * probabilities and {@code predictedClass(..)}.
   *
   * @return whether a class can be compared with it
   */
  public boolean hasPrediction() {
    return prediction.predicted() != Observation.NO_CLASS;
  }

  /**
   * Whether the label says that the prediction is right.
   *
   * @return false if it is wrong, if it cannot be judged, and if there is none
   */
  public boolean isRight() {
    return switch (label.kind()) {
      case LABEL, CORRECTION -> label.actual() == prediction.predicted();
      case CONFIRMED -> true;
      case WRONG, REJECTED -> false;
    };
  }
}
