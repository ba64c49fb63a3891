package io.virk.engine;

import io.virk.detect.Slice;
import io.virk.signal.SignalTable;
import java.util.HashMap;
import java.util.Map;

/**
 * What the streams of slices say of a window of all that mixes them. Of cameras that send in turn
 * neighbours are different scenes: they do not resemble each other, however much each camera
 * resembles itself. But where a window has several rows of each camera it scatters as the cameras'
 * own windows do, and each of them has shown that long before their mean has. One thread at a time.
 */
final class InTurn {
  /**
   * Observations by which a stream has shown what its neighbours are like; half a window if less.
   */
  private static final int KNOWN = 24;

  /** Of so many observations one is taken at most, to wait until streams are known. */
  private static final int LONGEST_WAIT = 16;

  private final String key;
  private final String context;
  private final SliceWindows slices;
  private final Thinning thinning;

  /**
   * Makes one for the windows of all observations of a context.
   *
   * @param key of the slices' tag
   * @param context empty without contexts
   */
  InTurn(String key, String context, SliceWindows slices, Thinning thinning) {
    this.key = key;
    this.context = context;
    this.slices = slices;
    this.thinning = thinning;
  }

  /**
   * Whether at least half of the rows are of slices whose own rows, so many observations apart,
   * resemble each other too much; for a time also if that is not known of them. Windows with hardly
   * two rows of a slice say no.
   *
   * @param rows of a window. Not modified.
   * @param spacing observations from one row to the next, a power of two
   */
  boolean isTooAlike(SignalTable rows, int spacing) {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < rows.rows(); i++) {
      if (rows.slice(i) != null) {
        counts.merge(rows.slice(i), 1, Integer::sum);
      }
    }
    if (2 * counts.size() > rows.rows()) {
      return false;
    }
    int alike = 0;
    for (Map.Entry<String, Integer> count : counts.entrySet()) {
      SliceWindow window = slices.known(new Slice(key, count.getKey(), context));
      if (window != null && isTooAlike(window.stream().memory(), rows.rows(), spacing)) {
        alike += count.getValue();
      }
    }
    return 2 * alike >= rows.rows() && alike > 0;
  }

  private boolean isTooAlike(LiveMemory memory, int rows, int spacing) {
    return memory.observations() < Math.min(KNOWN, rows / 2)
        ? spacing < LONGEST_WAIT
        : thinning.isTooAlike(memory, rows, spacing);
  }
}
