package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a {@link DriftTracker} remembers, to be kept in a file.
 *
 * @param opened episodes opened so far
 * @param turns how many windows have ended in each context
 * @param histories the last windows of each slice
 * @param episodes the open ones
 * @param closed those that may be reopened, the one that closed first before the others
 */
public record TrackerState(
    int opened,
    Map<String, Long> turns,
    List<HistoryState> histories,
    List<EpisodeState> episodes,
    List<ClosedState> closed) {
  public TrackerState {
    counted("opened", opened);
  }

  /**
   * The last windows of one slice.
   *
   * @param slice whose
   * @param bits one bit a window, the newest lowest; 1 = drifting
   * @param firstSequences number of the first observation of each, newest first
   * @param firstTimes its time
   * @param turn windows of its context when the last one ended
   * @param pace windows of its context between its last two
   */
  public record HistoryState(
      Slice slice, long bits, long[] firstSequences, long[] firstTimes, long turn, long pace) {
    public HistoryState {
      counted("turn", turn);
      counted("pace", pace);
    }
  }

  /**
   * An episode that is open.
   *
   * @param drift as it is now
   * @param pulses what was last heard of its slices
   * @param reopened how often it was closed and is open again
   */
  public record EpisodeState(Drift drift, List<PulseState> pulses, int reopened) {
    public EpisodeState {
      counted("reopened", reopened);
    }
  }

  /**
   * An episode that was closed and may be reopened.
   *
   * @param drift as it was when it opened last; open
   * @param left windows that each of its slices may still have until then
   * @param reopened how often it was closed before and open again
   */
  public record ClosedState(Drift drift, List<Left> left, int reopened) {
    public ClosedState {
      counted("reopened", reopened);
    }
  }

  /** Windows that a slice may still have. */
  public record Left(Slice slice, int windows) {
    public Left {
      counted("windows", windows);
    }
  }

  /**
   * What was last heard of one slice of an episode.
   *
   * @param slice whose
   * @param calm calm windows in a row
   * @param parts of a window at whose ends it is looked at, 1 .. 4
   * @param heard windows of its context when it was last heard
   * @param sequence number of the last observation of that window
   * @param drifted whether any of its windows has drifted
   * @param judged the signals and detectors of the drift that its windows had a verdict on
   */
  public record PulseState(
      Slice slice,
      int calm,
      int parts,
      long heard,
      long sequence,
      boolean drifted,
      SortedSet<String> judged) {
    public PulseState {
      judged = Collections.unmodifiableSortedSet(new TreeSet<>(judged));
      counted("calm", calm);
      if (parts < 1 || parts > 4) {
        throw new IllegalArgumentException("parts: " + parts + " (expected: 1 .. 4)");
      }
      counted("heard", heard);
    }
  }

  /** The same without its histories, which may be many. */
  TrackerState withoutHistories() {
    return new TrackerState(opened, turns, List.of(), episodes, closed);
  }

  /** A count to which much may be added. */
  static long counted(String name, long value) {
    return counted(name, value, 60);
  }

  private static void counted(String name, int value) {
    counted(name, value, 30);
  }

  private static long counted(String name, long value, int bits) {
    if (value < 0 || value > 1L << bits) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: 0 .. 2^" + bits + ")");
    }
    return value;
  }
}
