package io.virk.event;

import io.virk.detect.Slice;
import io.virk.diagnose.Step;
import java.util.Locale;
import java.util.Objects;

/**
 * Somebody should look after the model: label, compare, retrain. It says why and what to do first,
 * and does nothing itself; see {@link io.virk.MonitorBuilder#feedback}.
 *
 * @param monitor name of the monitor
 * @param why what brought it about
 * @param slice that it concerns; all observations, if it concerns no slice alone
 * @param epochMillis when, milliseconds since 1970
 * @param evidence what it goes by, in words
 * @param step what to do first, and who
 */
public record Triggered(
    String monitor, Why why, Slice slice, long epochMillis, String evidence, Step step)
    implements MonitorEvent {
  /** What brings a trigger about. */
  public enum Why {
    /** It was time. */
    SCHEDULE,
    /** A drift opened. */
    DRIFT,
    /** Labels prove that accuracy is below its bound. */
    ACCURACY,
    /** Labels prove that persons touch more than they should have to. */
    TOUCHES,
    /**
     * Labels contradict what was estimated without them: what is right has changed, or a drift has
     * made the model sure of what it gets wrong.
     */
    CONCEPT
  }

  public Triggered {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(step, "step");
  }

  /**
   * In words.
   *
   * @return for example "accuracy: camera=cam-1: 0.71 (0.62 .. 0.79) of 120 labels, which is below
   *     0.9"
   */
  public String inWords() {
    return why.name().toLowerCase(Locale.ROOT) + ": " + evidence;
  }
}
