package io.virk.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What is wrong with a builder's settings, gathered so that all of it is reported together. */
final class Problems {
  private final List<String> messages = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private Throwable cause;

  /** Notes that a setting is made; making it twice is a problem. */
  void once(String name) {
    if (!names.add(name)) {
      add(name, "set twice", "set once");
    }
  }

  void add(String name, Object value, String rule) {
    messages.add(name + ": " + value + " (expected: " + rule + ")");
  }

  void add(String name, Object value, String rule, Throwable why) {
    add(name, value, rule);
    cause = why;
  }

  /** Takes over what another has found. */
  void addAll(Problems other) {
    messages.addAll(other.messages);
  }

  boolean any() {
    return !messages.isEmpty();
  }

  /**
   * Throws if there is any problem.
   *
   * @throws IllegalArgumentException with the only message, or with all of them, a line each
   */
  void throwIfAny() {
    if (messages.size() == 1) {
      throw new IllegalArgumentException(messages.get(0), cause);
    }
    if (any()) {
      throw new IllegalArgumentException(
          messages.size() + " problems:\n- " + String.join("\n- ", messages), cause);
    }
  }
}
