package io.virk.event;

import io.virk.cause.catalogue.Causes;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.signal.SignalSources;
import java.util.Locale;

/**
 * A stream repeats itself to the last bit for longer than its own past explains: a camera, or the
 * whole stream. Told once; {@link StreamThawed} says when it moves again. Where what it repeats
 * could be of its baseline it is not judged meanwhile, and its drifts close as silent: nobody knows
 * what is before the camera. A picture that no baseline explains, as a black one, is judged as any.
 *
 * @param monitor name of the monitor
 * @param slice whose stream, whatever the context; all observations, if each repeats the one before
 *     of its slice
 * @param since the first observation that is repeated; of the whole stream, the last that was new
 * @param observations that are the same, &ge; 1
 * @param source what of them is compared: {@link SignalSources#IMAGE} where there is a picture,
 *     otherwise {@link SignalSources#EMBEDDING} or {@link SignalSources#LOGITS}
 */
public record StreamFrozen(
    String monitor, Slice slice, Position since, long observations, String source)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-3 has sent the same picture since 2026-01-02T14:02:10Z (212
   *     observations)"
   */
  public String inWords() {
    return String.format(Locale.ROOT, "%s (%,d observations)", standing(), observations);
  }

  /**
   * In words that hold as long as it is frozen.
   *
   * @return for example "camera=cam-3 has sent the same picture since 2026-01-02T14:02:10Z"
   */
  public String standing() {
    return Whose.of(slice)
        + (slice.isAll() ? " has repeated the same " : " has sent the same ")
        + what(source)
        + " since "
        + Text.time(since.epochMillis());
  }

  /**
   * What to do.
   *
   * @return a sentence or two
   */
  public String action() {
    return Causes.named("frozen stream").action();
  }

  static String what(String source) {
    return source.equals(SignalSources.IMAGE) ? "picture" : source;
  }
}
