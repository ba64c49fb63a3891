package io.virk.diagnose;

import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import java.util.List;
import java.util.Objects;

/**
 * What happened, why, and what to do: for the person who is called at night.
 *
 * @param headline one sentence, for example "camera cam-2 is darker than the baseline"
 * @param what the headline without whose, for example "is darker than the baseline"
 * @param cause the name of the cause that the headline tells, {@link #BLANK} among them, or of the
 *     family of causes where no member is sure; "" if none is known
 * @param fingerprint the physical causes, ranked
 * @param changes the scalar signals of the drifted window, largest change first
 * @param severity how far the signals have moved
 * @param classes the classes of categorical signals of the drifted window, as the predicted class,
 *     largest change of a share first
 * @param place where in the frame the change is
 * @param slices which tag values and predicted classes carry it
 * @param rhythm how often it is there
 * @param outliers how many observations are unlike the baseline, if most look as before
 * @param unchanged of a known cause: what has surely stayed the same, in words, as "focus"
 * @param ruledOut of a known cause: the names of others that look much like it and are not it
 * @param explanation the same in some sentences with the figures
 * @param kind how the drift came, and whether it stays, as far as it can be told
 * @param step what is to be done, by whom, and when to look again
 * @param cameras what pictures in a row say of the first few of its slices
 */
public record Diagnosis(
    String headline,
    String what,
    String cause,
    Fingerprint fingerprint,
    List<SignalChange> changes,
    Severity severity,
    List<ClassChange> classes,
    FrameChange place,
    SliceFinding slices,
    Rhythm rhythm,
    Outliers outliers,
    List<String> unchanged,
    List<String> ruledOut,
    String explanation,
    Kind kind,
    Step step,
    List<CameraChange> cameras) {
  /** The cause of images in which there is hardly anything any more. */
  public static final String BLANK = "blank-image";

  /** Below this probability a cause that was told is not one that the rows may have, too. */
  private static final double DISPLACED = 0.25;

  /** Cosine of a change and a signature, from which they point the same way. */
  private static final double ALIKE = 0.7;

  public Diagnosis {
    changes = List.copyOf(changes);
    classes = List.copyOf(classes);
    cameras = List.copyOf(cameras);
    unchanged = List.copyOf(unchanged);
    ruledOut = List.copyOf(ruledOut);
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(slices, "slices");
    Objects.requireNonNull(rhythm, "rhythm");
    Objects.requireNonNull(outliers, "outliers");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(step, "step");
  }

  /**
   * The same with what pictures in a row say.
   *
   * @param words the explanation with what they say
   * @param looked of its slices
   * @return the rest as this
   */
  public Diagnosis withCameras(String words, List<CameraChange> looked) {
    return new Diagnosis(
        headline,
        what,
        cause,
        fingerprint,
        changes,
        severity,
        classes,
        place,
        slices,
        rhythm,
        outliers,
        unchanged,
        ruledOut,
        words,
        kind,
        step,
        looked);
  }

  /**
   * What to do.
   *
   * @return what the {@link #step} says
   */
  public String recommendedAction() {
    return step.what();
  }

  /**
   * The worse of this and a later one of the same drift, by severity; the later one if they are
   * alike. For what is said last of a drift that is over is of observations of which most have
   * recovered.
   *
   * @param later of the same drift
   * @return one of the two
   */
  public Diagnosis worse(Diagnosis later) {
    return severity.deviations() > later.severity.deviations() // false of NaN
            || Double.isNaN(later.severity.deviations()) && !Double.isNaN(severity.deviations())
        ? this
        : later;
  }

  /**
   * The cause that stands for this one: of two that are told together that which is the likeliest
   * alone, for the other comes and goes.
   *
   * @return its name; that of {@link #cause} if one is told, or the likeliest is neither
   */
  public String leading() {
    return fingerprint.causes().stream()
        .limit(1)
        .map(CauseMatch::cause)
        .filter(name -> fingerprint.together().stream().anyMatch(c -> c.cause().equals(name)))
        .findFirst()
        .orElse(cause);
  }

  /**
   * Whether this names another cause than one that was told before, which by this one is hardly
   * possible any more. Near the border between two causes, or between one and none, neither
   * displaces the other, nor do twins of one family, which look alike.
   *
   * @param before the name of a cause; "" for none
   * @return false if this is the same, or may be
   */
  public boolean displaces(String before) {
    boolean isOne = fingerprint.together().stream().anyMatch(c -> c.cause().equals(before));
    if (cause.equals(before) || isOne && !cause.isEmpty()) {
      return false;
    }
    return before.isEmpty()
        || before.equals(BLANK)
        || cause.equals(BLANK)
        || !isPossible(before) && !isTwin(before);
  }

  private boolean isPossible(String causeOrFamily) {
    return fingerprint.causes().stream()
            .anyMatch(c -> c.cause().equals(causeOrFamily) && c.probability() >= DISPLACED)
        || fingerprint.families().stream()
            .anyMatch(f -> f.name().equals(causeOrFamily) && f.probability() >= DISPLACED);
  }

  /** Of one family, and a change in the same direction: a defocus and a camera that shakes. */
  private boolean isTwin(String before) {
    String family =
        fingerprint.causes().stream()
            .filter(c -> c.cause().equals(cause))
            .map(CauseMatch::family)
            .findFirst()
            .orElse(cause);
    return family.equals(before)
        || fingerprint.causes().stream()
            .anyMatch(
                c ->
                    c.cause().equals(before)
                        && c.family().equals(family)
                        && c.similarity() >= ALIKE);
  }
}
