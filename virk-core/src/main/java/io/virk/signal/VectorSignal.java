package io.virk.signal;

import java.util.Objects;

/**
 * A signal whose values are vectors of a fixed length.
 *
 * @param name unique in a schema, lower-case words joined by hyphens
 * @param length of its vectors, &ge; 0; 0 where they are not kept, or not known yet
 * @param source name of the source that derives it
 * @param role what it is for
 */
public record VectorSignal(String name, int length, String source, Role role) implements Signal {
  /** The model's embedding of the image, of whatever length. */
  public static final VectorSignal EMBEDDING =
      new VectorSignal("embedding", 0, SignalSources.EMBEDDING, Role.TESTED);

  /**
   * Where in the image: 4 x 4 tiles, row by row; first the 16 mean lumas, 0 .. 255, then of each
   * ln(mean squared Laplacian + 0.01).
   */
  public static final VectorSignal TILES =
      new VectorSignal("tiles", 32, SignalSources.IMAGE, Role.DIAGNOSTIC);

  /**
   * How an image looks, in all that is measured of it: every scalar signal of the image, on its
   * scale of analysis and in the order of the schema, then {@link #TILES}; NaN for what could not
   * be measured. It is kept nowhere but made of those where it is asked for.
   */
  public static final VectorSignal APPEARANCE =
      new VectorSignal("appearance", 68, SignalSources.IMAGE, Role.TESTED);

  /** What share of a mask each class takes, 0 .. 1, of however many classes. */
  public static final VectorSignal MASK_AREAS =
      new VectorSignal("mask-areas", 0, SignalSources.MASK, Role.TESTED);

  public VectorSignal {
    SignalNames.checkName("name", name);
    if (length < 0) {
      throw new IllegalArgumentException("length: " + length + " (expected: >= 0)");
    }
    SignalNames.checkName("source", source);
    Objects.requireNonNull(role, "role");
  }

  /**
   * Whether its vectors are made of other columns: {@link #APPEARANCE}. They may hold NaN, on
   * scales that have nothing in common.
   *
   * @return false if they come with the observations
   */
  public boolean isDerived() {
    return name.equals("appearance") && source.equals(SignalSources.IMAGE);
  }

  @Override
  public VectorSignal withRole(Role other) {
    return new VectorSignal(name, length, source, other);
  }

  /**
   * The same signal with vectors of another length.
   *
   * @param values &ge; 0
   * @return a copy
   */
  public VectorSignal of(int values) {
    return new VectorSignal(name, values, source, role);
  }
}
