package io.virk.detect;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
   * @return for example "between 2026-01-02T13:58:00Z and 2026-01-02T14:03:00Z (observations 480 to
   *     500)", "before 2026-01-02T14:03:00Z (observation 500)", or, where both ends are in one
   *     second, "at about 2026-01-02T14:03:00Z (observation 500)"
   */
  public String inWords() {
    if (open) {
      return "before " + time(latest) + " (observation " + latest.sequence() + ")";
    }
    String first = time(earliest);
    String last = time(latest);
    String observations =
        earliest.sequence() == latest.sequence()
            ? " (observation " + best.sequence() + ")"
            : " (observations " + earliest.sequence() + " to " + latest.sequence() + ")";
    return (first.equals(last) ? "at about " + first : "between " + first + " and " + last)
        + observations;
  }

  private static String time(Position position) {
    return Instant.ofEpochMilli(position.epochMillis()).truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
