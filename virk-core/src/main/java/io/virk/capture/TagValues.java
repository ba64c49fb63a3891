package io.virk.capture;

import java.util.HashMap;
import java.util.Map;

/**
 * The distinct tag values seen so far, each kept once, so that windows and records share them and a
 * host that makes up values (a number in each) cannot fill the memory. VIRK's thread alone.
 */
public final class TagValues {
  private final int maximum;
  private final Map<String, String> values = new HashMap<>();
  private boolean exceeded;

  public TagValues(int maximum) {
    this.maximum = maximum;
  }

  /** The one instance of a value; null if it is new and there are too many. */
  String intern(String value) {
    String known = values.get(value);
    if (known == null && values.size() < maximum) {
      values.put(value, value);
      return value;
    }
    exceeded |= known == null;
    return known;
  }

  /** How many are kept. */
  int maximum() {
    return maximum;
  }

  /** Whether a value was turned down since the last call. */
  boolean takeExceeded() {
    boolean was = exceeded;
    exceeded = false;
    return was;
  }
}
