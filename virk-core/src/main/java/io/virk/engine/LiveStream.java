package io.virk.engine;

import io.virk.event.Fit;
import io.virk.signal.SignalTable;
import java.util.Map;

/**
 * What is known of the live stream of a slice: how much its observations resemble each other, where
 * it has been, and whether it fits the baseline. VIRK's thread alone.
 */
final class LiveStream {
  /** Windows as long as which a stream counts as new. */
  private static final int NEW = 2;

  /**
   * Standard errors by which a window of a stream differs from where it has been, to be a change:
   * of some thirty numbers the largest is beyond by chance in one window of twelve.
   */
  private static final double CHANGED = 3;

  private final Thinning thinning;
  private final LiveMemory memory;
  private final StreamLevel level;
  private final Fitting fitting;

  /** Joins the parts, of which none knows anything yet. */
  LiveStream(Thinning thinning, LiveMemory memory, StreamLevel level, Fitting fitting) {
    this.thinning = thinning;
    this.memory = memory;
    this.level = level;
    this.fitting = fitting;
  }

  LiveMemory memory() {
    return memory;
  }

  StreamLevel level() {
    return level;
  }

  Fitting fitting() {
    return fitting;
  }

  /**
   * Learns of the observation that was read.
   *
   * @param window observations of a window
   */
  void learn(int window) {
    thinning.learn(this, window, !fitting.isAccepted() && isNew(window));
  }

  /**
   * Whether so little is known of it that every window is learned from at once.
   *
   * @param window observations of a window
   */
  boolean isNew(int window) {
    return fitting.isNew() || memory.observations() < NEW * (long) window;
  }

  /**
   * What was learned of the last window is to be kept, or forgotten. Of one that differs and has
   * opened no drift that is left to the next: it is forgotten if that opens one, and else was by
   * chance. Were such windows always forgotten, a memory of which nothing is known yet would never
   * show.
   *
   * @param usual whether it is as the stream usually is
   * @param drifted whether a drift of the stream is open
   * @param window observations of a window
   */
  void learned(boolean usual, boolean drifted, int window) {
    if (usual && !drifted) {
      level.trust();
      memory.trust();
    } else if (drifted) {
      level.distrust();
      memory.distrust();
    } else if (isNew(window)) {
      memory.trust();
    }
  }

  /** It fits the baseline, or a part of it. */
  void fitted() {
    memory.fitted(false);
  }

  /** The next observation is not learned from: what comes after it does not follow upon this. */
  void pause() {
    memory.pause();
  }

  /**
   * Whether a window that differs from the baseline differs from where the stream has been, too.
   * Always, if the stream counts as fitting, or fits and its observations are worth as much as the
   * baseline's: what it is compared with is then what it is.
   *
   * @param rows of the window. Not modified.
   * @param spacing observations from one row to the next
   */
  boolean hasChanged(SignalTable rows, int spacing) {
    boolean asTheBaseline = spacing == 1 && fitting.fit().orElse(Fit.FITS) == Fit.FITS;
    return fitting.isAccepted()
        || asTheBaseline
        || level.change(thinning.numbers(rows), memory.worth(rows.rows()), spacing) > CHANGED;
  }

  /**
   * How much the rows of windows resemble each other, by the names of signals.
   *
   * @param rows of a window
   * @param spacing observations from one to the next
   */
  Map<String, Thinning.Resemblance> resemblance(int rows, int spacing) {
    return thinning.resemblance(memory, rows, spacing);
  }

  /** Whether it takes more memory after the next observation that is learned from. */
  boolean growsNext() {
    return Long.bitCount(memory.observations() + 1) == 1;
  }

  /** Bytes, about. */
  long bytes() {
    return memory.memory() + level.memory();
  }
}
