package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;

/** Which changes a detector looks for. */
public enum Sides {
  /** Moves up alone. */
  UP,
  /** Moves down alone. */
  DOWN,
  /** Moves either way. */
  BOTH;

  static Sides of(boolean up, boolean down) {
    return up ? down ? BOTH : UP : DOWN;
  }

  static Sides readFrom(BinaryInput in) {
    boolean up = in.flag("looks for moves up");
    boolean down = in.flag("looks for moves down");
    if (!up && !down) {
      throw Checks.rejected("sides", "none", "one or both");
    }
    return of(up, down);
  }

  void writeTo(BinaryOutput out) {
    out.flag(up()).flag(down());
  }

  boolean up() {
    return this != DOWN;
  }

  boolean down() {
    return this != UP;
  }
}
