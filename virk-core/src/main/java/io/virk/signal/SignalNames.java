package io.virk.signal;

import java.util.Objects;
import java.util.regex.Pattern;

/** Checks the words of signals. */
final class SignalNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_UNIT = 20;

  private SignalNames() {}

  static void checkName(String what, String name) {
    Objects.requireNonNull(name, what);
    if (name.length() > LONGEST_NAME || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what
              + ": \""
              + name
              + "\" (expected: lower-case words joined by hyphens, <= "
              + LONGEST_NAME
              + " characters)");
    }
  }

  static void checkUnit(String unit) {
    Objects.requireNonNull(unit, "unit");
    if (unit.length() > LONGEST_UNIT || unit.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "unit: \""
              + unit
              + "\" (expected: at most "
              + LONGEST_UNIT
              + " printable characters, \"\" for none)");
    }
  }
}
