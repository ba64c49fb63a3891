package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.cause.Fingerprint;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.FrameChange;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Outliers;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.Severity;
import io.virk.diagnose.SignalChange;
import io.virk.diagnose.SliceFinding;
import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
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
  /** Deviations from which a signal is told that the appearance is made of. */
  private static final double PLAIN = 0.5;

  /** Deviations from which a signal is told that the cause moves, if any is. */
  private static final double SEEN = 0.2;

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
   * @param sample of the last observations of its slices with all their tags
   * @param moved whether the picture of a camera was measured to have moved: then no other mix of
   *     observations is what has changed
   * @return the diagnosis
   */
  public Diagnosis explain(
      Drift drift,
      Kind kind,
      Fingerprint fingerprint,
      SignalTable baseline,
      SignalTable window,
      TaggedSample sample,
      boolean moved) {
    List<SignalChange> measured = new ArrayList<>();
    for (ScalarSignal signal : baseline.schema().scalars()) {
      SignalChange change = Changes.of(signal, baseline, window);
      if (!Double.isNaN(change.deviations())) {
        measured.add(change);
      }
    }
    Rhythm rhythm = rhythm(drift, sample, baseline);
    SliceFinding slices = Carriers.of(drift, sample, baseline, classNames);
    Findings found =
        Findings.of(
            drift,
            refined(kind, rhythm),
            baseline.schema(),
            fingerprint,
            causes,
            measured,
            CoverageGap.of(drift, baseline, window),
            slices,
            moved);
    List<SignalChange> changes = new ArrayList<>(measured);
    changes.sort(
        Comparator.comparingDouble((SignalChange c) -> Math.abs(c.deviations())).reversed());
    List<SignalChange> tested = tested(baseline.schema(), measured);
    ClassChanges classes = ClassChanges.of(baseline, window, classNames);
    String what = Headline.what(found, changes, classes);
    List<SignalChange> told = told(drift, found.cause(), changes, tested);
    Severity severity = severity(drift, tested);
    FrameChange place =
        found.isUnchanged() || found.isMix()
            ? FrameChange.UNKNOWN
            : Whereabouts.of(baseline, window);
    List<String> unchanged = unmoved(found, measured, told, window);
    List<String> ruledOut =
        fingerprint.together().isEmpty() ? ruledOut(found.cause(), fingerprint) : List.of();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        Sentences.changed(
            Sentences.since(drift, found.kind(), rhythm),
            told,
            tested.stream()
                .map(SignalChange::signal)
                .filter(s -> isOften(baseline.schema(), s, window))
                .filter(s -> !isOfDrifted(s, drift))
                .toList(),
            seldom(baseline, window)));
    sentences.add(Whereabouts.sentence(place));
    sentences.add(Sentences.slices(slices));
    sentences.add(unchanged.isEmpty() ? "" : Words.of("unchanged", Words.list(unchanged)));
    sentences.add(
        found.cause().isEmpty() || !fingerprint.together().isEmpty()
            ? ""
            : Aspects.scene(measured, found.match().family()));
    sentences.addAll(classes.sentences(signalsOf(drift)));
    sentences.add(why(found));
    sentences.add(ruledOut.isEmpty() ? "" : Words.of("ruled-out", Words.commas(ruledOut)));
    sentences.add(Sentences.named(drift));
    sentences.add(Sentences.strongestEvidence(drift, preferred(found.cause(), told)));
    return new Diagnosis(
        Words.of("headline", Headline.subject(drift), what),
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
        place,
        slices,
        rhythm,
        found.outliers(),
        unchanged,
        ruledOut,
        Sentences.join(sentences),
        found.kind(),
        Remedy.of(found, severity, place, rhythm, causes, playbook),
        List.of());
  }

  /**
   * By the signal that is furthest beyond its threshold. What comes and goes takes all with it: not
   * while another one stays away.
   */
  private static Rhythm rhythm(Drift drift, TaggedSample sample, SignalTable baseline) {
    List<ScalarSignal> drifted =
        drift.evidence().stream()
            .flatMap(e -> sample.scalar(e.signal()).stream())
            .distinct()
            .toList();
    if (drifted.isEmpty()) {
      return Rhythm.UNKNOWN;
    }
    Rhythm rhythm = Series.rhythm(drifted.get(0), sample, baseline);
    boolean comes = rhythm.isPeriodic() || !Double.isNaN(rhythm.share());
    boolean stays =
        comes && drifted.stream().skip(1).anyMatch(s -> Series.stays(s, sample, baseline));
    return stays ? Rhythm.UNKNOWN : rhythm;
  }

  /** What comes and goes did not come abruptly, or gradually, but again and again. */
  private static Kind refined(Kind kind, Rhythm rhythm) {
    if (rhythm.isPeriodic()) {
      return Kind.PERIODIC;
    }
    return Double.isNaN(rhythm.share()) ? kind : Kind.INTERMITTENT;
  }

  /** Signals whose evidence fits what is said: those that are told, then those that moved. */
  private static List<Set<String>> preferred(Optional<NamedCause> cause, List<SignalChange> told) {
    return cause
        .map(
            c ->
                List.of(
                    told.stream().map(SignalChange::signal).collect(Collectors.toSet()),
                    Set.copyOf(c.signals())))
        .orElse(List.of());
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
    String what = Words.of("what.differs");
    return new Diagnosis(
        Words.of("headline", Headline.subject(drift), what),
        what,
        "",
        Fingerprint.none(Words.of("unexplained.reason")),
        List.of(),
        Severity.UNKNOWN,
        List.of(),
        FrameChange.UNKNOWN,
        SliceFinding.NONE,
        Rhythm.UNKNOWN,
        Outliers.NONE,
        List.of(),
        List.of(),
        Sentences.join(
            List.of(
                Words.of("unexplained", Sentences.since(drift, kind, Rhythm.UNKNOWN)),
                Sentences.strongestEvidence(drift, List.of()))),
        kind,
        Remedy.unexplained(kind, playbook),
        List.of());
  }

  /** What is told in a sentence; of the others there are too many. */
  private static List<SignalChange> tested(SignalSchema schema, List<SignalChange> changes) {
    return changes.stream()
        .filter(c -> schema.scalar(c.signal()).filter(Signal::isTested).isPresent())
        .toList();
  }

  /** Signals of the baseline that the window mostly lacks. */
  private static List<String> seldom(SignalTable baseline, SignalTable window) {
    return baseline.schema().scalars().stream()
        .filter(s -> s.isTested() && baseline.count(s) > 1)
        .map(Signal::name)
        .filter(s -> !isOften(baseline.schema(), s, window))
        .toList();
  }

  /** The distance is made of the embedding, which has drifted. */
  private static boolean isOfDrifted(String signal, Drift drift) {
    return signal.equals(ScalarSignal.MAHALANOBIS.name())
        && signalsOf(drift).contains(VectorSignal.EMBEDDING.name());
  }

  private static boolean isOften(SignalSchema schema, String signal, SignalTable window) {
    return 2 * count(schema, signal, window) >= window.rows();
  }

  private static int count(SignalSchema schema, String signal, SignalTable window) {
    return schema.scalar(signal).map(window::count).orElse(0);
  }

  private static Severity severity(Drift drift, List<SignalChange> changes) {
    double ofDrifted = Double.NaN;
    double ofAll = Double.NaN;
    for (SignalChange change : changes) {
      double deviations =
          change.isOfSpread()
              ? Math.max(Math.abs(change.deviations()), Math.abs(change.spread() - 1))
              : Math.abs(change.deviations());
      if (drift.evidence().stream().anyMatch(e -> e.signal().equals(change.signal()))) {
        ofDrifted = Double.isNaN(ofDrifted) ? deviations : Math.max(ofDrifted, deviations);
      }
      ofAll = Double.isNaN(ofAll) ? deviations : Math.max(ofAll, deviations);
    }
    return new Severity(Double.isNaN(ofDrifted) ? ofAll : ofDrifted);
  }

  /**
   * The signals that the cause moves, if one is known, but those that only move along; otherwise
   * those that drifted; of a drift of the appearance or of the areas of a mask, which are made of
   * them, those that moved most.
   */
  private static List<SignalChange> told(
      Drift drift,
      Optional<NamedCause> cause,
      List<SignalChange> changes,
      List<SignalChange> tested) {
    if (cause.isEmpty()) {
      Set<String> drifted = signalsOf(drift);
      List<SignalChange> own =
          changes.stream().filter(c -> drifted.contains(c.signal())).limit(TOLD).toList();
      boolean made =
          drifted.contains(VectorSignal.APPEARANCE.name())
              || drifted.contains(VectorSignal.MASK_AREAS.name());
      return own.isEmpty() && made
          ? changes.stream().filter(c -> Math.abs(c.deviations()) >= PLAIN).limit(TOLD).toList()
          : own;
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
            .filter(c -> !told.contains(c))
            .forEach(told::add);
      }
    }
    List<SignalChange> plain =
        told.stream().filter(c -> Math.abs(c.deviations()) >= SEEN).limit(TOLD).toList();
    return plain.isEmpty() ? told.stream().limit(TOLD).toList() : plain;
  }

  private static List<String> unmoved(
      Findings found, List<SignalChange> measured, List<SignalChange> told, SignalTable window) {
    if (found.cause().isEmpty() || !found.fingerprint().together().isEmpty()) {
      return List.of();
    }
    Set<String> moved = new HashSet<>(signalsOf(found.drift()));
    told.forEach(c -> moved.add(c.signal()));
    String family = found.match().family();
    return Aspects.unmoved(measured, moved, family, s -> count(found.schema(), s, window));
  }

  /** Causes that look much alike, and were told apart. */
  private static List<String> ruledOut(Optional<NamedCause> cause, Fingerprint fingerprint) {
    if (cause.isEmpty()) {
      return List.of();
    }
    CauseMatch nearest = fingerprint.nearest().orElse(null);
    return fingerprint.causes().stream()
        .filter(c -> c.probability() < RULED_OUT && c.similarity() > ALIKE && c != nearest)
        .sorted(Comparator.comparingDouble(CauseMatch::similarity).reversed())
        .limit(RULED_OUT_TOLD)
        .map(c -> Text.clean(c.cause()))
        .toList();
  }

  private static Set<String> signalsOf(Drift drift) {
    return drift.evidence().stream().map(DetectionResult::signal).collect(Collectors.toSet());
  }

  private static String why(Findings found) {
    String why = likeliest(found);
    boolean isNamed = found.cause().isPresent() || found.family().isPresent();
    return isNamed && !found.fits() ? why + " " + Words.of("why.differs") : why;
  }

  private static String likeliest(Findings found) {
    if (found.cause().isPresent() && !found.fingerprint().together().isEmpty()) {
      CauseMatch a = found.fingerprint().together().get(0);
      CauseMatch b = found.fingerprint().together().get(1);
      return Words.of(
          "why.both",
          Text.clean(a.cause()),
          String.format(Locale.ROOT, "%.1f", a.severity()),
          Text.clean(b.cause()),
          String.format(Locale.ROOT, "%.1f", b.severity()));
    }
    if (found.cause().isPresent()) {
      NamedCause cause = found.cause().get();
      return Words.of(
          "why.cause",
          cause.name(),
          String.format(Locale.ROOT, "%.2f", cause.probability()),
          String.format(Locale.ROOT, "%.1f", cause.severity()));
    }
    if (found.family().isPresent()) {
      return FamilyWords.why(found.family().get(), found.fingerprint());
    }
    if (found.blank() || found.isMix()) {
      return "";
    }
    if (!found.isCompared()) {
      return Words.of("why.not-compared", found.fingerprint().reason());
    }
    if (found.isUnchanged()) {
      return Words.of("why.unchanged");
    }
    return found
        .fingerprint()
        .nearest()
        .map(c -> Words.of("why.nearest", Text.clean(c.cause())))
        .orElseGet(() -> Words.of("why.unknown"));
  }
}
