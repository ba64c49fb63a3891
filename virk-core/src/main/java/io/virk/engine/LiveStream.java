package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.event.Fit;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of the live stream of a slice: how much its observations resemble each other, where
 * it has been, and whether it fits the baseline. VIRK's thread alone.
 */
final class LiveStream {
  /** Windows as long as which a stream counts as new. */
  private static final int NEW = 2;

  /** Standard errors by which a number differs from where it has been, to have changed. */
  private static final double CHANGED = 3;

  /** And of what is seen by a few of its directions, or signs, alone. */
  private static final double CHANGED_IN_PART = 2;

  private final Thinning thinning;
  private final LiveMemory memory;
  private final StreamLevel level;
  private final Fitting fitting;

  /** What else says how alike its rows are; null of a slice, and without slices. */
  private final InTurn inTurn;

  /** Joins the parts, of which none knows anything yet. */
  LiveStream(
      Thinning thinning, LiveMemory memory, StreamLevel level, Fitting fitting, InTurn inTurn) {
    this.thinning = thinning;
    this.memory = memory;
    this.level = level;
    this.fitting = fitting;
    this.inTurn = inTurn;
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
   * @return by how many bytes it has grown
   */
  long learn(int window) {
    long before = bytes();
    thinning.learn(this, window, !fitting.isAccepted() && isNew(window));
    return bytes() - before;
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
   * @param found in it
   * @param drifted whether a drift of the stream is open
   * @param window observations of a window
   */
  void learned(Judge.Judgement found, boolean drifted, int window) {
    if (drifted) {
      forget();
      return;
    }
    boolean usual = !found.differs();
    if (usual && !found.isWithheld()) {
      level.trust();
    } else if (found.isWithheld() || !fitting.isArmed()) {
      level.distrust(); // it may be a change that is too small to be seen
    }
    if (usual || isNew(window)) {
      memory.trust();
    }
  }

  /** What was learned since it was trusted last is of a drift. */
  void forget() {
    level.distrust();
    memory.distrust();
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
   * How little a signal has changed.
   *
   * @param errors standard errors by which it differs from where it has been, &le; limit
   * @param limit from which on that is a change
   */
  record Unchanged(double errors, double limit) {}

  /**
   * Signals in which a window does not differ from where the stream has been, though it may differ
   * from the baseline, by their names. None if the stream counts as fitting, or fits and its
   * observations are worth as much as the baseline's: what it is compared with is then what it is.
   * A signal of which nothing can be said is not among them.
   *
   * @param rows of the window. Not modified.
   * @param spacing observations from one row to the next
   */
  Map<String, Unchanged> unchanged(SignalTable rows, int spacing) {
    boolean asTheBaseline = spacing == 1 && fitting.fit().orElse(Fit.FITS) == Fit.FITS;
    if (fitting.isAccepted() || asTheBaseline) {
      return Map.of();
    }
    double[][] numbers = thinning.numbers(rows);
    Worth worth = memory.worth(rows.rows());
    Map<String, Unchanged> unchanged = new HashMap<>();
    thinning.forEachSignal(
        (signal, from, to) -> {
          double limit = signal instanceof ScalarSignal ? CHANGED : CHANGED_IN_PART;
          double largest = Double.NaN;
          for (int m = from; m < to; m++) {
            double change = level.change(m, numbers[m], worth, spacing);
            largest = Double.isNaN(largest) || change > largest ? change : largest;
          }
          if (largest <= limit) {
            unchanged.put(signal.name(), new Unchanged(largest, limit));
          }
        });
    return unchanged;
  }

  /**
   * Whether what an alarm says is no change of the stream. Of the rows since it began those count,
   * or a few more if they are so few that nothing could be said of them.
   *
   * @param rows the last ones, those of the alarm among them. Not modified.
   * @param spacing observations from one row to the next
   */
  boolean isUnchanged(DetectionResult alarm, SignalTable rows, int spacing) {
    if (rows.rows() < StreamLevel.FEWEST) {
      return false;
    }
    long first = alarm.sample().bounds().first().sequence();
    SignalTable since = RowTables.since(rows, first, StreamLevel.FEWEST);
    return unchanged(since, spacing).containsKey(alarm.signal());
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

  /**
   * How far apart the rows of the next window are, by what is known.
   *
   * @param rows of the last window. Not modified.
   * @param spacing of the last one's, a power of two
   */
  int respaced(SignalTable rows, int spacing) {
    int n = rows.capacity();
    if (thinning.isTooFar(memory, n, spacing) && !isMixTooAlike(rows, spacing / 2)) {
      return spacing / 2;
    }
    int apart = spacing;
    while (!isNew(n * spacing) && isTooAlike(rows, apart)) {
      apart *= 2;
    }
    return apart;
  }

  /**
   * Whether rows so far apart resemble each other too much.
   *
   * @param rows of a window, full or not. Not modified.
   * @param spacing observations from one row to the next, a power of two
   */
  boolean isTooAlike(SignalTable rows, int spacing) {
    return thinning.isTooAlike(memory, rows.capacity(), spacing) || isMixTooAlike(rows, spacing);
  }

  private boolean isMixTooAlike(SignalTable rows, int spacing) {
    return inTurn != null && spacing < Thinning.LARGEST && inTurn.isTooAlike(rows, spacing);
  }

  /** It comes no more, as far as is known: what comes next does not follow upon what came. */
  void leave() {
    level.distrust();
    memory.pause();
  }

  /** What is known of the stream of a slice. */
  Snapshot.Former former(Slice slice) {
    return new Snapshot.Former(slice, memory.toBytes(), level.toBytes(), fitting.state());
  }

  /** Goes on from what was remembered, by what is asked for now. */
  void restore(Snapshot.Former kept) {
    if (kept.memory().length > 0) {
      memory.restore(kept.memory());
    }
    if (kept.level().length > 0) {
      level.restore(kept.level());
    }
    fitting.restore(kept.fitting());
    if (fitting.isAccepted()) {
      fitting.restore(Fitting.State.NEW);
      memory.fitted(true);
    } else if (fitting.isNew()) {
      memory.unasked();
    }
  }

  /** Bytes, about. */
  long bytes() {
    return memory.memory() + level.memory();
  }
}
