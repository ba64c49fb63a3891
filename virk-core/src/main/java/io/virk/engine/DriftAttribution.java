package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/** What is asked of a window that is about to open an episode, or to join one. */
@FunctionalInterface
public interface DriftAttribution {
  /**
   * Asked of a window of all observations.
   *
   * @param onset number of the observation with which the first of the drifting windows began
   * @return the slices that carry the change, or all observations alone
   */
  SortedSet<Slice> carriers(long onset);

  /**
   * Whether the window shows another fault than an episode.
   *
   * @param drift an episode that is open, or may be reopened
   * @param apart whether it must have begun at another time, too
   * @return false if it is the same, or cannot be told
   */
  default boolean isAnother(Drift drift, boolean apart) {
    return false;
  }

  /**
   * What has come on top of an episode of several slices in the window's slice: another fault,
   * since the slice had its first window in the episode. Asked of each of its drifting windows, in
   * their order.
   *
   * @param drift the episode
   * @return those of the window's results that speak for it; empty if nothing has, or it cannot be
   *     told
   */
  default List<DetectionResult> onTop(Drift drift) {
    return List.of();
  }

  /**
   * The slices that have part in what happens to all observations, and can each be seen to recover
   * by its own windows.
   *
   * @param slice whose window it is
   * @return slices of its context; empty if not all of them have such windows
   */
  default SortedSet<Slice> among(Slice slice) {
    return Collections.emptySortedSet();
  }

  /**
   * What says whether an episode that is open is over.
   *
   * @param results of the window
   * @return those, or what a closer look found in it
   */
  default List<DetectionResult> looked(List<DetectionResult> results) {
    return results;
  }

  /**
   * Parts of the window at whose ends {@link DriftTracker#between} is called while an episode is
   * open.
   */
  default int parts() {
    return 1;
  }
}
