package io.virk.detect;

import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.Objects;

/**
 * When a change began, as far as it can be told: an estimate, and an interval that covers the truth
 * in more than nine of ten drifts. A change that shows clearly is found to the observation; one
 * that creeps in, or is weak, to some windows.
 *
 * @param open whether it may have begun before the first observation that is kept, so that nothing
 *     is known of the earlier end
 * @param earliest the first observation with which it may have begun; of those that are kept, if
 *     the interval is open
 * @param best the observation with which it most likely began
 * @param latest the last observation with which it may have begun
 */
public record Onset(boolean open, Position earliest, Position best, Position latest) {
  /** An interval up to this long is told by its middle. */
  private static final long SHORT_MILLIS = 120_000;

  public Onset {
    Objects.requireNonNull(earliest, "earliest");
    Objects.requireNonNull(best, "best");
    Objects.requireNonNull(latest, "latest");
    if (earliest.sequence() > best.sequence() || best.sequence() > latest.sequence()) {
      throw new IllegalArgumentException(
          "earliest, best, latest: observations "
              + earliest.sequence()
              + ", "
              + best.sequence()
              + ", "
              + latest.sequence()
              + " (expected: ascending)");
    }
  }

  /**
   * One of which nothing is known of the earlier end.
   *
   * @param best the observation with which it most likely began
   * @param latest the last observation with which it may have begun
   * @return an open interval
   */
  public static Onset before(Position best, Position latest) {
    return new Onset(true, best, best, latest);
  }

  /**
   * Whether this is surely earlier than another.
   *
   * @param other when another change began
   * @return true if the intervals have no observation in common, and this one comes first
   */
  public boolean isBefore(Onset other) {
    return !other.open && latest.sequence() < other.earliest.sequence();
  }

  /**
   * In words.
   *
   * @return for example "at 2026-01-02 14:02:10 UTC ± 5 s (observations 480 to 485)", of intervals
   *     longer than two minutes "between 2026-01-02 13:58:00 UTC and 2026-01-02 14:03:00 UTC
   *     (observations 480 to 500)", "before 2026-01-02 14:03:00 UTC (observation 500)", or, where
   *     both ends are in one second, "at about 2026-01-02 14:03:00 UTC (observation 500)"
   */
  public String inWords() {
    if (open) {
      return Words.of("onset.before", Text.time(latest.epochMillis()), latest.sequence());
    }
    String first = Text.time(earliest.epochMillis());
    String last = Text.time(latest.epochMillis());
    long from = earliest.sequence();
    long to = latest.sequence();
    if (first.equals(last)) {
      return from == to
          ? Words.of("onset.at", first, best.sequence())
          : Words.of("onset.at.several", first, from, to);
    }
    long millis = latest.epochMillis() - earliest.epochMillis();
    if (millis <= 0 || millis > SHORT_MILLIS) {
      return Words.of("onset.between", first, last, from, to);
    }
    String middle = Text.time(earliest.epochMillis() + millis / 2);
    return Words.of("onset.about", middle, millis / 2000 + 1, from, to);
  }
}
