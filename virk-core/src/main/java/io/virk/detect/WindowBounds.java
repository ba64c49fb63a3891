package io.virk.detect;

import io.virk.signal.SignalTable;

/**
 * Which observations were judged together.
 *
 * @param firstSequence number of the first observation
 * @param lastSequence number of the last observation
 * @param firstEpochMillis time of the first observation
 * @param lastEpochMillis time of the last observation
 */
public record WindowBounds(
    long firstSequence, long lastSequence, long firstEpochMillis, long lastEpochMillis) {
  /**
   * The bounds of a window.
   *
   * @param window its rows in the order of the observations, at least one. Not modified.
   * @return from its first row to its last
   */
  public static WindowBounds of(SignalTable window) {
    int last = window.rows() - 1;
    return new WindowBounds(
        window.sequence(0), window.sequence(last), window.epochMillis(0), window.epochMillis(last));
  }
}
