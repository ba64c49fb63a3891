package io.virk.bench.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What happens to a live stream: a change of images, or of synthetic numbers a step of their mean.
 *
 * @param change of images; null for a step
 * @param severity of it, 1 .. 5; 0 for a step
 * @param deviations of the step, in standard deviations of the baseline; 0 for images
 */
record LiveChange(Change change, int severity, double deviations) {
  private static final Change[] CHANGES = {
    Change.DARKENING, Change.DEFOCUS, Change.NOISE, Change.OCCLUSION, Change.DIRT
  };
  private static final double[] STEPS = {0.5, 1, 2};

  /** All of images, or all steps. */
  static List<LiveChange> all(boolean images) {
    if (!images) {
      return Arrays.stream(STEPS).mapToObj(s -> new LiveChange(null, 0, s)).toList();
    }
    List<LiveChange> list = new ArrayList<>();
    for (Change change : CHANGES) {
      for (int severity : Change.SEVERITIES) {
        list.add(new LiveChange(change, severity, 0));
      }
    }
    return list;
  }

  /** Its place among {@link Change#SEVERITIES}; of a step, among the steps. */
  int strength() {
    for (int i = 0; i < STEPS.length; i++) {
      if (change == null ? STEPS[i] == deviations : Change.SEVERITIES[i] == severity) {
        return i;
      }
    }
    throw new IllegalStateException(words());
  }

  String words() {
    return change == null
        ? String.format(Locale.ROOT, "step of %s deviations", deviations)
        : change.words() + " " + severity;
  }
}
