package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.WatchedStream;

/**
 * How a stream comes, and what its observations are worth. VIRK's thread writes, any may read; not
 * kept in checkpoints, for the pace after a restart is another.
 */
final class StreamView {
  /** Observations over which the mean pace is taken, about. */
  private static final double MEMORY = 256;

  /** Gaps after which one speaks of a pace. */
  private static final int KNOWN = 8;

  /** The longest gap that counts, milliseconds: a clock that is set must not look like silence. */
  private static final long LONGEST_GAP = 86_400_000L;

  /** The shortest that does, in the mean: a clock that stands is no pace. */
  private static final double SHORTEST_GAP = 1e-3;

  private static final double MILLIS = 1e3;

  private final Slice slice;
  private long gaps;
  private long last;
  private double gapMillis;
  private volatile double perSecond;
  private volatile double apart = 1;
  private volatile int spacing = 1;
  private volatile long windows;
  private volatile long differing;
  private volatile long sinceItFits;
  private volatile int toFit;
  private volatile WatchedStream.State state = WatchedStream.State.UNCOMPARED;

  StreamView(Slice slice) {
    this.slice = slice;
  }

  /** Whether an observation has come. */
  boolean isKnown() {
    return gaps > 0;
  }

  /** Is told of an observation of the stream. */
  void arrived(long epochMillis) {
    if (gaps++ > 0) {
      double gap = Math.max(0, Math.min(LONGEST_GAP, epochMillis - last));
      gapMillis += (gap - gapMillis) * Math.max(1.0 / (gaps - 1), 1 / MEMORY);
      perSecond = gaps > KNOWN && gapMillis >= SHORTEST_GAP ? MILLIS / gapMillis : 0;
    }
    last = epochMillis;
  }

  /**
   * Is told how far apart the rows of its window are by now, judged or not.
   *
   * @param now observations from a row to the next, &ge; 1
   */
  void spaced(int now) {
    spacing = now;
  }

  /**
   * Is told of a window.
   *
   * @param observations that it lasted
   * @param rows of them that were judged, &gt; 0
   * @param verdict on it
   */
  void judged(long observations, int rows, Verdict verdict) {
    apart = Math.max(1, (double) observations / rows);
    if (verdict != Verdict.INSUFFICIENT_DATA) { // counts are written by one thread
      windows++;
      differing += verdict == Verdict.DRIFT ? 1 : 0;
      sinceItFits += state == WatchedStream.State.FITS ? 1 : 0;
    }
  }

  /** Is told how the stream compares with the baseline. */
  void compared(Fitting fitting) {
    state = WatchedStream.State.of(fitting.isAccepted(), fitting.fit());
    toFit = fitting.toFit();
  }

  /** Is told that its window was all of one slice, and judged by that one's reference. */
  void isOfLoneSlice() {
    if (state == WatchedStream.State.UNCOMPARED) {
      state = WatchedStream.State.OF_ONE_SLICE;
    }
  }

  /** Whether it is not known yet how it compares. */
  boolean isUncompared() {
    return state == WatchedStream.State.UNCOMPARED;
  }

  /**
   * What is told of the stream.
   *
   * @param required windows that must drift before there is a drift
   */
  WatchedStream told(int required) {
    WatchedStream.State now = state;
    long missing =
        now == WatchedStream.State.FITS
            ? Math.max(0, required - sinceItFits)
            : (long) toFit + required;
    return new WatchedStream(slice, now, windows, differing, (int) missing, spacing);
  }

  Slice slice() {
    return slice;
  }

  /** Observations a second; 0 if that is not known. */
  double perSecond() {
    return perSecond;
  }

  /** Of how many observations one counted in the last window. */
  double apart() {
    return apart;
  }

  /** Observations from one row of the window to the next, which may not have been judged yet. */
  int spacing() {
    return spacing;
  }
}
