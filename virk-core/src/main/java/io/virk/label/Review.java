package io.virk.label;

import io.virk.incident.IncidentObservation;
import java.util.List;
import java.util.Objects;

/**
 * Observations that somebody should look at; {@code Report.of(review)} makes the page, on which
 * decisions are made and saved.
 *
 * @param name of it, which its decisions carry
 * @param items in the order of their reasons
 */
public record Review(String name, List<Item> items) {
  /** Why an observation is in a review. */
  public enum Why {
    /** The model was least sure of it. */
    UNSURE,
    /** To the model it is furthest from the baseline. */
    FAR,
    /** Labellers disagree on it: {@link AnnotationQuality#disputed}. */
    DISPUTED,
    /** By chance, for comparison: how often the model is wrong in general. */
    CONTROL
  }

  /**
   * One of its observations.
   *
   * @param why it is in the review
   * @param incident the {@link io.virk.incident.Incident#key} of the incident that it is of
   * @param observation with its picture, if it has one
   */
  public record Item(Why why, String incident, IncidentObservation observation) {
    public Item {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(incident, "incident");
      Objects.requireNonNull(observation, "observation");
    }
  }

  public Review {
    Objects.requireNonNull(name, "name");
    items = List.copyOf(items);
  }
}
