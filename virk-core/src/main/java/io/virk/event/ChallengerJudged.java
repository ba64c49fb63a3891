package io.virk.event;

import io.virk.diagnose.Step;
import java.util.Objects;

/**
 * Labels decide between the model that is watched and the one beside it; told when that changes. It
 * does nothing itself. See {@code monitor.feedback().studied()}.
 *
 * @param monitor name of the monitor
 * @param challenger name of the other model
 * @param epochMillis when, milliseconds since 1970
 * @param promote whether it should take the place of the one that is watched; if not, that should
 *     be kept
 * @param labels by which
 * @param difference of the accuracies, challenger less champion, -1 .. 1
 * @param low end of the interval that holds the true one at all times at once
 * @param high end of it
 * @param evidence what it goes by, in words
 * @param step what to do first, and who
 */
public record ChallengerJudged(
    String monitor,
    String challenger,
    long epochMillis,
    boolean promote,
    long labels,
    double difference,
    double low,
    double high,
    String evidence,
    Step step)
    implements MonitorEvent {
  public ChallengerJudged {
    Objects.requireNonNull(monitor, "monitor");
    Objects.requireNonNull(challenger, "challenger");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(step, "step");
  }

  /**
   * In words.
   *
   * @return for example "2026-12: promote: right 2.1 points more often than 2026-11 (0.4 .. 3.8) by
   *     2,310 labels"
   */
  public String inWords() {
    return evidence;
  }
}
