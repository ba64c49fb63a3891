package io.virk.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks through records that were read from JSON, which leaves out what is not there. */
public final class WholeRecords {
  private static final int DEEPEST = 32;

  private WholeRecords() {}

  /**
   * Refuses what was read and lacks something.
   *
   * @param value a record, or what is in one
   * @param name of it, for the message
   * @param incomplete classes of records of which parts may be missing
   * @throws IllegalArgumentException that names what is missing
   */
  public static void check(Object value, String name, Set<Class<?>> incomplete) {
    check(value, name, incomplete, 0);
  }

  private static void check(Object value, String name, Set<Class<?>> incomplete, int depth) {
    if (value == null) {
      throw new IllegalArgumentException("lacks the field " + name);
    }
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("is too deep at " + name);
    }
    if (value instanceof Record) {
      if (!incomplete.contains(value.getClass())) {
        for (RecordComponent part : value.getClass().getRecordComponents()) {
          check(part(value, part), name + "." + part.getName(), incomplete, depth + 1);
        }
      }
    } else if (value instanceof Collection<?> all) {
      all.forEach(one -> check(one, name, incomplete, depth + 1));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, one) -> {
            check(key, name, incomplete, depth + 1);
            check(one, name, incomplete, depth + 1);
          });
    } else if (value instanceof Optional<?> some && some.isPresent()) {
      check(some.get(), name, incomplete, depth + 1);
    }
  }

  private static Object part(Object value, RecordComponent part) {
    try {
      part.getAccessor().setAccessible(true);
      return part.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
