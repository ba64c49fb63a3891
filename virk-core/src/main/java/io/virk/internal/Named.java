package io.virk.internal;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Finds things by their names. */
public final class Named {
  private Named() {}

  /**
   * The one of a name.
   *
   * @param what the name is of, which begins the message
   * @param name what is looked for
   * @param all where
   * @param nameOf the name of each
   * @param <T> of the things
   * @return the first of that name
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public static <T> T of(String what, String name, List<T> all, Function<T, String> nameOf) {
    Objects.requireNonNull(name, "name");
    for (T each : all) {
      if (nameOf.apply(each).equals(name)) {
        return each;
      }
    }
    throw new IllegalArgumentException(
        what
            + ": "
            + Text.clean(name)
            + " (expected: one of "
            + all.stream().map(nameOf).toList()
            + ")");
  }
}
