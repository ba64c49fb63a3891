package io.virk.event;

import io.virk.detect.Slice;
import io.virk.diagnose.Step;
import java.util.Objects;

/**
 * Labels say whether it is the inputs that have moved, or what they mean; told when that changes.
 * See {@code monitor.feedback().studied()}.
 *
 * @param monitor name of the monitor
 * @param slice that it concerns; all observations, if it concerns no slice alone
 * @param epochMillis when, milliseconds since 1970
 * @param dataDrift whether the inputs have moved
 * @param conceptShift whether what they mean has
 * @param labels by which
 * @param errorRate share of them that say otherwise than the prediction, 0 .. 1
 * @param expectedErrorRate what the baseline lets expect of the same predictions and confidences;
 *     NaN if all labels are of a drift
 * @param evidence what it goes by, in words
 * @param step what to do first, and who
 */
public record ConceptJudged(
    String monitor,
    Slice slice,
    long epochMillis,
    boolean dataDrift,
    boolean conceptShift,
    long labels,
    double errorRate,
    double expectedErrorRate,
    String evidence,
    Step step)
    implements MonitorEvent {
  public ConceptJudged {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(step, "step");
  }

  /**
   * In words.
   *
   * @return for example "camera=cam-1: What the inputs mean has moved; the inputs themselves have
   *     not. Of 31 predicted as cat, 27 are labelled dog."
   */
  public String inWords() {
    return slice + ": " + evidence;
  }
}
