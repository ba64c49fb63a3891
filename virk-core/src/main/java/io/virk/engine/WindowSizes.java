package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.WindowPolicy;
import io.virk.signal.FeatureMean;
import io.virk.signal.SignalTable;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The baseline, calibrated for every length of window that is judged: the full one, and where time
 * may close a window earlier, half, a quarter ... of it.
 */
public final class WindowSizes {
  private final TreeMap<Integer, Baseline> bySize = new TreeMap<>();
  private final WindowPolicy policy;
  private final Probes probes;

  /**
   * Calibrates.
   *
   * @param baseline of any window
   * @param unresolved when windows are judged
   * @throws IllegalArgumentException if the baseline is too small for the window
   */
  public WindowSizes(Baseline baseline, WindowPolicy unresolved) {
    policy = unresolved.resolve(baseline.window());
    int size = policy.observations();
    bySize.put(size, baseline.withWindow(size));
    while (policy.longest().isPresent() && (size /= 2) >= WindowPolicy.MINIMUM) {
      bySize.put(size, baseline.withWindow(size));
    }
    probes = new Probes(full());
  }

  /** What engines of the full baseline measure streams by. */
  Probes probes() {
    return probes;
  }

  /** When windows are judged, resolved. */
  public WindowPolicy policy() {
    return policy;
  }

  /** The baseline for full windows. */
  public Baseline full() {
    return bySize.lastEntry().getValue();
  }

  /** The fewest rows that a window can be judged by. */
  int smallest() {
    return bySize.firstKey();
  }

  /** The baseline for a window of some rows, or of a few less; null if they are too few. */
  Baseline atMost(int rows) {
    var entry = bySize.floorEntry(rows);
    return entry == null ? null : entry.getValue();
  }

  /**
   * As many rows as a baseline is calibrated for, evenly spread over those that there are. A mean
   * of features stays that of all of them: it varies less than one of fewer, so it alarms no more
   * often.
   */
  static SignalTable spread(SignalTable rows, int size) {
    if (rows.rows() == size) {
      return rows;
    }
    int[] chosen =
        IntStream.range(0, size).map(i -> (int) ((long) i * rows.rows() / size)).toArray();
    FeatureMean ofAll = rows.embeddings().featureMean().orElse(null);
    return rows.take(chosen).withFeatureMean(ofAll == null ? null : () -> ofAll);
  }
}
