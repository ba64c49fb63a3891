package io.virk.label;

import io.virk.internal.Text;
import io.virk.signal.Observation;
import java.time.Instant;
import java.util.Objects;

/**
 * What somebody said of an observation, hours or months after its inference. Made by {@link #of},
 * {@link #correction}, {@link #confirmed}, {@link #wrong} or {@link #rejected}; the rest has
 * defaults.
 *
 * @param id by which the host knows the observation, as {@code capture().id(..)} had it; 1 .. 1,000
 *     characters
 * @param kind what it says
 * @param actual the class it is of, &ge; 0; {@link Observation#NO_CLASS} where the kind says none
 * @param labeller who said so, or what: 1 .. 200 printable characters
 * @param time when; 1970 or later, and not in the future
 * @param guideline version of the rules that were gone by; "" if there is but one
 * @param suggested whether the model's prediction was in sight: labels that were made blind agree
 *     with it less
 * @param weight how many observations it stands for: 1 if it was chosen by chance, 1 / probability
 *     if by a plan; 0 if it was looked at because something spoke for an error, or is a correction:
 *     such labels find errors, and do not say how many there are. Finite, &ge; 0, and at most what
 *     {@link FeedbackPolicy#largestWeight} allows
 */
public record Label(
    String id,
    Kind kind,
    int actual,
    String labeller,
    Instant time,
    String guideline,
    boolean suggested,
    double weight) {
  private static final int LONGEST_ID = 1_000;

  /** What is later is no time of people. */
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /** What a label says. */
  public enum Kind {
    /** Which class it is of. */
    LABEL,
    /** That an operator overrode the prediction, and by which class: a touch of a person's hand. */
    CORRECTION,
    /** That the prediction is right, whichever it was. */
    CONFIRMED,
    /** That the prediction is wrong; not what it is instead. */
    WRONG,
    /** That it cannot be judged: a bad picture, or none of the classes. */
    REJECTED;

    /** Whether it names a class itself. */
    boolean namesClass() {
      return this == LABEL || this == CORRECTION;
    }
  }

  public Label {
    named(id, "id", "the host's id of the observation");
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw rejected("id", Text.clean(id), "1 .. 1,000 characters");
    }
    named(kind, "kind", "what is said");
    if (kind.namesClass() ? actual < 0 : actual != Observation.NO_CLASS) {
      throw rejected("class", actual, kind.namesClass() ? ">= 0" : "none, of this kind of label");
    }
    named(labeller, "labeller", "who labelled");
    if (!Text.isName(labeller)) {
      throw rejected("labeller", Text.clean(labeller), Text.NAME_RULE);
    }
    named(time, "time", "when it was labelled");
    if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
      throw rejected("time", time, "1970 or later, and not in the future");
    }
    named(guideline, "guideline", "its version, \"\" for none");
    if (!guideline.isEmpty() && !Text.isName(guideline)) {
      throw rejected("guideline", Text.clean(guideline), "empty, or " + Text.NAME_RULE);
    }
    if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
      throw rejected("weight", weight, "finite, >= 0");
    }
  }

  private static void named(Object value, String argument, String rule) {
    Objects.requireNonNull(value, () -> argument + ": null (expected: " + rule + ")");
  }

  private static IllegalArgumentException rejected(String argument, Object value, String rule) {
    return new IllegalArgumentException(argument + ": " + value + " (expected: " + rule + ")");
  }

  /**
   * A label of an observation that was chosen by chance, made blind.
   *
   * @param id of the observation
   * @param actual its class, &ge; 0
   * @param labeller who says so
   * @param time when
   * @return the label
   */
  public static Label of(String id, int actual, String labeller, Instant time) {
    return new Label(id, Kind.LABEL, actual, labeller, time, "", false, 1);
  }

  /**
   * An operator overrode the prediction.
   *
   * @param id of the observation
   * @param actual what was put in its place, &ge; 0
   * @param labeller who did
   * @param time when
   * @return the label; of weight 0, for only what was noticed is corrected
   */
  public static Label correction(String id, int actual, String labeller, Instant time) {
    return new Label(id, Kind.CORRECTION, actual, labeller, time, "", true, 0);
  }

  /**
   * Somebody looked at the prediction, and it is right.
   *
   * @param id of the observation
   * @param labeller who looked
   * @param time when
   * @return the label, of an observation chosen by chance
   */
  public static Label confirmed(String id, String labeller, Instant time) {
    return without(Kind.CONFIRMED, id, labeller, time);
  }

  /**
   * Somebody looked at the prediction, and it is wrong.
   *
   * @param id of the observation
   * @param labeller who looked
   * @param time when
   * @return the label, of an observation chosen by chance
   */
  public static Label wrong(String id, String labeller, Instant time) {
    return without(Kind.WRONG, id, labeller, time);
  }

  /**
   * It cannot be judged: a bad picture, or none of the classes.
   *
   * @param id of the observation
   * @param labeller who looked
   * @param time when
   * @return the label, of an observation chosen by chance
   */
  public static Label rejected(String id, String labeller, Instant time) {
    return without(Kind.REJECTED, id, labeller, time);
  }

  private static Label without(Kind kind, String id, String labeller, Instant time) {
    boolean shown = kind != Kind.REJECTED;
    return new Label(id, kind, Observation.NO_CLASS, labeller, time, "", shown, 1);
  }

  /**
   * The same by another version of the rules.
   *
   * @param version for example "2026-11"
   * @return a copy
   */
  public Label guideline(String version) {
    return new Label(id, kind, actual, labeller, time, version, suggested, weight);
  }

  /**
   * The same, made with the model's prediction in sight.
   *
   * @return a copy
   */
  public Label withSuggestion() {
    return new Label(id, kind, actual, labeller, time, guideline, true, weight);
  }

  /**
   * The same of an observation that was not chosen by chance.
   *
   * @param newWeight 0 if something spoke for an error, 1 / probability if a plan chose it
   * @return a copy
   */
  public Label weight(double newWeight) {
    return new Label(id, kind, actual, labeller, time, guideline, suggested, newWeight);
  }
}
