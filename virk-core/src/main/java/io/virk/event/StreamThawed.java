package io.virk.event;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Locale;

/**
 * A stream that was told to be frozen moves again.
 *
 * @param monitor name of the monitor
 * @param slice whose stream, whatever the context; all observations, if the whole stream was frozen
 * @param at the first observation that is another
 * @param observations that were the same
 * @param frozen how long they were
 */
public record StreamThawed(
    String monitor, Slice slice, Position at, long observations, Duration frozen)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-3 moves again, after 12.0 min and 360 observations that were
   *     the same"
   */
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "%s moves again, after %s and %,d observations that were the same",
        Whose.of(slice),
        Durations.about(frozen.toNanos()),
        observations);
  }
}
