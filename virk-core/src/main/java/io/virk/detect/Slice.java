package io.virk.detect;

import io.virk.internal.Text;
import java.util.Collection;
import java.util.Objects;

/**
 * The observations that share the value of a tag, or all of them; where contexts such as day and
 * night are told apart, those of one context.
 *
 * @param key name of the tag, for example "camera"; empty for all observations
 * @param value its value, for example "cam-7"; empty for all observations
 * @param context value of the context's tag, for example "night"; empty without contexts
 */
public record Slice(String key, String value, String context) implements Comparable<Slice> {
  /** All observations, without contexts. */
  public static final Slice ALL = new Slice("", "");

  /** There may be thousands; a line of a log, or an event, holds some. */
  private static final int NAMED = 10;

  public Slice {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(context, "context");
  }

  /**
   * A slice without a context.
   *
   * @param key name of the tag
   * @param value its value
   */
  public Slice(String key, String value) {
    this(key, value, "");
  }

  /**
   * Whether this is the slice of all observations, or of all of one context.
   *
   * @return true for {@link #ALL} and {@link #all()}
   */
  public boolean isAll() {
    return key.isEmpty();
  }

  /**
   * All observations of the same context.
   *
   * @return {@link #ALL} without a context
   */
  public Slice all() {
    return context.isEmpty() ? ALL : new Slice("", "", context);
  }

  /**
   * The same tag value in a context.
   *
   * @param newContext value of the context's tag; empty for none
   * @return the slice
   */
  public Slice in(String newContext) {
    return new Slice(key, value, newContext);
  }

  /**
   * Whether it is the same, whatever the context: one camera by day and by night.
   *
   * @param other any slice
   * @return true if only the contexts differ, or nothing
   */
  public boolean isSameIn(Slice other) {
    return key.equals(other.key) && value.equals(other.value);
  }

  /**
   * Several slices in words, the first ten by name.
   *
   * @param slices any. Not modified.
   * @return for example "camera=cam-1, camera=cam-2 and 31 more"
   */
  public static String inWords(Collection<Slice> slices) {
    int more = slices.size() - NAMED;
    return String.join(", ", slices.stream().limit(NAMED).map(Slice::toString).toList())
        + (more > 0 ? " and " + more + " more" : "");
  }

  @Override
  public int compareTo(Slice other) {
    int byKey = key.compareTo(other.key);
    int byValue = byKey != 0 ? byKey : value.compareTo(other.value);
    return byValue != 0 ? byValue : context.compareTo(other.context);
  }

  /**
   * The slice in words: what no log line may hold is replaced in it, and what is long is cut, so
   * that two slices of odd names may have the same words.
   *
   * @return for example "camera=cam-1 in night", or "all"
   */
  @Override
  public String toString() {
    String where = isAll() ? "all" : Text.clean(key) + "=" + Text.clean(value);
    return context.isEmpty() ? where : where + " in " + Text.clean(context);
  }
}
