package io.virk.signal.internal;

import io.virk.signal.CategoricalSignal;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalSchema;
import io.virk.signal.VectorSignal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A signal in plain words and numbers, as files keep it.
 *
 * @param name of the signal
 * @param kind "scalar", "categorical" or "vector"
 * @param scale "linear" or "logarithmic"; null unless scalar
 * @param unit of a scalar signal's values; null unless scalar
 * @param length of a vector signal's vectors; 0 unless vector
 * @param source name of the source that derives it
 * @param role "tested" or "diagnostic"
 */
public record SignalDescription(
    String name, String kind, String scale, String unit, int length, String source, String role) {
  private static final String SCALAR = "scalar";
  private static final String CATEGORICAL = "categorical";
  private static final String VECTOR = "vector";

  /**
   * Describes all signals of a schema.
   *
   * @param schema of a baseline
   * @return in order
   */
  public static List<SignalDescription> of(SignalSchema schema) {
    return schema.signals().stream().map(SignalDescription::of).toList();
  }

  /**
   * Describes a signal.
   *
   * @param signal of any kind
   * @return its description
   */
  public static SignalDescription of(Signal signal) {
    String role = word(signal.role());
    if (signal instanceof ScalarSignal s) {
      return new SignalDescription(
          s.name(), SCALAR, word(s.scale()), s.unit(), 0, s.source(), role);
    }
    return signal instanceof VectorSignal v
        ? new SignalDescription(v.name(), VECTOR, null, null, v.length(), v.source(), role)
        : new SignalDescription(signal.name(), CATEGORICAL, null, null, 0, signal.source(), role);
  }

  /**
   * The signal that is described.
   *
   * @return a signal, whether or not a library knows its source
   * @throws IllegalArgumentException if it is none; the message names the rule
   */
  public Signal signal() {
    Signal.Role of = named("role", role, Signal.Role.values());
    return switch (Objects.requireNonNull(kind, "kind")) {
      case SCALAR ->
          new ScalarSignal(
              name, named("scale", scale, ScalarSignal.Scale.values()), unit, source, of);
      case CATEGORICAL -> new CategoricalSignal(name, source, of);
      case VECTOR -> new VectorSignal(name, length, source, of);
      default ->
          throw new IllegalArgumentException(
              "kind: " + kind + " (expected: one of " + List.of(SCALAR, CATEGORICAL, VECTOR) + ")");
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static <E extends Enum<E>> E named(String what, String word, E[] values) {
    for (E value : values) {
      if (word(value).equals(word)) {
        return value;
      }
    }
    List<String> words = Arrays.stream(values).map(SignalDescription::word).toList();
    throw new IllegalArgumentException(what + ": " + word + " (expected: one of " + words + ")");
  }

  /**
   * In words.
   *
   * @return for example "temperature (scalar, linear, tested, host, °C)"
   */
  @Override
  public String toString() {
    String words = name + " (" + kind;
    if (SCALAR.equals(kind)) {
      words += ", " + scale;
    } else if (VECTOR.equals(kind)) {
      words += " of " + length;
    }
    return words
        + ", "
        + role
        + ", "
        + source
        + (unit == null || unit.isEmpty() ? ")" : ", " + unit + ")");
  }
}
