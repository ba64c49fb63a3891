package io.virk.signal;

/**
 * A signal whose values are classes.
 *
 * @param name unique, lower-case
 */
public record CategoricalSignal(String name) implements Signal {
  /** The class that the model predicted. */
  public static final CategoricalSignal PREDICTED_CLASS = new CategoricalSignal("predicted-class");
}
