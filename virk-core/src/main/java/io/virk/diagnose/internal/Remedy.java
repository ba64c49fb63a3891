package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.FrameChange;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Rhythm;
import io.virk.diagnose.Severity;
import io.virk.diagnose.Step;
import io.virk.diagnose.Step.Sureness;
import io.virk.internal.Words;
import io.virk.signal.CategoricalSignal;
import java.util.List;

/** What a playbook has for what was found. */
final class Remedy {
  private static final String NOT_COMPARED = "not-compared";

  private Remedy() {}

  /** The step of a drift, and how sure it is. */
  static Step of(
      Findings found,
      Severity severity,
      FrameChange place,
      Rhythm rhythm,
      List<Cause> causes,
      Playbook playbook) {
    Kind kind = found.kind();
    String compare = Words.of(found.isOfHostAlone() ? "remedy.compare.numbers" : "remedy.compare");
    if (found.cause().isPresent()) {
      CauseMatch match = found.match();
      String action =
          found.cause().get().action().orElseGet(() -> Words.of("remedy.name-alone", compare));
      Step step =
          playbook.step(
              match.cause(), match.family(), kind, severity, whereAndWhen(action, place, rhythm));
      return step.with(found.fingerprint().isSure() ? Sureness.SURE : Sureness.LIKELY);
    }
    if (found.family().isPresent()) {
      String action =
          FamilyWords.action(found.family().get(), found.fingerprint(), causes).orElse(compare);
      return playbook
          .step(
              "", found.family().get().name(), kind, severity, whereAndWhen(action, place, rhythm))
          .with(Sureness.LIKELY);
    }
    return playbook
        .step(name(found), "", kind, severity, whereAndWhen(compare, place, rhythm))
        .with(found.blank() ? Sureness.SURE : Sureness.GUESS);
  }

  /** What follows from where in the frame it is, and from its period. */
  static String whereAndWhen(String action, FrameChange place, Rhythm rhythm) {
    String where =
        place.extent() == FrameChange.Extent.PART
            ? Words.of("remedy.part", place.place(), action)
            : action;
    return rhythm.isPeriodic()
        ? Words.of("remedy.periodic", Sentences.period(rhythm), where)
        : where;
  }

  /** The step of a drift of which nothing could be worked out. */
  static Step unexplained(Kind kind, Playbook playbook) {
    return playbook.step(NOT_COMPARED, "", kind, Severity.UNKNOWN, Words.of("remedy.compare"));
  }

  /** What stands for a cause where there is none: names that {@link Playbook} tells of. */
  private static String name(Findings found) {
    if (found.blank()) {
      return Diagnosis.BLANK;
    }
    if (found.isMix()) {
      boolean ofClasses =
          found
              .slices()
              .carriers()
              .get(0)
              .slices()
              .get(0)
              .key()
              .equals(CategoricalSignal.PREDICTED_CLASS.name());
      return ofClasses ? "class-mix" : "mix";
    }
    if (found.isClassMix()) {
      return "class-mix";
    }
    if (found.outliers().isGap()) {
      return "coverage-gap";
    }
    if (!found.isCompared()) {
      return NOT_COMPARED;
    }
    if (found.isNewContent()) {
      return "new-content";
    }
    return found.isUnchanged() ? "unchanged" : "unknown";
  }
}
