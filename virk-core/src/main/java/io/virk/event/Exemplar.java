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
    /** A slice that drifted, as the baseline knows it. */
    BASELINE,
    /** A slice that drifted, as it was before: of windows that were judged normal. */
    BEFORE,
    /** A slice that drifted, since the drift began. */
    DURING,
    /** The same, of those that show it as it is in the mean. */
    TYPICAL,
    /** The same, of those that are furthest away. */
    EXTREME,
    /** What did not drift, at the same time, to compare with. */
    OTHER,
    /** A slice that drifted, after it recovered. */
    AFTER
  }
}
