package io.virk.stats.change;

/** What a detector says of the stream after an observation. */
public enum Change {
  /** No change, as far as can be told. */
  NONE,
  /** The stream has moved up. */
  UP,
  /** The stream has moved down. */
  DOWN,
  /** The stream has changed in a way that has no direction. */
  OTHER;

  /** Whether this is a change at all. */
  public boolean isChange() {
    return this != NONE;
  }
}
