package io.virk.signal;

import io.virk.internal.Finite;
import java.util.Objects;

/**
 * One flaw of one observation, in words that say what was found and what was expected.
 *
 * @param flaw its kind
 * @param found what was found, for example "15 values"
 * @param expected the rule, for example "16, the baseline's"
 * @param observation number of the observation
 */
public record FlawFound(Flaw flaw, String found, String expected, long observation) {
  public FlawFound {
    Objects.requireNonNull(flaw, "flaw");
    Objects.requireNonNull(found, "found");
    Objects.requireNonNull(expected, "expected");
  }

  /**
   * All of it in a line.
   *
   * @return for example "embedding: 15 values (expected: 16, the baseline's), observation 1204"
   */
  public String text() {
    return flaw.input()
        + ": "
        + found
        + " (expected: "
        + expected
        + "), observation "
        + observation;
  }

  /**
   * A tag that is missing.
   *
   * @param flaw its kind
   * @param key name of the tag
   * @param observation number of the observation
   * @return the flaw in words
   */
  public static FlawFound tag(Flaw flaw, String key, long observation) {
    return new FlawFound(flaw, "none", "\"" + key + "\"", observation);
  }

  /** A vector of another length than the baseline's. */
  static FlawFound length(Flaw flaw, int found, int expected, long observation) {
    return new FlawFound(flaw, found + " values", expected + ", the baseline's", observation);
  }

  /** A vector with a value that no statistic can use. */
  static FlawFound value(Flaw flaw, float[] vector, long observation) {
    int at = Finite.firstNot(vector);
    return new FlawFound(flaw, vector[at] + " at index " + at, "finite values", observation);
  }
}
