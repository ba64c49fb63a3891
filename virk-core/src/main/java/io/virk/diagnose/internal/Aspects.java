package io.virk.diagnose.internal;

import io.virk.diagnose.SignalChange;
import io.virk.internal.Words;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
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

  /** Luminance from which a ratio means anything, 8-bit steps; and the least one that is told. */
  private static final double LEAST_LEVEL = 4;

  private static final double LEAST_RATIO = 0.1;

  /** Two logarithms of ratios are alike if they differ by this part. */
  private static final double ALIKE = 0.25;

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
   * @param values of a signal that the window has
   */
  static List<String> unmoved(
      List<SignalChange> changes, Set<String> moved, String family, ToIntFunction<String> values) {
    Map<String, SignalChange> bySignal =
        changes.stream().collect(Collectors.toMap(SignalChange::signal, Function.identity()));
    List<String> same =
        List.of(values()).stream()
            .filter(a -> !a.family.equals(family) && a.isUnmoved(bySignal, moved, values))
            .map(a -> Words.of("aspect." + a.name().toLowerCase(Locale.ROOT)))
            .toList();
    return same;
  }

  /**
   * Whether it is the light and not what is in the picture: a lamp, or a diaphragm, makes the
   * darkest and the brightest parts darker in the same proportion.
   *
   * @param changes of all signals
   * @param family of the cause that is named
   * @return a sentence; "" if that cannot be said
   */
  static String scene(List<SignalChange> changes, String family) {
    double dark = ratio(changes, "dark-level");
    double bright = ratio(changes, "bright-level");
    boolean alike =
        family.equals(LIGHT.family)
            && Math.abs(bright) >= LEAST_RATIO
            && Math.abs(dark - bright) <= ALIKE * Math.abs(bright);
    return alike ? Words.of(bright < 0 ? "scene.darker" : "scene.brighter") : "";
  }

  /** The logarithm of how many times as large it is; NaN if that is not known. */
  private static double ratio(List<SignalChange> changes, String signal) {
    return changes.stream()
        .filter(c -> c.signal().equals(signal) && Math.min(c.baseline(), c.now()) >= LEAST_LEVEL)
        .mapToDouble(c -> Math.log(c.now() / c.baseline()))
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Surely: with two standard errors. What never varies is of an image that has none of it. */
  private boolean isUnmoved(
      Map<String, SignalChange> changes, Set<String> moved, ToIntFunction<String> values) {
    List<SignalChange> own =
        signals.stream().filter(changes::containsKey).map(changes::get).toList();
    return !own.isEmpty()
        && signals.stream().noneMatch(moved::contains)
        && own.stream().anyMatch(c -> c.baseline() != 0 || c.now() != 0)
        && own.stream()
            .allMatch(
                c -> {
                  double error = 2 / Math.sqrt(Math.max(1, values.applyAsInt(c.signal())));
                  return Math.abs(c.deviations()) + error < UNMOVED;
                });
  }
}
