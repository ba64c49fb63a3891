package io.virk.label;

import io.virk.incident.Incident;
import java.util.List;

/**
 * What a model should be trained on next: labelled errors and corrections always; more where it
 * says so.
 *
 * @param incidents whose observations are candidates, too, where no known cause explains the drift:
 *     what a lens does is put right at the lens
 * @param balanced whether of each class at most as many are taken as there are of the rarest
 */
public record Candidates(List<Incident> incidents, boolean balanced) {
  /** Errors and corrections. */
  public static final Candidates LABELLED = new Candidates(List.of(), false);

  public Candidates {
    incidents = List.copyOf(incidents);
  }

  /** Why an observation is a candidate. */
  public enum Why {
    /** An operator overrode the prediction. */
    CORRECTED,
    /** A label says that the prediction is wrong. */
    FAILED,
    /** It is of a drift that no known cause explains: new content. */
    NOVEL,
    /** It is of a drift in which only some observations are unlike the baseline. */
    COVERAGE_GAP
  }

  /**
   * The same, and those of incidents.
   *
   * @param more as an {@link io.virk.incident.IncidentReader} reads them
   * @return a copy
   */
  public Candidates incidents(List<Incident> more) {
    return new Candidates(more, balanced);
  }

  /**
   * The same with at most as many of each class as there are of the rarest; those without a class
   * stay.
   *
   * @return a copy
   */
  public Candidates withBalancedClasses() {
    return new Candidates(incidents, true);
  }
}
