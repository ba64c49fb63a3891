package io.virk.examples.fleet;

import io.virk.fleet.SliceSummary;

/**
 * A summary or a reading on its way.
 *
 * @param slice whose
 * @param epochMillis where its window, or its period, begins
 * @param bytes as {@link io.virk.fleet.SliceSummary#toBytes} or {@link
 *     io.virk.fleet.SliceReading#toBytes} wrote it. Not to be modified.
 */
public record Packed(String slice, long epochMillis, byte[] bytes) {
  /** A summary. */
  static Packed of(SliceSummary summary) {
    return new Packed(summary.slice().value(), summary.id().periodMillis(), summary.toBytes());
  }
}
