package io.virk.incident.internal;

import io.virk.detect.Slice;
import io.virk.event.Exemplar;
import java.util.Optional;

/**
 * One observation of an incident.
 *
 * @param role what it shows
 * @param observation the observation
 */
record Exhibit(Exemplar.Role role, RecordedObservation observation) {
  /** The observation by name. */
  Exemplar exemplar() {
    Slice slice = observation.slice();
    return new Exemplar(
        role,
        observation.sequence(),
        observation.id(),
        slice == null || slice.isAll() ? Optional.empty() : Optional.of(slice.value()));
  }
}
