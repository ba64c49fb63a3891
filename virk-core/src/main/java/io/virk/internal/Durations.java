package io.virk.internal;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations in words, for messages, logs and statuses: never as ISO 8601 has them. */
public final class Durations {
  private static final String[] UNITS = {"d", "h", "min", "s", "ms", "us", "ns"};

  /** Nanoseconds of each. */
  private static final long[] NANOS = {
    86_400_000_000_000L, 3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L, 1L
  };

  private static final int SECONDS = 3;
  private static final Duration LONGEST = Duration.ofDays(365_250);
  private static final Pattern WRITTEN =
      Pattern.compile(
          "(?:(\\d{1,9}) d)? ?(?:(\\d{1,9}) h)? ?(?:(\\d{1,9}) min)? ?(?:(\\d{1,9}) s)?");

  private Durations() {}

  /**
   * One that somebody set: all of it, so that two that differ do not read alike.
   *
   * @param duration any
   * @return for example "5 s", "10 ms", "1 h 30 min"
   */
  public static String exact(Duration duration) {
    if (duration.isNegative()) {
      boolean least = duration.getSeconds() == Long.MIN_VALUE; // has no opposite
      return "-" + exact(least ? Duration.ofSeconds(Long.MAX_VALUE) : duration.negated());
    }
    StringBuilder words = new StringBuilder();
    long[] parts = {
      duration.toDays(),
      duration.toHoursPart(),
      duration.toMinutesPart(),
      duration.toSecondsPart(),
      duration.toMillisPart(),
      duration.toNanosPart() / 1_000 % 1_000,
      duration.toNanosPart() % 1_000
    };
    for (int u = 0; u < parts.length; u++) {
      if (parts[u] != 0) {
        words.append(words.isEmpty() ? "" : " ").append(parts[u]).append(' ').append(UNITS[u]);
      }
    }
    return words.isEmpty() ? "0 s" : words.toString();
  }

  /**
   * Reads one that somebody wrote.
   *
   * @param words whole numbers and units in the order d, h, min, s, each at most once, as {@link
   *     #exact} writes them, for example "1 h 30 min"
   * @return empty if it is anything else, or above a thousand years
   */
  public static Optional<Duration> parse(String words) {
    Matcher matcher = WRITTEN.matcher(words);
    if (words.isBlank() || !matcher.matches()) {
      return Optional.empty();
    }
    Duration sum = Duration.ZERO;
    for (int u = 0; u <= SECONDS; u++) {
      String number = matcher.group(u + 1);
      sum = number == null ? sum : sum.plusSeconds(seconds(number, u));
    }
    return Optional.of(sum).filter(d -> d.compareTo(LONGEST) <= 0);
  }

  private static long seconds(String number, int unit) {
    return Long.parseLong(number) * (NANOS[unit] / NANOS[SECONDS]);
  }

  /**
   * One that was measured, in the unit in which it is read most easily: below a second with three
   * digits, otherwise with one after the point.
   *
   * @param nanos nanoseconds, &ge; 0
   * @return for example "351 ns", "15.1 us", "8.0 s", "3.8 min"
   */
  public static String about(long nanos) {
    int u = UNITS.length - 1;
    while (u > SECONDS && nanos >= 999.5 * NANOS[u]) {
      u--;
    }
    while (u <= SECONDS && u > 0 && nanos >= 2 * NANOS[u - 1]) {
      u--;
    }
    double value = (double) nanos / NANOS[u];
    if (u == UNITS.length - 1) {
      return nanos + " ns";
    }
    String format =
        u <= SECONDS
            ? "%.1f %s"
            : value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s";
    return String.format(Locale.ROOT, format, value, UNITS[u]);
  }
}
