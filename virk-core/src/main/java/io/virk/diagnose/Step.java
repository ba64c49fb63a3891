package io.virk.diagnose;

import io.virk.internal.Durations;
import java.time.Duration;
import java.util.Objects;

/**
 * What is to be done about a drift, as a {@link Playbook} has it.
 *
 * @param what one sentence or some, for example "Check the lamp."
 * @param who should do it, for example "camera technician"
 * @param lookAgain how long after the drift opened somebody should look whether it is over; &gt; 0
 */
public record Step(String what, String who, Duration lookAgain) {
  public Step {
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(who, "who");
    if (lookAgain.isNegative() || lookAgain.isZero()) {
      throw new IllegalArgumentException(
          "lookAgain: " + Durations.exact(lookAgain) + " (expected: > 0)");
    }
  }

  /**
   * Who should do it, and when to look again, in words.
   *
   * @return for example "camera technician; look again after 4 h"
   */
  public String whoAndWhen() {
    return who + "; look again after " + Durations.exact(lookAgain);
  }
}
