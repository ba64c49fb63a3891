package io.virk.fleet.internal;

import io.virk.detect.Slice;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Names in binary forms: their length in bytes and their UTF-8. */
public final class Names {
  private static final int LONGEST = 1 << 16;
  private static final int MOST_GROUPS = 16;

  private Names() {}

  /**
   * Writes one.
   *
   * @throws IllegalArgumentException if it is longer than 64 kB
   */
  public static void write(BinaryOutput out, String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "name: of " + bytes.length + " bytes (expected: at most " + LONGEST + ")");
    }
    out.count(bytes.length).bytes(bytes);
  }

  /** Reads one. */
  public static String read(BinaryInput in, String name) {
    byte[] bytes = in.bytes(name);
    if (bytes.length > LONGEST) {
      throw Checks.rejected("bytes of " + name, bytes.length, "at most " + LONGEST);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Writes a slice. */
  public static void write(BinaryOutput out, Slice slice) {
    write(out, slice.key());
    write(out, slice.value());
    write(out, slice.context());
  }

  /** Reads one. */
  public static Slice readSlice(BinaryInput in) {
    return new Slice(read(in, "key of a slice"), read(in, "slice"), read(in, "context"));
  }

  /** Writes tags and their values. */
  public static void write(BinaryOutput out, Map<String, String> groups) {
    out.count(groups.size());
    groups.forEach(
        (key, value) -> {
          write(out, key);
          write(out, value);
        });
  }

  /** Reads them. */
  public static Map<String, String> readGroups(BinaryInput in) {
    int n = (int) in.count("groups", 0, MOST_GROUPS);
    Map<String, String> groups = new TreeMap<>();
    for (int i = 0; i < n; i++) {
      groups.put(read(in, "key of a group"), read(in, "group"));
    }
    return groups;
  }
}
