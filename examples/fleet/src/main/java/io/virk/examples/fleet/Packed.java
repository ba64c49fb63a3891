package io.virk.examples.fleet;

import io.virk.detect.Slice;
import io.virk.fleet.SliceSummary;

/**
 * A summary or a reading on its way.
 *
 * @param slice whose, as {@link #name} has it: the job is keyed by it
 * @param epochMillis where its window, or its period, begins
 * @param bytes as {@link io.virk.fleet.SliceSummary#toBytes} or {@link
 *     io.virk.fleet.SliceReading#toBytes} wrote it. Not to be modified.
 */
public record Packed(String slice, long epochMillis, byte[] bytes) {
  /** A summary. */
  static Packed of(SliceSummary summary) {
    return new Packed(name(summary.slice()), summary.id().periodMillis(), summary.toBytes());
  }

  /** The whole slice: a monitor may slice by another tag, and a camera has one for each context. */
  static String name(Slice slice) {
    return slice.key().length()
        + ":"
        + slice.value().length()
        + ":"
        + slice.key()
        + slice.value()
        + slice.context();
  }

  /** The slice of a name. */
  static Slice slice(String name) {
    String[] parts = name.split(":", 3);
    int key = Integer.parseInt(parts[0]);
    int value = key + Integer.parseInt(parts[1]);
    return new Slice(
        parts[2].substring(0, key), parts[2].substring(key, value), parts[2].substring(value));
  }
}
