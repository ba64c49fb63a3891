package io.virk.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The settings of a builder: each is made once at most, and whatever breaks a rule is gathered and
 * told together. Rejects, and never repairs: a value is passed on as it is. Not thread-safe.
 */
public final class Settings {
  private final Set<String> made = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private Throwable cause;

  /**
   * Makes a setting; a problem if it was made before.
   *
   * @param setting its name, that of the builder's method
   * @param value not null
   * @param <T> of the value
   * @return the value
   */
  public <T> T once(String setting, T value) {
    Objects.requireNonNull(value, setting);
    if (!made.add(setting)) {
      problem(setting + " is set twice");
    }
    return value;
  }

  /**
   * Makes a setting that is a number, both {@link #once(String, Object)} and {@link #range}.
   *
   * @param setting its name
   * @param value any
   * @param low the least it may be
   * @param high the most it may be
   * @return the value
   */
  public int once(String setting, int value, int low, int high) {
    return once(setting, range(setting, value, low, high));
  }

  /**
   * Whether a setting was made.
   *
   * @param setting its name
   * @return true after {@link #once(String, Object)}
   */
  public boolean has(String setting) {
    return made.contains(setting);
  }

  /**
   * A problem outside of low .. high.
   *
   * @param setting what the number is of
   * @param value any
   * @param low the least it may be
   * @param high the most it may be; {@link Integer#MAX_VALUE} for no bound
   * @return the value
   */
  public int range(String setting, int value, int low, int high) {
    if (value < low || value > high) {
      wrong(setting, value, high == Integer.MAX_VALUE ? ">= " + low : low + " .. " + high);
    }
    return value;
  }

  /**
   * A problem if there is no text.
   *
   * @param setting what the text is of
   * @param value not null
   */
  public void notBlank(String setting, String value) {
    if (value.isBlank()) {
      wrong(setting, '"' + value + '"', "not blank");
    }
  }

  /**
   * A problem if it is no name as {@link Text#isName} has it.
   *
   * @param setting what is to be called so
   * @param value not null
   */
  public void name(String setting, String value) {
    if (!Text.isName(value)) {
      wrong(setting, '"' + Text.clean(value) + '"', Text.NAME_RULE);
    }
  }

  /**
   * A problem if the time is not &gt; 0.
   *
   * @param setting what the time is of
   * @param time not null
   */
  public void positive(String setting, Duration time) {
    if (time.isNegative() || time.isZero()) {
      wrong(setting, time, "> 0");
    }
  }

  /**
   * A problem if the folder is a file, or files cannot be written in it, which is tried.
   *
   * @param setting what the folder is for
   * @param value not null; may be missing if it can be made
   */
  public void folder(String setting, Path value) {
    if (Files.exists(value) && !Files.isDirectory(value)) {
      wrong(setting, value, "a folder, or nothing yet");
    } else {
      writable(setting, value, value);
    }
  }

  /**
   * A problem if the file is a folder, or files cannot be written in its own, which is tried.
   *
   * @param setting what the file is for
   * @param value not null; its folder may be missing if it can be made
   */
  public void file(String setting, Path value) {
    if (Files.isDirectory(value)) {
      wrong(setting, value, "a file, or nothing yet");
    } else {
      writable(setting, value, value.toAbsolutePath().getParent());
    }
  }

  /** No other question has a true answer: whose folder it is, what is mounted there, its room. */
  private void writable(String setting, Path value, Path folder) {
    try {
      AtomicFile.checkFolder(folder);
    } catch (IOException e) {
      wrong(setting, value, "where this process may write; " + Text.message(e), e);
    }
  }

  /**
   * Makes a value that checks itself; a problem with its words if it throws an
   * IllegalArgumentException.
   *
   * @param value makes it
   * @param <T> of the value
   * @return the value; null if there was a problem
   */
  public <T> T valid(Supplier<T> value) {
    return valid("", value);
  }

  /**
   * The same for a value that does not name the setting.
   *
   * @param prefix begins the problem's words
   * @param value makes it
   * @param <T> of the value
   * @return the value; null if there was a problem
   */
  public <T> T valid(String prefix, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      problem(prefix + e.getMessage());
      return null;
    }
  }

  /**
   * A value breaks a rule.
   *
   * @param setting what the value is of
   * @param value what was found
   * @param rule what was expected
   */
  public void wrong(String setting, Object value, String rule) {
    Object found = value instanceof Duration duration ? Durations.exact(duration) : value;
    problem(setting + ": " + found + " (expected: " + rule + ")");
  }

  /**
   * A value breaks a rule, and something was thrown that says why.
   *
   * @param setting what the value is of
   * @param value what was found
   * @param rule what was expected
   * @param why becomes the cause of what {@link #throwIfAny} throws
   */
  public void wrong(String setting, Object value, String rule, Throwable why) {
    wrong(setting, value, rule);
    cause = why;
  }

  /**
   * Settings do not go together.
   *
   * @param problem in words; made safe for a log
   */
  public void problem(String problem) {
    problems.add(Text.clean(problem, Text.SENTENCE));
  }

  /**
   * Takes over the problems of another.
   *
   * @param other Not modified.
   */
  public void problems(Settings other) {
    problems.addAll(other.problems);
  }

  /**
   * Whether there are problems so far.
   *
   * @return true if {@link #throwIfAny} would throw
   */
  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  /**
   * Ends the gathering.
   *
   * @param what cannot be done because of them
   * @throws IllegalArgumentException if there are any; the message has all
   */
  public void throwIfAny(String what) {
    if (hasProblems()) {
      throw new IllegalArgumentException(what + ": " + String.join("; ", problems), cause);
    }
  }
}
