package io.virk.detect;

import java.io.DataInput;
import java.io.IOException;

/** The numbers of a watch's state, which come from a file and may be anything. */
final class WatchState {
  private WatchState() {}

  /** A number. */
  static double number(DataInput in, String name) throws IOException {
    double value = in.readDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: finite)");
    }
    return value;
  }

  /** Evidence, which is at least 0. */
  static double evidence(DataInput in, String name) throws IOException {
    double value = number(in, name);
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }
}
