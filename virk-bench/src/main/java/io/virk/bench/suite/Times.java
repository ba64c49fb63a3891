package io.virk.bench.suite;

import java.util.Locale;

/** Times as people read them. */
final class Times {
  private static final String[] UNITS = {"ns", "us", "ms", "s"};

  private Times() {}

  /** For example "12.3 us", of nanoseconds; "-" where there is none. */
  static String text(double nanos) {
    if (!Double.isFinite(nanos)) {
      return "-";
    }
    int unit = 0;
    double value = nanos;
    while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    int digits = Math.abs(value) >= 99.95 ? 0 : Math.abs(value) >= 9.995 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + digits + "f %s", value, UNITS[unit]);
  }
}
