package io.virk.engine;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.WindowBounds;
import io.virk.engine.TrackerState.HistoryState;

/** The last windows of one slice, and how often they come. */
final class SliceHistory {
  /** One bit a window, the newest lowest; 1 = drifting. */
  private long bits;

  private final long[] firstSequences;
  private final long[] firstTimes;
  private int at;

  /** The turn of its last window; 0 before the first. */
  private long turn;

  /** Turns between its last two windows; 0 before the second. */
  private long pace;

  SliceHistory(int windows) {
    firstSequences = new long[windows];
    firstTimes = new long[windows];
  }

  /** A window of the slice has been judged, as the so-manieth of its context. */
  void heard(long now) {
    pace = turn > 0 ? now - turn : 0;
    turn = now;
  }

  long pace() {
    return pace;
  }

  /** Remembers a window. */
  void push(boolean drifting, WindowBounds bounds) {
    bits = bits << 1 | (drifting ? 1 : 0);
    at = (at + 1) % firstSequences.length;
    firstSequences[at] = bounds.first().sequence();
    firstTimes[at] = bounds.first().epochMillis();
  }

  /** Whether the newest window is drifting. */
  boolean isDrifting() {
    return (bits & 1) != 0;
  }

  int drifting() {
    return Long.bitCount(bits & mask());
  }

  /** The observation with which the oldest window that drifted began. */
  Position onset() {
    int oldest = place(oldestDrifting());
    return new Position(firstSequences[oldest], firstTimes[oldest]);
  }

  /** How many windows ago the oldest drifting one was; 0 = the newest. */
  private int oldestDrifting() {
    return 63 - Long.numberOfLeadingZeros(bits & mask());
  }

  /** Where the window stands that was so many before the newest. */
  private int place(int ago) {
    return Math.floorMod(at - ago, firstSequences.length);
  }

  private long mask() {
    return firstSequences.length == 64 ? -1L : (1L << firstSequences.length) - 1;
  }

  /** Forgets what the windows looked like, not how often they come. */
  void clear() {
    bits = 0;
  }

  HistoryState state(Slice slice) {
    int n = firstSequences.length;
    long[] sequences = new long[n];
    long[] times = new long[n];
    for (int ago = 0; ago < n; ago++) {
      sequences[ago] = firstSequences[place(ago)];
      times[ago] = firstTimes[place(ago)];
    }
    return new HistoryState(slice, bits, sequences, times, turn, pace);
  }

  /**
   * Goes on from what was remembered.
   *
   * @throws IllegalArgumentException if that is of another number of windows
   */
  void restore(HistoryState state) {
    int n = firstSequences.length;
    if (state.firstSequences().length != n || state.firstTimes().length != n) {
      throw new IllegalArgumentException(
          "windows looked back: " + state.firstSequences().length + " (expected: " + n + ")");
    }
    bits = state.bits();
    for (int ago = 0; ago < firstSequences.length; ago++) {
      firstSequences[place(ago)] = state.firstSequences()[ago];
      firstTimes[place(ago)] = state.firstTimes()[ago];
    }
    turn = state.turn();
    pace = state.pace();
  }
}
