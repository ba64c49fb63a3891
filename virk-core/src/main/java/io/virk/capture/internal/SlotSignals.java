package io.virk.capture.internal;

import java.util.Arrays;
import java.util.List;

/**
 * The values of the host's own signals in a slot. Allocates nothing after construction and never
 * throws. Cost of one: a comparison with each name.
 */
final class SlotSignals {
  private final String[] names;
  private final double[] values;
  private String unknown;

  /** With room for one value of each name. */
  SlotSignals(List<String> names) {
    this.names = names.toArray(new String[0]);
    this.values = new double[this.names.length];
    clear();
  }

  /** Forgets what was given. */
  void clear() {
    Arrays.fill(values, Double.NaN);
    unknown = null;
  }

  void take(String name, double value) {
    int at = indexOf(name);
    if (at >= 0) {
      values[at] = value;
    } else {
      unknown = name;
    }
  }

  private int indexOf(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** NaN if it was not given. */
  double value(String name) {
    int at = indexOf(name);
    return at < 0 ? Double.NaN : values[at];
  }

  /** A name that there is no room for; null if there was none. */
  String unknown() {
    return unknown;
  }

  /** Bytes, about. */
  long memory() {
    return 12L * names.length;
  }

  /** Lets go of the host's objects. */
  void forget() {
    unknown = null;
  }
}
