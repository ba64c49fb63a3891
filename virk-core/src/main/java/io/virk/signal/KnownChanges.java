package io.virk.signal;

import java.util.List;

/**
 * What is known to move the mean of a vector signal, and the scale on which such means are best
 * compared.
 *
 * @param scale of the vector's numbers
 * @param all the changes
 */
public record KnownChanges(AsinhScale scale, List<KnownChange> all) {
  /** Of a baseline that has learned none. */
  public static final KnownChanges NONE = new KnownChanges(AsinhScale.none(0), List.of());

  public KnownChanges {
    all = List.copyOf(all);
  }

  /**
   * Changes of numbers that are compared as they are.
   *
   * @param changes of vectors of one length
   */
  public static KnownChanges of(List<KnownChange> changes) {
    return new KnownChanges(
        AsinhScale.none(changes.isEmpty() ? 0 : changes.get(0).shift().length), changes);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return all.isEmpty();
  }
}
