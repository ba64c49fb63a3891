package io.virk.fleet;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.internal.Durations;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a fleet is judged. All parts of it go by the same settings.
 *
 * @param period of a summary, 1 second to 1 day
 * @param window periods that are judged together, 1 .. 1440
 * @param learning windows of a slice, and of a group, in which its usual level and scatter are
 *     learned, 16 .. 2016, before it is judged. They should span what is usual, a day above all:
 *     what lies outside it later is a drift
 * @param allowance how often the whole fleet may be told to have drifted for nothing: over all
 *     slices, groups, signals and times. Of the units windows and time; a window is one of all
 *     slices together
 * @param groups keys of tags by which slices belong together, for example site and firmware
 * @param emission when findings become a drift and when it is over
 * @param share of the slices that are named that may be named by chance, in the mean, (0, 0.5]
 */
public record FleetSettings(
    Duration period,
    int window,
    int learning,
    FalseAlarms allowance,
    List<String> groups,
    EmissionPolicy emission,
    double share) {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final int MOST_GROUPS = 16;
  private static final int MOST_WINDOW = 1440;
  private static final int LEAST_LEARNING = 16;
  private static final int MOST_LEARNING = 2016;
  private static final double SHARE = 0.1;

  public FleetSettings {
    checkedPeriod(period);
    if (window < 1 || window > MOST_WINDOW) {
      throw new IllegalArgumentException(
          "window: " + window + " (expected: 1 .. " + MOST_WINDOW + ")");
    }
    if (learning < LEAST_LEARNING || learning > MOST_LEARNING) {
      throw new IllegalArgumentException(
          "learning: " + learning + " (expected: " + LEAST_LEARNING + " .. " + MOST_LEARNING + ")");
    }
    if (Objects.requireNonNull(allowance, "allowance").unit() == FalseAlarms.Unit.OBSERVATIONS) {
      throw new IllegalArgumentException(
          "allowance: " + allowance + " (expected: counted in windows, or in time)");
    }
    groups = checkedGroups(groups);
    Objects.requireNonNull(emission, "emission");
    if (!(share > 0 && share <= 0.5)) {
      throw new IllegalArgumentException("share: " + share + " (expected: above 0, at most 0.5)");
    }
  }

  static Duration checkedPeriod(Duration period) {
    if (period.compareTo(SHORTEST) < 0 || period.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "period: "
              + Durations.exact(period)
              + " (expected: "
              + Durations.exact(SHORTEST)
              + " .. "
              + Durations.exact(LONGEST)
              + ")");
    }
    return period;
  }

  static List<String> checkedGroups(List<String> keys) {
    if (keys.size() > MOST_GROUPS) {
      throw new IllegalArgumentException(
          "groups: " + keys.size() + " (expected: at most " + MOST_GROUPS + ")");
    }
    return List.copyOf(keys);
  }

  /**
   * Summaries of a minute, judged every ten, a day to learn; no groups.
   *
   * @param allowance how often the whole fleet may be told to have drifted for nothing
   * @return the settings
   */
  public static FleetSettings of(FalseAlarms allowance) {
    return new FleetSettings(
        Duration.ofMinutes(1), 10, 144, allowance, List.of(), EmissionPolicy.DEFAULT, SHARE);
  }

  /**
   * The same by other groups.
   *
   * @param keys of tags
   * @return other settings
   */
  public FleetSettings groups(String... keys) {
    return new FleetSettings(period, window, learning, allowance, List.of(keys), emission, share);
  }

  /**
   * The same in other times.
   *
   * @param ofSummary of a summary
   * @param periods of a window
   * @param windows to learn
   * @return other settings
   */
  public FleetSettings times(Duration ofSummary, int periods, int windows) {
    return new FleetSettings(ofSummary, periods, windows, allowance, groups, emission, share);
  }

  /**
   * The same with another emission.
   *
   * @param policy when findings become a drift and when it is over
   * @return other settings
   */
  public FleetSettings emission(EmissionPolicy policy) {
    return new FleetSettings(period, window, learning, allowance, groups, policy, share);
  }

  long windowMillis() {
    return period.toMillis() * window;
  }
}
