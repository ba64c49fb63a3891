package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.internal.Text;
import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalSources;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a drift into words. */
public final class Explainer {
  private static final int TOLD = 4;
  private static final int RULED_OUT_TOLD = 3;

  /** Below this probability a cause is ruled out that is as similar as that to what is seen. */
  private static final double RULED_OUT = 0.01;

  private static final double ALIKE = 0.5;

  /** Above this probability the images have not changed. */
  private static final double UNCHANGED = 0.5;

  private static final int SLICES_TOLD = 20;

  /** Mean contrast, 8-bit steps, below which an image shows nothing. */
  private static final double BLANK_CONTRAST = 2;

  private static final String BLANK_ACTION =
      "Look at the camera: is it powered, connected, covered, or blinded by a light?";

  private static final String COMPARE_ACTION =
      "Compare recent images with earlier ones: has the scene, the product, or the preprocessing"
          + " changed?";

  private static final String UNKNOWN_ACTION = "No known camera fault fits. " + COMPARE_ACTION;

  private static final String NEW_CONTENT_ACTION =
      "Look at the latest images: a new product, object or scene, another camera's picture, a"
          + " frozen one? Label some, and extend the training data if it is here to stay.";

  /** The detector of classes that the baseline does not have. */
  private static final String NEW_CLASS = "new-class";

  private static final String NAME_ALONE =
      "The baseline knows this cause, but this program only its name. ";

  private Explainer() {}

  /**
   * Diagnoses a drift. A cause is named if it is probable enough; if none is, but those of one
   * family together are more probable than not, the family is.
   *
   * @param drift the episode
   * @param fingerprint of the window's rows
   * @param causes those that can be told in words; another is told by its name
   * @param classNames by number; those of predicted classes that it lacks are told by number
   * @param baseline rows that its slices are compared with. Not modified.
   * @param window rows of its slices, from the window that opened it. Not modified.
   * @return the diagnosis
   */
  public static Diagnosis explain(
      Drift drift,
      Fingerprint fingerprint,
      List<Cause> causes,
      List<String> classNames,
      SignalTable baseline,
      SignalTable window) {
    List<SignalChange> measured = new ArrayList<>();
    for (ScalarSignal signal : baseline.schema().scalars()) {
      SignalChange change = Changes.of(signal, baseline, window);
      if (!Double.isNaN(change.deviations())) {
        measured.add(change);
      }
    }
    Optional<NamedCause> cause = fingerprint.cause().map(match -> NamedCause.of(match, causes));
    boolean blank = cause.isEmpty() && isBlank(drift, baseline.schema(), measured);
    Optional<Fingerprint.Family> family =
        cause.isPresent() || blank ? Optional.empty() : fingerprint.family();
    List<SignalChange> changes = new ArrayList<>(measured);
    changes.sort(
        Comparator.comparingDouble((SignalChange c) -> Math.abs(c.deviations())).reversed());
    List<SignalChange> tested = tested(baseline.schema(), measured);
    ClassChanges classes = ClassChanges.of(baseline, window, classNames);
    String what =
        blank
            ? "shows a blank image"
            : cause
                .map(NamedCause::words)
                .or(() -> family.map(FamilyWords::words))
                .orElseGet(
                    () ->
                        whatMoved(drift, baseline.schema(), changes, classes)
                            + (isNewContent(drift, baseline.schema(), fingerprint)
                                ? ", though its images look the same"
                                : ""));
    List<SignalChange> told = told(drift, cause, changes, tested);
    return new Diagnosis(
        subject(drift) + " " + what,
        what,
        blank ? Diagnosis.BLANK : cause.map(NamedCause::name).orElse(""),
        fingerprint,
        changes,
        severity(drift, tested),
        classes.all(),
        since(drift)
            + ": "
            + whatChanged(told, tested)
            + "."
            + (fingerprint.unchanged() < UNCHANGED ? Whereabouts.sentence(baseline, window) : "")
            + unmoved(fingerprint.cause(), drift, measured, told, window.rows())
            + classes.sentences(signalsOf(drift))
            + why(cause, family, blank, fingerprint)
            + ruledOut(cause, fingerprint)
            + named(drift)
            + strongestEvidence(drift, cause),
        action(cause, family, blank, drift, fingerprint, causes));
  }

  /**
   * What can be said of a drift without a look at its observations.
   *
   * @param drift the episode
   * @return a diagnosis that names no cause
   */
  public static Diagnosis unexplained(Drift drift) {
    String what = "differs from the baseline";
    return new Diagnosis(
        subject(drift) + " " + what,
        what,
        "",
        Fingerprint.none("the drift could not be explained"),
        List.of(),
        Severity.UNKNOWN,
        List.of(),
        since(drift)
            + ". Its cause could not be worked out."
            + strongestEvidence(drift, Optional.empty()),
        COMPARE_ACTION);
  }

