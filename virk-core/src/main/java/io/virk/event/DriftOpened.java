package io.virk.event;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import java.util.List;

/**
 * A drift began. Told before anything is written: where the evidence is, {@link IncidentWritten}
 * says.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param diagnosis what happened, why, and what to do
 * @param exemplars observations that show it, and some that show how it was before and elsewhere:
 *     those that the flight recorder has, none if it keeps none
 */
public record DriftOpened(
    String monitor, Drift drift, Diagnosis diagnosis, List<Exemplar> exemplars)
    implements MonitorEvent {
  public DriftOpened {
    exemplars = List.copyOf(exemplars);
  }
}
