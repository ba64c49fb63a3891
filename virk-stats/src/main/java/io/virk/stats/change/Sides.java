package io.virk.stats.change;

/** Which changes a detector looks for. */
public enum Sides {
  /** Moves up alone. */
  UP,
  /** Moves down alone. */
  DOWN,
  /** Moves either way. */
  BOTH;

  boolean up() {
    return this != DOWN;
  }

  boolean down() {
    return this != UP;
  }
}
