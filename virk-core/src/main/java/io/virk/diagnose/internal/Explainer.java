package io.virk.diagnose.internal;

import io.virk.cause.Cause;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a drift into words. */
public final class Explainer {
  private static final int CHANGES_TOLD = 4;
  private static final int SLICES_TOLD = 20;

  /** Mean contrast, 8-bit steps, below which an image shows nothing. */
  private static final double BLANK_CONTRAST = 2;

  private static final String BLANK_ACTION =
      "Look at the camera: is it powered, connected, covered, or blinded by a light?";

  private static final String COMPARE_ACTION =
      "Compare recent images with earlier ones: has the scene, the product, or the preprocessing"
          + " changed?";

  private static final String UNKNOWN_ACTION = "No known camera fault fits. " + COMPARE_ACTION;

  /** The detector of classes that the baseline does not have. */
  private static final String NEW_CLASS = "new-class";

  private static final String NAME_ALONE =
      "The baseline knows this cause, but this program only its name. ";

  private Explainer() {}

  /**
   * Diagnoses a drift. A cause is named if it is more probable than not, and one of the signals
   * that it was compared by has drifted.
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
    Optional<NamedCause> cause =
        drift.evidence().stream().anyMatch(e -> fingerprint.columns().contains(e.signal()))
            ? fingerprint.cause().map(match -> NamedCause.of(match, causes))
            : Optional.empty();
    boolean blank = cause.isEmpty() && isBlank(drift, baseline.schema(), measured);
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
                .orElseGet(() -> whatMoved(drift, baseline.schema(), changes, classes));
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
            + whatChanged(drift, cause, tested, tested(baseline.schema(), changes))
            + "."
            + classes.sentences(signalsOf(drift))
            + why(cause, blank, fingerprint)
            + named(drift)
            + strongestEvidence(drift),
        action(cause, blank, fingerprint));
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
        since(drift) + ". Its cause could not be worked out." + strongestEvidence(drift),
        COMPARE_ACTION);
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
   * The signals that drifted, if no cause is known; otherwise all but those that only moved along.
   * Where none drifted: those that were looked at.
   */
  private static String whatChanged(
      Drift drift,
      Optional<NamedCause> cause,
      List<SignalChange> measured,
      List<SignalChange> changes) {
    Set<String> drifted = signalsOf(drift);
    String told =
        changes.stream()
            .filter(
                c ->
                    cause.isPresent()
                        ? !cause.get().alongside().contains(c.signal())
                        : drifted.contains(c.signal()))
            .limit(CHANGES_TOLD)
            .map(SignalChange::inWords)
            .collect(Collectors.joining(", "));
    if (!told.isEmpty()) {
      return told;
    }
    String looked =
        measured.stream()
            .limit(CHANGES_TOLD)
            .map(SignalChange::signal)
            .collect(Collectors.joining(", "));
    return measured.isEmpty()
        ? "nothing else was measured"
        : looked
            + (measured.size() > CHANGES_TOLD ? " and the like" : "")
            + (measured.size() > 1 ? " have" : " has")
            + " not drifted";
  }

  private static Set<String> signalsOf(Drift drift) {
    return drift.evidence().stream().map(DetectionResult::signal).collect(Collectors.toSet());
  }

  private static String why(Optional<NamedCause> cause, boolean blank, Fingerprint fingerprint) {
    if (cause.isPresent()) {
      return String.format(
          Locale.ROOT,
          " Most likely %s (probability %.2f).",
          cause.get().name(),
          cause.get().probability());
    }
    if (blank) {
      return "";
    }
    return fingerprint.reason().isEmpty()
        ? " No known camera fault explains it."
        : " Camera faults were not compared: " + fingerprint.reason() + ".";
  }

  private static String action(Optional<NamedCause> cause, boolean blank, Fingerprint fingerprint) {
    if (blank) {
      return BLANK_ACTION;
    }
    return cause
        .map(c -> c.action().orElse(NAME_ALONE + COMPARE_ACTION))
        .orElse(fingerprint.reason().isEmpty() ? UNKNOWN_ACTION : COMPARE_ACTION);
  }

  private static String since(Drift drift) {
    return "It began " + drift.onset().inWords();
  }

  private static String named(Drift drift) {
    return drift.selection().selected().isEmpty() || drift.selection().among() == 1
        ? ""
        : " By their own windows: " + drift.selection().inWords() + ".";
  }

  private static String strongestEvidence(Drift drift) {
    return drift.evidence().stream()
        .findFirst()
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
