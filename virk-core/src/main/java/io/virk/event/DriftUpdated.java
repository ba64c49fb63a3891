package io.virk.event;

import io.virk.detect.Drift;
import io.virk.diagnose.Diagnosis;

/**
 * Another window of an open drift drifted, or that of a slice which thereby joins it. Of a drift of
 * all observations, {@link Drift#selection} says which slices their own windows name by now.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param diagnosis as that window shows it, with the severity by now; as it was before where an
 *     alarm came between windows
 * @param trend how the severity goes
 */
public record DriftUpdated(String monitor, Drift drift, Diagnosis diagnosis, Trend trend)
    implements MonitorEvent {
  /**
   * How it goes, in words.
   *
   * @return for example "the drift of camera=cam-2 grows: severe (5.4 standard deviations of the
   *     baseline)"
   */
  public String inWords() {
    return "the drift of "
        + Whose.of(drift.slices())
        + " "
        + trend.inWords()
        + ": "
        + diagnosis.severity().inWords();
  }
}
