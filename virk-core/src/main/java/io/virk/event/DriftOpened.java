package io.virk.event;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A drift began.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param diagnosis what happened, why, and what to do
 * @param exemplars observations that show it, and some that show how it was before and elsewhere:
 *     those that the flight recorder has, none if it keeps none
 * @param incident the bundle with the evidence; empty if none is written, or writing failed
 */
public record DriftOpened(
    String monitor,
    Drift drift,
    Diagnosis diagnosis,
    List<Exemplar> exemplars,
    Optional<Path> incident)
    implements MonitorEvent {
  public DriftOpened {
    exemplars = List.copyOf(exemplars);
  }
}