  /** Whether the model sees a difference that the image signals do not. */
  private static boolean isNewContent(Drift drift, SignalSchema schema, Fingerprint fingerprint) {
    return fingerprint.unchanged() > UNCHANGED
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

  /** What is told in a sentence; of the others there are too many. */
  private static List<SignalChange> tested(SignalSchema schema, List<SignalChange> changes) {
    return changes.stream()
        .filter(c -> schema.scalar(c.signal()).filter(Signal::isTested).isPresent())
        .toList();
  }

  private static Severity severity(Drift drift, List<SignalChange> changes) {
    double ofDrifted = Double.NaN;
    double ofAll = Double.NaN;
    for (SignalChange change : changes) {
      double deviations = Math.abs(change.deviations());
      if (drift.evidence().stream().anyMatch(e -> e.signal().equals(change.signal()))) {
        ofDrifted = Double.isNaN(ofDrifted) ? deviations : Math.max(ofDrifted, deviations);
      }
      ofAll = Double.isNaN(ofAll) ? deviations : Math.max(ofAll, deviations);
    }
    return new Severity(Double.isNaN(ofDrifted) ? ofAll : ofDrifted);
  }

  /** Whether there is hardly anything in the images any more: a dead, covered or blinded camera. */
  private static boolean isBlank(Drift drift, SignalSchema schema, List<SignalChange> changes) {
    boolean imageDrifted =
        drift.evidence().stream()
            .flatMap(e -> schema.scalar(e.signal()).stream())
            .anyMatch(s -> s.source().equals(SignalSources.IMAGE));
    return imageDrifted
        && changes.stream()
            .anyMatch(
                c ->
                    c.signal().equals(ScalarSignal.CONTRAST.name())
                        && c.now() < BLANK_CONTRAST
                        && c.baseline() > 4 * BLANK_CONTRAST);
  }

  private static String subject(Drift drift) {
    Slice first = drift.slices().first();
    String context =
        first.context().isEmpty()
            ? ""
            : " in "
                + drift.slices().stream()
                    .map(Slice::context)
                    .distinct()
                    .map(Text::clean)
                    .collect(Collectors.joining(" and "));
    List<String> values = drift.slices().stream().map(Slice::value).distinct().toList();
    if (drift.slices().stream().anyMatch(Slice::isAll)) {
      return "the whole stream" + context;
    }
    int more = values.size() - SLICES_TOLD;
    return Text.clean(first.key())
        + " "
        + values.stream().limit(SLICES_TOLD).map(Text::clean).collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "")
        + context;
  }

  /** Without a known cause: the signal that drifted most, in words. */
  private static String whatMoved(
      Drift drift, SignalSchema schema, List<SignalChange> changes, ClassChanges classes) {
    for (DetectionResult evidence : drift.evidence()) {
      Signal signal = schema.named(evidence.signal()).orElse(null);
      if (signal instanceof ScalarSignal scalar) {
        double deviations =
            changes.stream()
                .filter(c -> c.signal().equals(scalar.name()))
                .mapToDouble(SignalChange::deviations)
                .findFirst()
                .orElse(0);
        return moved(scalar, deviations < 0);
      }
      if (signal instanceof CategoricalSignal) {
        String words = classes.headline(signal.name(), evidence.detector().equals(NEW_CLASS));
        return !words.isEmpty()
            ? words
            : signal.name().equals(CategoricalSignal.PREDICTED_CLASS.name())
                ? "gets other predicted classes than the baseline"
                : "differs from the baseline in " + signal.name();
      }
      if (signal != null) {
        return signal.name().equals(VectorSignal.EMBEDDING.name())
            ? "looks different to the model than the baseline"
            : "differs from the baseline in " + signal.name();
      }
    }
    return "differs from the baseline";
  }

  private static String moved(ScalarSignal signal, boolean lower) {
    return switch (signal.name()) {
      case "brightness" -> "is " + (lower ? "darker" : "brighter") + " than the baseline";
      case "sharpness" -> "is " + (lower ? "blurrier" : "sharper") + " than the baseline";
      case "noise" -> "is " + (lower ? "smoother" : "noisier") + " than the baseline";
      case "mahalanobis" ->
          lower
              ? "looks more alike to the model than the baseline"
              : "looks unlike the baseline to the model";
      case "energy" ->
          lower
              ? "gives the model more evidence than the baseline"
              : "gives the model less evidence than the baseline";
      default ->
          SignalSources.names().contains(signal.source()) && signal.unit().isEmpty()
              ? "has " + (lower ? "less " : "more ") + signal.name() + " than the baseline"
              : "has a " + (lower ? "lower " : "higher ") + signal.name() + " than the baseline";
    };
  }

