package io.virk.diagnose;

import io.virk.internal.Words;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a drift has moved the signals: the largest change of a scalar signal's mean, in standard
 * deviations of the baseline, over those that drifted; over all that were measured if none of those
 * is scalar. Of a signal of which the spread alone has changed, by how much, in the same unit.
 *
 * @param deviations &ge; 0; NaN if no scalar signal was measured
 */
public record Severity(double deviations) {
  /** How much that is. */
  public enum Level {
    /** Below 1.5 standard deviations. */
    MILD,
    /** Below 4. */
    MODERATE,
    /** From there on. */
    SEVERE
  }

  /** Nothing was measured. */
  public static final Severity UNKNOWN = new Severity(Double.NaN);

  private static final double MODERATE = 1.5;
  private static final double SEVERE = 4;

  /** Beyond it, of a signal that hardly varied, the figure says nothing more. */
  private static final double MOST = 1000;

  /**
   * How much it is.
   *
   * @return empty if it is of unknown size
   */
  public Optional<Level> level() {
    if (Double.isNaN(deviations)) {
      return Optional.empty();
    }
    return Optional.of(
        deviations < MODERATE ? Level.MILD : deviations < SEVERE ? Level.MODERATE : Level.SEVERE);
  }

  /**
   * In words.
   *
   * @return "mild" below 1.5 standard deviations, "moderate" below 4, "severe" from there on, with
   *     the figure: "moderate (2.3 standard deviations of the baseline)"; "of unknown size"
   */
  public String inWords() {
    return level()
        .map(
            level ->
                Words.of(
                    "severity." + level.name().toLowerCase(Locale.ROOT),
                    deviations > MOST
                        ? Words.of("severity.most", (long) MOST)
                        : String.format(Locale.ROOT, "%.1f", deviations)))
        .orElseGet(() -> Words.of("severity.unknown"));
  }
}
