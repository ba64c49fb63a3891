package io.virk.diagnose.internal;

import io.virk.cause.Cause;
import io.virk.cause.CauseMatch;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Kind;
import io.virk.diagnose.Playbook;
import io.virk.diagnose.Severity;
import io.virk.diagnose.Step;
import java.util.List;

/** What a playbook has for what was found. */
final class Remedy {
  private static final String COMPARE_ACTION =
      "Compare recent images with earlier ones: has the scene, the product, or the preprocessing"
          + " changed?";

  private static final String NAME_ALONE =
      "The baseline knows this cause, but this program only its name. ";

  private static final String NOT_COMPARED = "not-compared";

  private Remedy() {}

  /** The step of a drift. */
  static Step of(Findings found, Severity severity, List<Cause> causes, Playbook playbook) {
    Kind kind = found.kind();
    if (found.cause().isPresent()) {
      CauseMatch match = found.fingerprint().cause().orElseThrow();
      String action = found.cause().get().action().orElse(NAME_ALONE + COMPARE_ACTION);
      return playbook.step(match.cause(), match.family(), kind, severity, action);
    }
    if (found.family().isPresent()) {
      String action =
          FamilyWords.action(found.family().get(), found.fingerprint(), causes)
              .orElse(COMPARE_ACTION);
      return playbook.step("", found.family().get().name(), kind, severity, action);
    }
    return playbook.step(name(found), "", kind, severity, COMPARE_ACTION);
  }

  /** The step of a drift of which nothing could be worked out. */
  static Step unexplained(Kind kind, Playbook playbook) {
    return playbook.step(NOT_COMPARED, "", kind, Severity.UNKNOWN, COMPARE_ACTION);
  }

  /** What stands for a cause where there is none: names that {@link Playbook} tells of. */
  private static String name(Findings found) {
    if (found.blank()) {
      return Diagnosis.BLANK;
    }
    if (found.isClassMix()) {
      return "class-mix";
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
