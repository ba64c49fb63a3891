package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.Drift;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Outliers;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.SliceFinding;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was found of a drift, before it is put into words. A cause is named if it is probable
 * enough; if none is, but those of one family together are more probable than not, the family is.
 *
 * @param drift the episode
 * @param kind how it came
 * @param schema of its signals
 * @param fingerprint of the window's rows
 * @param cause that is named
 * @param family that is named where no cause is
 * @param blank whether there is hardly anything in the images any more
 * @param outliers how many observations are unlike the baseline while most look as before; none
 *     where a cause is named
 * @param slices which observations carry it
 * @param isMix whether it is but another mix of them, each of which looks as it did: no cause is
 *     named then
 */
record Findings(
    Drift drift,
    Kind kind,
    SignalSchema schema,
    Fingerprint fingerprint,
    Optional<NamedCause> cause,
    Optional<Fingerprint.Family> family,
    boolean blank,
    Outliers outliers,
    SliceFinding slices,
    boolean isMix) {
  /** Above this probability the images have not changed. */
  private static final double UNCHANGED = 0.5;

  /** Mean contrast, 8-bit steps, below which an image shows nothing. */
  private static final double BLANK_CONTRAST = 2;

  /**
   * Chooses what is said.
   *
   * @param moved whether a camera was measured to have moved
   */
  static Findings of(
      Drift drift,
      Kind kind,
      SignalSchema schema,
      Fingerprint fingerprint,
      List<Cause> causes,
      List<SignalChange> measured,
      Outliers outliers,
      SliceFinding slices,
      boolean moved) {
    boolean mix = slices.pattern() == SliceFinding.Pattern.MIX && !moved;
    Optional<NamedCause> cause =
        mix
            ? Optional.empty()
            : fingerprint.together().isEmpty()
                ? fingerprint.cause().map(match -> NamedCause.of(match, causes))
                : Optional.of(NamedCause.both(fingerprint.together(), causes));
    boolean blank = cause.isEmpty() && isBlank(drift, schema, measured);
    Optional<Fingerprint.Family> family =
        cause.isPresent() || blank || mix ? Optional.empty() : fingerprint.family();
    boolean known = cause.isPresent() || family.isPresent() || blank || mix;
    return new Findings(
        drift,
        kind,
        schema,
        fingerprint,
        cause,
        family,
        blank,
        known ? Outliers.NONE : outliers,
        slices,
        mix);
  }

  /** Whether there is hardly anything in the images any more: a dead, covered or blinded camera. */
  private static boolean isBlank(Drift drift, SignalSchema schema, List<SignalChange> changes) {
    return imageDrifted(drift, schema)
        && changes.stream()
            .anyMatch(
                c ->
                    c.signal().equals(ScalarSignal.CONTRAST.name())
                        && c.now() < BLANK_CONTRAST
                        && c.baseline() > 4 * BLANK_CONTRAST);
  }

  private static boolean imageDrifted(Drift drift, SignalSchema schema) {
    return drift.evidence().stream()
        .flatMap(e -> schema.named(e.signal()).stream())
        .anyMatch(s -> s.source().equals(SignalSources.IMAGE));
  }

  /** Of the cause that is named: of two at once the first. */
  CauseMatch match() {
    return fingerprint.together().stream().findFirst().or(fingerprint::cause).orElseThrow();
  }

  /** Whether what is named looks as it is simulated: of a family its likeliest cause. */
  boolean fits() {
    return Stream.concat(fingerprint.together().stream(), fingerprint.causes().stream())
        .filter(c -> family.isEmpty() || c.family().equals(family.get().name()))
        .findFirst()
        .filter(CauseMatch::fits)
        .isPresent();
  }

  /** Whether nothing is known but what the host measures itself: there may be no image at all. */
  boolean isOfHostAlone() {
    return schema.signals().stream().allMatch(s -> s.source().equals(SignalSources.HOST));
  }

  /** Whether causes could be compared. */
  boolean isCompared() {
    return fingerprint.reason().isEmpty();
  }

  /** Whether the images look as before: no cause fits, and nothing of them has drifted. */
  boolean isUnchanged() {
    return fingerprint.unchanged() > UNCHANGED && !imageDrifted(drift, schema);
  }

  /** Whether the model sees a difference that the image signals do not. */
  boolean isNewContent() {
    return isUnchanged()
        && drift.evidence().stream()
            .findFirst()
            .flatMap(e -> schema.named(e.signal()))
            .filter(s -> !(s instanceof CategoricalSignal))
            .filter(
                s ->
                    s.source().equals(SignalSources.EMBEDDING)
                        || s.source().equals(SignalSources.LOGITS))
            .isPresent();
  }

  /** Whether nothing but the predicted classes is another. */
  boolean isClassMix() {
    return (isUnchanged() || !isCompared())
        && !drift.evidence().isEmpty()
        && drift.evidence().stream()
            .map(e -> schema.named(e.signal()).map(Signal::name).orElse(""))
            .allMatch(CategoricalSignal.PREDICTED_CLASS.name()::equals);
  }
}
