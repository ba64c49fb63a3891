package io.virk.fleet;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import java.time.Duration;

/**
 * When a slice was heard of, in windows: after how long it is silent, and after how long it is
 * forgotten. One thread at a time.
 */
final class Heard {
  /** After which a slice that says nothing is forgotten, unless its pace is slower. */
  static final long WEEK_MILLIS = Duration.ofDays(7).toMillis();

  private final long window;
  private final int silence;
  private long last = Long.MIN_VALUE;
  private int longestGap = 1;

  /**
   * Of nothing yet.
   *
   * @param settings whose windows they are
   */
  Heard(FleetSettings settings) {
    this.window = settings.windowMillis();
    this.silence = settings.emission().silence();
  }

  /** A window of it has come. */
  void in(long begin) {
    if (last != Long.MIN_VALUE && begin > last) {
      long gap = (begin - last) / window;
      boolean usual = gap < (long) silence * longestGap;
      longestGap = usual ? (int) Math.max(longestGap, gap) : longestGap;
    }
    last = Math.max(last, begin);
  }

  /** Begin of the last window of it. */
  long last() {
    return last;
  }

  /** Its longest usual gap, windows. */
  int longestGap() {
    return longestGap;
  }

  /** Whether it is taken for gone at the begin of a window. */
  boolean isForgotten(long begin) {
    return last != Long.MIN_VALUE
        && begin - last >= Math.max(WEEK_MILLIS, 2L * silence * longestGap * window);
  }

  void write(BinaryOutput out) {
    out.bits(last).count(longestGap);
  }

  static Heard read(BinaryInput in, FleetSettings settings) {
    Heard read = new Heard(settings);
    read.last = in.bits("last window");
    read.longestGap = (int) in.count("gap", 1, Integer.MAX_VALUE);
    return read;
  }
}
