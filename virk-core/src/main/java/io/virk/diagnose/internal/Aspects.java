package io.virk.diagnose.internal;

import io.virk.diagnose.SignalChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a camera engineer asks of a picture, and whether it has stayed the same. */
enum Aspects {
  LIGHT("light", "light", "brightness"),
  CONTRAST("contrast", "contrast", "contrast"),
  COLOUR("colour", "colour", "warmth", "tint", "saturation"),
  FOCUS("focus", "blur", "sharpness", "detail"),
  NOISE("noise", "noise", "noise");

  /** Standard deviations of the baseline that a mean has surely not moved. */
  private static final double UNMOVED = 0.5;

  private final String words;
  private final Set<String> signals;

  /** Of which causes of a family do not leave it as it was. */
  private final String family;

  Aspects(String words, String family, String... signals) {
    this.words = words;
    this.family = family;
    this.signals = Set.of(signals);
  }

  /**
   * A sentence with a space before it about those that were measured and have hardly moved; "" if
   * there are none, or if no other has.
   *
   * @param changes of all signals
   * @param moved signals that have drifted, or are told as moved
   * @param family of the cause that is named
   * @param rows of the window
   */
  static String unmoved(List<SignalChange> changes, Set<String> moved, String family, int rows) {
    Map<String, SignalChange> bySignal =
        changes.stream().collect(Collectors.toMap(SignalChange::signal, Function.identity()));
    List<String> same =
        List.of(values()).stream()
            .filter(a -> !a.family.equals(family) && a.isUnmoved(bySignal, moved, rows))
            .map(a -> a.words)
            .toList();
    if (same.isEmpty()) {
      return "";
    }
    int last = same.size() - 1;
    return " Unchanged: "
        + (last == 0
            ? same.get(0)
            : String.join(", ", same.subList(0, last)) + " and " + same.get(last))
        + ".";
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