  /**
   * The signals that the cause moves, if one is known, but those that only move along; otherwise
   * those that drifted.
   */
  private static List<SignalChange> told(
      Drift drift,
      Optional<NamedCause> cause,
      List<SignalChange> changes,
      List<SignalChange> tested) {
    if (cause.isEmpty()) {
      Set<String> drifted = signalsOf(drift);
      return changes.stream().filter(c -> drifted.contains(c.signal())).limit(TOLD).toList();
    }
    Set<String> alongside = cause.get().alongside();
    List<String> moved = cause.get().signals();
    if (moved.isEmpty()) {
      return changes.stream()
          .filter(c -> tested.contains(c) && !alongside.contains(c.signal()))
          .limit(TOLD)
          .toList();
    }
    List<SignalChange> told = new ArrayList<>();
    for (List<SignalChange> among : List.of(tested, changes)) { // first those that a person knows
      for (String signal : moved) {
        among.stream()
            .filter(c -> c.signal().equals(signal) && !alongside.contains(signal))
            .filter(c -> !told.contains(c) && told.size() < TOLD)
            .forEach(told::add);
      }
    }
    return told;
  }

  /** Where nothing is to be told: what was looked at. */
  private static String whatChanged(List<SignalChange> told, List<SignalChange> measured) {
    if (!told.isEmpty()) {
      return told.stream().map(SignalChange::inWords).collect(Collectors.joining(", "));
    }
    String looked =
        measured.stream().limit(TOLD).map(SignalChange::signal).collect(Collectors.joining(", "));
    return measured.isEmpty()
        ? "nothing else was measured"
        : looked
            + (measured.size() > TOLD ? " and the like" : "")
            + (measured.size() > 1 ? " have" : " has")
            + " not drifted";
  }

  private static String unmoved(
      Optional<CauseMatch> cause,
      Drift drift,
      List<SignalChange> measured,
      List<SignalChange> told,
      int rows) {
    if (cause.isEmpty()) {
      return "";
    }
    Set<String> moved = new HashSet<>(signalsOf(drift));
    told.forEach(c -> moved.add(c.signal()));
    return Aspects.unmoved(measured, moved, cause.get().family(), rows);
  }

  /** Causes that look much alike, and were told apart. */
  private static String ruledOut(Optional<NamedCause> cause, Fingerprint fingerprint) {
    if (cause.isEmpty()) {
      return "";
    }
    String others =
        fingerprint.causes().stream()
            .filter(c -> c.probability() < RULED_OUT && c.similarity() > ALIKE)
            .sorted(Comparator.comparingDouble(CauseMatch::similarity).reversed())
            .limit(RULED_OUT_TOLD)
            .map(c -> Text.clean(c.cause()))
            .collect(Collectors.joining(", "));
    return others.isEmpty() ? "" : " Ruled out: " + others + ".";
  }

  private static Set<String> signalsOf(Drift drift) {
    return drift.evidence().stream().map(DetectionResult::signal).collect(Collectors.toSet());
  }

  private static String why(
      Optional<NamedCause> cause,
      Optional<Fingerprint.Family> family,
      boolean blank,
      Fingerprint fingerprint) {
    if (cause.isPresent()) {
      return String.format(
          Locale.ROOT,
          " Most likely %s (probability %.2f, severity %.1f of 5).",
          cause.get().name(),
          cause.get().probability(),
          cause.get().severity());
    }
    if (family.isPresent()) {
      return FamilyWords.why(family.get(), fingerprint);
    }
    if (blank) {
      return "";
    }
    if (!fingerprint.reason().isEmpty()) {
      return " Camera faults were not compared: " + fingerprint.reason() + ".";
    }
    return fingerprint.unchanged() > UNCHANGED
        ? " What is measured of single images is as in the baseline: no fault of a camera was seen"
            + " in them."
        : " No known camera fault explains it.";
  }

  private static String action(
      Optional<NamedCause> cause,
      Optional<Fingerprint.Family> family,
      boolean blank,
      Drift drift,
      Fingerprint fingerprint,
      List<Cause> causes) {
    if (blank) {
      return BLANK_ACTION;
    }
    if (cause.isPresent()) {
      return cause.get().action().orElse(NAME_ALONE + COMPARE_ACTION);
    }
    if (family.isPresent()) {
      return FamilyWords.action(family.get(), fingerprint, causes).orElse(COMPARE_ACTION);
    }
    if (!fingerprint.reason().isEmpty()) {
      return COMPARE_ACTION;
    }
    return fingerprint.unchanged() > UNCHANGED ? NEW_CONTENT_ACTION : UNKNOWN_ACTION;
  }

  private static String since(Drift drift) {
    return "It began " + drift.onset().inWords();
  }

  private static String named(Drift drift) {
    return drift.selection().selected().isEmpty() || drift.selection().among() == 1
        ? ""
        : " By their own windows: " + drift.selection().inWords() + ".";
  }

  /** Of the signals that the cause moves, where there is any. */
  private static String strongestEvidence(Drift drift, Optional<NamedCause> cause) {
    return cause
        .flatMap(
            c ->
                drift.evidence().stream().filter(e -> c.signals().contains(e.signal())).findFirst())
        .or(() -> drift.evidence().stream().findFirst())
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    " Strongest evidence: %s of %s %.3g, threshold %.3g, p %.1e, n %d.",
                    first.detector(),
                    first.signal(),
                    first.evidence().statistic(),
                    first.evidence().threshold(),
                    first.evidence().pValue(),
                    first.sample().n()))
        .orElse("");
  }
}
