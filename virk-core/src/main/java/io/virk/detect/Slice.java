package io.virk.detect;

import java.util.Objects;

/**
 * The observations that share the value of a tag, or all of them.
 *
 * @param key name of the tag, for example "camera"; empty for all observations
 * @param value its value, for example "cam-7"; empty for all observations
 */
public record Slice(String key, String value) implements Comparable<Slice> {
  /** All observations. */
  public static final Slice ALL = new Slice("", "");

  public Slice {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
  }

  /**
   * Whether this is the slice of all observations.
   *
   * @return true for {@link #ALL}
   */
  public boolean isAll() {
    return key.isEmpty();
  }

  @Override
  public int compareTo(Slice other) {
    int byKey = key.compareTo(other.key);
    return byKey != 0 ? byKey : value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return isAll() ? "all" : key + "=" + value;
  }
}
