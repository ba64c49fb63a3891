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
  /** Characters of the key of a tag that are told. */
  private static final int LONGEST_KEY = 64;

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

  /**
   * A tag that is left out, for its key or its value is too long.
   *
   * @param characters that the longer of them has
   * @param key name of the tag
   * @param longest characters that are kept
   * @param observation number of the observation
   * @return the flaw in words
   */
  public static FlawFound tooLong(int characters, String key, int longest, long observation) {
    return new FlawFound(
        Flaw.TAG_LENGTH,
        characters + " characters in " + quoted(key),
        "at most " + longest,
        observation);
  }

  /**
   * Whether this says already why a tag is missing.
   *
   * @param key name of the tag
   * @param number of an observation
   * @return true if it was left out of that observation
   */
  public boolean leftOut(String key, long number) {
    return flaw == Flaw.TAG_LENGTH && observation == number && found.endsWith(" in " + quoted(key));
  }

  private static String quoted(String key) {
    return '"' + (key.length() > LONGEST_KEY ? key.substring(0, LONGEST_KEY) + ".." : key) + '"';
  }

  /** A vector of another length than the baseline's. */
  static FlawFound length(Flaw flaw, int found, int expected, long observation) {
    return new FlawFound(flaw, found + " values", expected + ", the baseline's", observation);
  }

  /**
   * An output of another length than declared.
   *
   * @param flaw its kind
   * @param found values
   * @param expected values
   * @param observation number of the observation
   * @return the flaw in words
   */
  public static FlawFound declared(Flaw flaw, int found, int expected, long observation) {
    return new FlawFound(flaw, found + " values", expected + ", as declared", observation);
  }

  /** A vector with a value that no statistic can use. */
  static FlawFound value(Flaw flaw, float[] vector, long observation) {
    int at = Finite.firstNot(vector);
    return new FlawFound(flaw, vector[at] + " at index " + at, "finite values", observation);
  }
}
