package io.virk;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The rules of a builder's settings: what breaks one is gathered, and told together. */
final class SettingChecks {
  private final Set<String> set = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  /** Passes a value on; a problem if the setting has one already. */
  <T> T once(String setting, T value) {
    Objects.requireNonNull(value, setting);
    if (!set.add(setting)) {
      problem(setting + " is set twice");
    }
    return value;
  }

  /** Passes a number on; a problem outside low .. high. */
  int range(String setting, int value, int low, int high) {
    if (value < low || value > high) {
      wrong(setting, value, low + " .. " + high);
    }
    return value;
  }

  /** Both. */
  int once(String setting, int value, int low, int high) {
    return once(setting, range(setting, value, low, high));
  }

  void notBlank(String setting, String value) {
    if (value.isBlank()) {
      wrong(setting, '"' + value + '"', "not blank");
    }
  }

  void positive(String setting, Duration value) {
    if (value.isNegative() || value.isZero()) {
      wrong(setting, value, "> 0");
    }
  }

  /** A problem if the folder is a file, or can neither be written to nor be made. */
  void folder(String setting, Path value) {
    if (Files.exists(value) && !Files.isDirectory(value)) {
      wrong(setting, value, "a folder, or nothing yet");
    } else if (!writable(value)) {
      wrong(setting, value, "where this process may write");
    }
  }

  /** A problem if the file is a folder, or its own can neither be written to nor be made. */
  void file(String setting, Path value) {
    if (Files.isDirectory(value)) {
      wrong(setting, value, "a file, or nothing yet");
    } else if (!writable(value.toAbsolutePath().getParent())) {
      wrong(setting, value, "where this process may write");
    }
  }

  private static boolean writable(Path folder) {
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
  }

  /** A value breaks a rule. */
  void wrong(String setting, Object value, String rule) {
    problem(setting + ": " + value + " (expected: " + rule + ")");
  }

  void problem(String problem) {
    problems.add(problem);
  }

  /**
   * Ends the gathering.
   *
   * @param what cannot be done because of them
   * @throws IllegalArgumentException if there are any; the message has all
   */
  void throwIfAny(String what) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(what + ": " + String.join("; ", problems));
    }
  }
}
