package io.virk.capture.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The distinct tag values seen so far, each kept once, so that windows and records share them and a
 * host that makes up values (a number in each) cannot fill the memory. VIRK's thread alone, but for
 * {@link #memory}.
 */
final class TagValues {
  /** What a map entry, a string and its array take beside the characters: bytes, about. */
  private static final int OVERHEAD = 96;

  private final int maximum;
  private final Set<String> unlisted;
  private final Map<String, String> values = new HashMap<>();
  private boolean exceeded;
  private volatile long memory;

  TagValues(int maximum) {
    this(maximum, Set.of());
  }

  /**
   * Of no values yet.
   *
   * @param unlisted keys that are read by whoever knows them, and told to nobody else
   */
  TagValues(int maximum, Set<String> unlisted) {
    this.maximum = maximum;
    this.unlisted = unlisted;
  }

  /** Whether a key is not to be told. */
  boolean isUnlisted(String key) {
    return !unlisted.isEmpty() && unlisted.contains(key);
  }

  /** The one instance of a value; null if it is new and there are too many. */
  String intern(String value) {
    String known = values.get(value);
    if (known == null && values.size() < maximum) {
      values.put(value, value);
      memory = memory + OVERHEAD + 2L * value.length();
      return value;
    }
    exceeded |= known == null;
    return known;
  }

  /** Whether a value was turned down since the last call. */
  boolean takeExceeded() {
    boolean was = exceeded;
    exceeded = false;
    return was;
  }

  /** How many are kept at most. */
  int maximum() {
    return maximum;
  }

  /** Bytes held, at most. Any thread. */
  long memory() {
    return memory;
  }
}
