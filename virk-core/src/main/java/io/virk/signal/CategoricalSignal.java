package io.virk.signal;

import java.util.Objects;

/**
 * A signal whose values are categories: numbers from 0 on, {@link Observation#NO_CLASS} for none.
 *
 * @param name unique in a schema, lower-case words joined by hyphens
 * @param source name of the source that derives it
 * @param role what it is for
 */
public record CategoricalSignal(String name, String source, Role role) implements Signal {
  /** The class that the model predicted. */
  public static final CategoricalSignal PREDICTED_CLASS =
      new CategoricalSignal("predicted-class", SignalSources.LOGITS, Role.TESTED);

  public CategoricalSignal {
    SignalNames.checkName("name", name);
    SignalNames.checkName("source", source);
    Objects.requireNonNull(role, "role");
  }

  /**
   * A tested signal of the host's own: see {@code Capture.category}.
   *
   * @param name for example "product"
   * @return the signal
   */
  public static CategoricalSignal ofHost(String name) {
    return new CategoricalSignal(name, SignalSources.HOST, Role.TESTED);
  }

  @Override
  public CategoricalSignal withRole(Role other) {
    return new CategoricalSignal(name, source, other);
  }
}
