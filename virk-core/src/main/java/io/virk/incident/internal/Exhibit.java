package io.virk.incident.internal;

import io.virk.event.Exemplar;
import java.util.Locale;

/**
 * One observation in an incident bundle.
 *
 * @param role what it shows
 * @param observation the observation
 */
public record Exhibit(Exemplar.Role role, RecordedObservation observation) {
  /**
   * The observation by name.
   *
   * @return without image and signals
   */
  public Exemplar exemplar() {
    return new Exemplar(role, observation.sequence(), observation.id(), observation.slice());
  }

  /** The name of its image in the bundle: what it shows, its number, its slice. */
  String imageName() {
    String slice =
        observation.slice().map(s -> "-" + s.replaceAll("[^A-Za-z0-9._-]+", "_")).orElse("");
    return String.format(
        Locale.ROOT,
        "images/%s-%08d%s.png",
        role.name().toLowerCase(Locale.ROOT),
        observation.sequence(),
        slice.length() > 60 ? slice.substring(0, 60) : slice);
  }
}
