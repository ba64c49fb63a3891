package io.virk.signal;

/** One quantity derived from observations. */
public sealed interface Signal permits ScalarSignal, CategoricalSignal, VectorSignal {
  /**
   * Its name: unique, lower-case, words joined by hyphens.
   *
   * @return for example "sharpness"
   */
  String name();
}
