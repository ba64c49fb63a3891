package io.virk.signal;

/**
 * A signal whose values are vectors of a fixed length.
 *
 * @param name unique, lower-case
 */
public record VectorSignal(String name) implements Signal {
  /** The model's embedding of the image. */
  public static final VectorSignal EMBEDDING = new VectorSignal("embedding");
}
