package io.virk.engine;

import io.virk.detect.Drift;

/**
 * A change of an episode.
 *
 * @param kind what happened
 * @param drift the episode after it
 */
public record DriftTransition(Kind kind, Drift drift) {
  /** What can happen to an episode. */
  public enum Kind {
    /** It began. */
    OPENED,
    /** It had closed, and goes on. */
    REOPENED,
    /** Another of its windows drifted. */
    UPDATED,
    /** It is over. */
    CLOSED
  }
}
