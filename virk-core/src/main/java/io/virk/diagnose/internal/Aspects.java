package io.virk.diagnose.internal;

import io.virk.diagnose.SignalChange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a camera engineer asks of a picture, and whether it has stayed the same. */
enum Aspects {
  LIGHT("light", "brightness"),
  CONTRAST("contrast", "contrast"),
  COLOUR("colour", "warmth", "tint", "saturation"),
  FOCUS("focus", "sharpness", "detail"),
  NOISE("noise", "noise"),
  COMPRESSION("compression", "blockiness");

  /** Standard deviations of the baseline that a mean may have moved. */
  private static final double UNMOVED = 0.25;

  private final String words;
  private final Set<String> signals;

  Aspects(String words, String... signals) {
    this.words = words;
    this.signals = Set.of(signals);
  }

  /**
   * A sentence with a space before it about those that were measured and have hardly moved; "" if
   * there are none, or if no other has.
   *
   * @param changes of all signals
   * @param moved signals that are told as moved
   */
  static String unmoved(List<SignalChange> changes, Set<String> moved) {
    Map<String, SignalChange> bySignal =
        changes.stream().collect(Collectors.toMap(SignalChange::signal, Function.identity()));
    List<String> same =
        List.of(values()).stream()
            .filter(a -> a.isUnmoved(bySignal, moved))
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

  private boolean isUnmoved(Map<String, SignalChange> changes, Set<String> moved) {
    List<SignalChange> own =
        signals.stream().filter(changes::containsKey).map(changes::get).toList();
    return !own.isEmpty()
        && signals.stream().noneMatch(moved::contains)
        && own.stream().allMatch(c -> Math.abs(c.deviations()) < UNMOVED);
  }
}
