package io.virk.event;

import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.diagnose.Diagnosis;

/**
 * A drift that had closed goes on: the same slices drift in the same signals soon after ({@link
 * EmissionPolicy#reopening}), as of a fault that comes and goes. It keeps its number and its onset,
 * and closes later each time.
 *
 * @param monitor name of the monitor
 * @param drift the episode, open again
 * @param diagnosis as the window shows it that reopened it
 * @param times how often it was reopened, this time among them
 */
public record DriftReopened(String monitor, Drift drift, Diagnosis diagnosis, int times)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera cam-2 is darker than the baseline, again: reopened 2 times, closes
   *     after more calm windows each time"
   */
  public String inWords() {
    return diagnosis.headline()
        + ", again: reopened "
        + (times == 1 ? "once" : times + " times")
        + ", closes after more calm windows each time";
  }
}
