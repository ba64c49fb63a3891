package io.virk.fleet;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What a monitor hands on of its slices, for a fleet: {@code
 * Monitor.builder(baseline).summaries(Summaries.to(SummaryFolder.of(path)).groups("site"))}.
 *
 * @param sink that takes them
 * @param period of a summary, 1 second to 1 day
 * @param groups keys of the tags that say what a slice belongs to, at most 16
 */
public record Summaries(SummarySink sink, Duration period, List<String> groups) {
  public Summaries {
    Objects.requireNonNull(sink, "sink");
    FleetSettings.checkedPeriod(period);
    groups = FleetSettings.checkedGroups(groups);
  }

  /**
   * Summaries of a minute, of slices that belong to nothing.
   *
   * @param sink that takes them
   * @return what is handed on
   */
  public static Summaries to(SummarySink sink) {
    return new Summaries(sink, Duration.ofMinutes(1), List.of());
  }

  /**
   * The same in another period.
   *
   * @param value of a summary
   * @return other settings
   */
  public Summaries every(Duration value) {
    return new Summaries(sink, value, groups);
  }

  /**
   * The same by what slices belong to.
   *
   * @param keys of tags that observations have, for example site and firmware
   * @return other settings
   */
  public Summaries groups(String... keys) {
    return new Summaries(sink, period, List.of(keys));
  }
}
