package io.virk.fleet;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * What tells one summary from every other: two of the same id are the same summary, delivered
 * twice.
 *
 * @param monitor name of the monitor that made it; of two that see one slice they differ
 * @param slice whose observations
 * @param periodMillis begin of its period, milliseconds since 1970
 * @param part 0 for what came while the period was open; later parts are of what came late
 */
public record SummaryId(String monitor, Slice slice, long periodMillis, long part)
    implements Comparable<SummaryId> {
  public SummaryId {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(slice, "slice");
    if (part < 0) {
      throw new IllegalArgumentException("part: " + part + " (expected: >= 0)");
    }
  }

  @Override
  public int compareTo(SummaryId other) {
    int byPeriod = Long.compare(periodMillis, other.periodMillis);
    int bySlice = byPeriod != 0 ? byPeriod : slice.compareTo(other.slice);
    int byMonitor = bySlice != 0 ? bySlice : monitor.compareTo(other.monitor);
    return byMonitor != 0 ? byMonitor : Long.compare(part, other.part);
  }
}
