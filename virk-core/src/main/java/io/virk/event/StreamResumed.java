package io.virk.event;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.internal.Durations;
import java.time.Duration;

/**
 * A stream that was told to have stopped sends again.
 *
 * @param monitor name of the monitor
 * @param slice whose stream, whatever the context; all observations, if nothing came at all
 * @param at the first observation that came
 * @param silence how long nothing had come
 */
public record StreamResumed(String monitor, Slice slice, Position at, Duration silence)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-2 sends again, after 12.0 min"
   */
  public String inWords() {
    return Whose.of(slice) + " sends again, after " + Durations.about(silence.toNanos());
  }
}
