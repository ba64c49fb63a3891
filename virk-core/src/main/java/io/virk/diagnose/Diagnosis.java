package io.virk.diagnose;

import io.virk.cause.Fingerprint;
import java.util.List;

/**
 * What happened, why, and what to do: for the person who is called at night.
 *
 * @param headline one sentence, for example "camera cam-2 is darker than the baseline"
 * @param fingerprint the physical causes, ranked
 * @param changes the scalar signals of the drifted window, largest change first
 * @param classes the classes of categorical signals of the drifted window, as the predicted class,
 *     largest change of a share first
 * @param explanation two or three sentences with the figures
 * @param recommendedAction what to look at first
 */
public record Diagnosis(
    String headline,
    Fingerprint fingerprint,
    List<SignalChange> changes,
    List<ClassChange> classes,
    String explanation,
    String recommendedAction) {
  public Diagnosis {
    changes = List.copyOf(changes);
    classes = List.copyOf(classes);
  }
}
