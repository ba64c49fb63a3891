package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.internal.Text;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.SignalTable;
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

  private final List<Cause> causes;
  private final List<String> classNames;
  private final Playbook playbook;

  /**
   * Knows what is told by name.
   *
   * @param causes those that can be told in words; another is told by its name
   * @param classNames by number; those of predicted classes that it lacks are told by number
   * @param playbook what is to be done
   */
  public Explainer(List<Cause> causes, List<String> classNames, Playbook playbook) {
    this.causes = causes;
    this.classNames = classNames;
    this.playbook = playbook;
  }

  /**
   * Diagnoses a drift.
   *
   * @param drift the episode
   * @param kind how it came
   * @param fingerprint of the window's rows
   * @param baseline rows that its slices are compared with. Not modified.
   * @param window rows of its slices, from the window that opened it. Not modified.
   * @return the diagnosis
   */
  public Diagnosis explain(
      Drift drift, Kind kind, Fingerprint fingerprint, SignalTable baseline, SignalTable window) {
    List<SignalChange> measured = new ArrayList<>();
    for (ScalarSignal signal : baseline.schema().scalars()) {
      SignalChange change = Changes.of(signal, baseline, window);
      if (!Double.isNaN(change.deviations())) {
        measured.add(change);
      }
    }
    Findings found = Findings.of(drift, kind, baseline.schema(), fingerprint, causes, measured);
    List<SignalChange> changes = new ArrayList<>(measured);
    changes.sort(
        Comparator.comparingDouble((SignalChange c) -> Math.abs(c.deviations())).reversed());
    List<SignalChange> tested = tested(baseline.schema(), measured);
    ClassChanges classes = ClassChanges.of(baseline, window, classNames);
    String what = Headline.what(found, changes, classes);
    List<SignalChange> told = told(drift, found.cause(), changes, tested);
    Severity severity = severity(drift, tested);
    return new Diagnosis(
        Headline.subject(drift) + " " + what,
        what,
        found.blank()
            ? Diagnosis.BLANK
            : found
                .cause()
                .map(NamedCause::name)
                .or(() -> found.family().map(f -> Text.clean(f.name())))
                .orElse(""),
        fingerprint,
        changes,
        severity,
        classes.all(),
        since(drift, kind)
            + ": "
            + whatChanged(told, tested)
            + "."
            + (found.isUnchanged() ? "" : Whereabouts.sentence(baseline, window))
            + unmoved(fingerprint.cause(), drift, measured, told, window.rows())
            + classes.sentences(signalsOf(drift))
            + why(found)
            + ruledOut(found.cause(), fingerprint)
            + named(drift)
            + strongestEvidence(drift, found.cause()),
        kind,
        Remedy.of(found, severity, causes, playbook));
  }

  /**
   * What can be said of a drift without a look at its observations.
   *
   * @param drift the episode
   * @param kind how it came
   * @param playbook what is to be done
   * @return a diagnosis that names no cause
   */
  public static Diagnosis unexplained(Drift drift, Kind kind, Playbook playbook) {
    String what = "differs from the baseline";
    return new Diagnosis(
        Headline.subject(drift) + " " + what,
        what,
        "",
        Fingerprint.none("the drift could not be explained"),
        List.of(),
        Severity.UNKNOWN,
        List.of(),
        since(drift, kind)
            + ". Its cause could not be worked out."
            + strongestEvidence(drift, Optional.empty()),
        kind,
        Remedy.unexplained(kind, playbook));
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

  private static String why(Findings found) {
    if (found.cause().isPresent()) {
      return String.format(
          Locale.ROOT,
          " Most likely %s (probability %.2f, severity %.1f of 5).",
          found.cause().get().name(),
          found.cause().get().probability(),
          found.cause().get().severity());
    }
    if (found.family().isPresent()) {
      return FamilyWords.why(found.family().get(), found.fingerprint());
    }
    if (found.blank()) {
      return "";
    }
    if (!found.isCompared()) {
      return " Camera faults were not compared: " + found.fingerprint().reason() + ".";
    }
    return found.isUnchanged()
        ? " What is measured of single images is as in the baseline: no fault of a camera was seen"
            + " in them."
        : " No known camera fault explains it.";
  }

  private static String since(Drift drift, Kind kind) {
    String how =
        switch (kind) {
          case UNKNOWN -> "It began ";
          case INTERMITTENT -> "It comes and goes, and began ";
          case ABRUPT, GRADUAL -> "It began " + kind.inWords() + " ";
        };
    return how + drift.onset().inWords();
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
