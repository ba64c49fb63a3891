package io.virk.event;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.internal.Durations;
import java.time.Duration;

/**
 * Nothing has come of a stream for longer than its own pace explains: a camera, or the whole
 * stream. Told once; {@link StreamResumed} says when something comes again. Its drifts close as
 * silent.
 *
 * @param monitor name of the monitor
 * @param slice whose stream, whatever the context; all observations, if nothing comes at all
 * @param last its last observation
 * @param silence how long ago that was
 * @param interval how far apart its observations used to be, in the mean
 */
public record StreamStopped(
    String monitor, Slice slice, Position last, Duration silence, Duration interval)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-2 has sent nothing for 40.0 s; it used to send one every 2.0 s"
   */
  public String inWords() {
    return Whose.of(slice)
        + " has sent nothing for "
        + Durations.about(silence.toNanos())
        + "; it used to send one every "
        + Durations.about(interval.toNanos());
  }
}
