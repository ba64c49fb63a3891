package io.virk.detect;

import io.virk.signal.SignalTable;
import java.util.Objects;

/**
 * Which observations were judged together.
 *
 * @param first the first observation
 * @param last the last observation
 */
public record WindowBounds(Position first, Position last) {
  public WindowBounds {
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
  }

  /**
   * The bounds of a window.
   *
   * @param window its rows in the order of the observations, at least one. Not modified.
   * @return from its first row to its last
   */
  public static WindowBounds of(SignalTable window) {
    return new WindowBounds(of(window, 0), of(window, window.rows() - 1));
  }

  private static Position of(SignalTable window, int row) {
    return new Position(window.sequence(row), window.epochMillis(row));
  }
}
