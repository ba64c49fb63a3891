package io.virk.event;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A drift is over: the windows of its slices have recovered, or some of them have fallen silent;
 * {@link Drift#closing} says which.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param diagnosis as its last drifting window showed it
 * @param opening as it was when the drift opened
 */
public record DriftClosed(String monitor, Drift drift, Diagnosis diagnosis, Diagnosis opening)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-2 is back to the baseline", or "camera=cam-2 sends nothing new
   *     any more"
   */
  public String inWords() {
    SortedSet<Slice> silent = drift.closing().map(Drift.Closing::silent).orElseGet(TreeSet::new);
    return silent.isEmpty()
        ? Whose.of(drift.slices()) + " is back to the baseline"
        : Whose.of(silent) + " sends nothing new any more";
  }
}
