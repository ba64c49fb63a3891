package io.virk.label;

import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When somebody is told that the model should be looked after: {@link io.virk.event.Triggered}. A
 * trigger never does anything itself.
 *
 * @param every on a schedule; empty for none, at least 1 min
 * @param onDrift when a drift opens
 * @param leastAccuracy when it is sure that accuracy in the present period is below this, (0, 1)
 * @param mostTouched when it is sure that persons touch more than this share of the observations,
 *     (0, 1)
 */
public record Triggers(
    Optional<Duration> every,
    boolean onDrift,
    OptionalDouble leastAccuracy,
    OptionalDouble mostTouched) {
  /** Never. */
  public static final Triggers NONE =
      new Triggers(Optional.empty(), false, OptionalDouble.empty(), OptionalDouble.empty());

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public Triggers {
    Objects.requireNonNull(every, "every");
    every.filter(e -> e.compareTo(SHORTEST) < 0).ifPresent(Triggers::tooOften);
    share("leastAccuracy", leastAccuracy);
    share("mostTouched", mostTouched);
  }

  private static void tooOften(Duration every) {
    throw new IllegalArgumentException(
        "every: " + Durations.exact(every) + " (expected: >= 1 min)");
  }

  private static void share(String name, OptionalDouble value) {
    if (value.isPresent() && !(value.getAsDouble() > 0 && value.getAsDouble() < 1)) {
      throw new IllegalArgumentException(
          name + ": " + value.getAsDouble() + " (expected: in (0, 1))");
    }
  }

  /**
   * These, and on a schedule.
   *
   * @param interval at least 1 min
   * @return a copy
   */
  public Triggers every(Duration interval) {
    return new Triggers(Optional.of(interval), onDrift, leastAccuracy, mostTouched);
  }

  /**
   * These, and when a drift opens.
   *
   * @return a copy
   */
  public Triggers whenDriftOpens() {
    return new Triggers(every, true, leastAccuracy, mostTouched);
  }

  /**
   * These, and when accuracy is surely below a bound.
   *
   * @param accuracy in (0, 1)
   * @return a copy
   */
  public Triggers accuracyBelow(double accuracy) {
    return new Triggers(every, onDrift, OptionalDouble.of(accuracy), mostTouched);
  }

  /**
   * These, and when persons surely touch more than a share of the observations.
   *
   * @param share in (0, 1)
   * @return a copy
   */
  public Triggers touchedAbove(double share) {
    return new Triggers(every, onDrift, leastAccuracy, OptionalDouble.of(share));
  }
}
