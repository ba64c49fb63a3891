package io.virk.diagnose;

import io.virk.internal.Durations;
import io.virk.internal.Words;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;

/**
 * What is to be done about a drift, as a {@link Playbook} has it.
 *
 * @param what one sentence or some, for example "Check the lamp."
 * @param who should do it, for example "camera technician"
 * @param lookAgain how long after the drift opened somebody should look whether it is over; &gt; 0
 * @param sureness how sure it is that it fits
 */
public record Step(String what, String who, Duration lookAgain, Sureness sureness) {
  /** How sure it is that the step fits. */
  public enum Sureness {
    /** Its cause is as good as sure. */
    SURE,
    /** Its cause, two at once, or the family of its cause, is more probable than all else. */
    LIKELY,
    /** No cause is known: it is where to begin. */
    GUESS
  }

  /**
   * A step of which it is not known how sure it is.
   *
   * @param what one sentence or some
   * @param who should do it
   * @param lookAgain &gt; 0
   */
  public Step(String what, String who, Duration lookAgain) {
    this(what, who, lookAgain, Sureness.GUESS);
  }

  public Step {
    Objects.requireNonNull(sureness, "sureness");
    Objects.requireNonNull(what, "what");
    Objects.requireNonNull(who, "who");
    if (lookAgain.isNegative() || lookAgain.isZero()) {
      throw new IllegalArgumentException(
          "lookAgain: " + Durations.exact(lookAgain) + " (expected: > 0)");
    }
  }

  /**
   * Who should do it, when to look again, and how sure it is, in words.
   *
   * @return for example "camera technician; look again after 4 h; this is likely, not sure"
   */
  public String whoAndWhen() {
    return Words.of("step.who-and-when", who, Durations.exact(lookAgain), howSure());
  }

  /**
   * How sure it is, in words.
   *
   * @return for example "this is likely, not sure"
   */
  public String howSure() {
    return Words.of("step." + sureness.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The same, as sure as that.
   *
   * @param other how sure
   * @return a copy
   */
  public Step with(Sureness other) {
    return new Step(what, who, lookAgain, other);
  }
}
