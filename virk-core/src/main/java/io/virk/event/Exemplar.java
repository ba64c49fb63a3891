package io.virk.event;

import java.util.Optional;

/**
 * An observation that shows a drift, by name; its image and signals are in the incident bundle.
 *
 * @param role what it shows
 * @param sequence its number
 * @param id the name by which the host finds it again; empty if it gave none
 * @param slice the value of the tag by which observations are sliced; empty if it has none
 */
public record Exemplar(Role role, long sequence, Optional<String> id, Optional<String> slice) {
  /** What an observation shows. */
  public enum Role {
    /** A slice that drifted, as it was before. */
    BEFORE,
    /** A slice that drifted, since the drift began. */
    DURING,
    /** Other slices at the same time. */
    OTHER
  }
}
