package io.virk.event;

import java.time.Duration;
import java.util.Locale;

/** Spans of time for persons. */
final class Spans {
  private static final double MINUTE = 60;
  private static final double HOUR = 60 * MINUTE;
  private static final double DAY = 24 * HOUR;

  private Spans() {}

  /** In the unit in which it is read most easily: "20 ms", "2.0 s", "40 s", "12 min", "3.0 h". */
  static String inWords(Duration span) {
    double seconds = span.toNanos() / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", 1e3 * seconds);
    }
    if (seconds < 2 * MINUTE) {
      return number(seconds, "s");
    }
    if (seconds < 2 * HOUR) {
      return number(seconds / MINUTE, "min");
    }
    return seconds < 2 * DAY ? number(seconds / HOUR, "h") : number(seconds / DAY, "days");
  }

  private static String number(double value, String unit) {
    return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
  }
}
