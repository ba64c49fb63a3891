package io.virk.diagnose.internal;

import io.virk.diagnose.SignalChange;
import io.virk.internal.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a camera engineer asks of a picture, and whether it has stayed the same. */
enum Aspects {
  LIGHT("light", "brightness"),
  CONTRAST("contrast", "contrast"),
  COLOUR("colour", "warmth", "tint", "saturation"),
  FOCUS("blur", "sharpness", "detail"),
  NOISE("noise", "noise");

  /** Standard deviations of the baseline that a mean has surely not moved. */
  private static final double UNMOVED = 0.5;

  private final Set<String> signals;

  /** Of which causes of a family do not leave it as it was. */
  private final String family;

  Aspects(String family, String... signals) {
    this.family = family;
    this.signals = Set.of(signals);
  }

  /**
   * Those that were measured and have hardly moved, in words.
   *
   * @param changes of all signals
   * @param moved signals that have drifted, or are told as moved
   * @param family of the cause that is named
   * @param rows of the window
   */
  static List<String> unmoved(
      List<SignalChange> changes, Set<String> moved, String family, int rows) {
    Map<String, SignalChange> bySignal =
        changes.stream().collect(Collectors.toMap(SignalChange::signal, Function.identity()));
    List<String> same =
        List.of(values()).stream()
            .filter(a -> !a.family.equals(family) && a.isUnmoved(bySignal, moved, rows))
            .map(a -> Words.of("aspect." + a.name().toLowerCase(Locale.ROOT)))
            .toList();
    return same;
  }

  /** Surely: with two standard errors. What never varies is of an image that has none of it. */
  private boolean isUnmoved(Map<String, SignalChange> changes, Set<String> moved, int rows) {
    double error = 2 / Math.sqrt(Math.max(1, rows));
    List<SignalChange> own =
        signals.stream().filter(changes::containsKey).map(changes::get).toList();
    return !own.isEmpty()
        && signals.stream().noneMatch(moved::contains)
        && own.stream().anyMatch(c -> c.baseline() != 0 || c.now() != 0)
        && own.stream().allMatch(c -> Math.abs(c.deviations()) + error < UNMOVED);
  }
}
