package io.virk.signal;

/** One quantity derived from observations: a column of a {@link SignalSchema}. */
public sealed interface Signal permits ScalarSignal, CategoricalSignal, VectorSignal {
  /** What a signal is for. */
  enum Role {
    /** It may open a drift, and takes its share of the false alarms that are allowed. */
    TESTED,
    /** It only helps to say why: no detector looks at it. */
    DIAGNOSTIC
  }

  /**
   * Its name: unique in a schema, lower-case, words joined by hyphens.
   *
   * @return for example "sharpness"
   */
  String name();

  /**
   * The name of the {@link SignalSource} that derives it.
   *
   * @return for example "image"
   */
  String source();

  /**
   * What it is for.
   *
   * @return its role
   */
  Role role();

  /**
   * The same signal in another role.
   *
   * @param role what it is for
   * @return a copy
   */
  Signal withRole(Role role);

  /**
   * Whether it may open a drift.
   *
   * @return true if its role is {@link Role#TESTED}
   */
  default boolean isTested() {
    return role() == Role.TESTED;
  }
}
