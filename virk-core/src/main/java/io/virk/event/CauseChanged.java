package io.virk.event;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;

/**
 * An open drift has another cause than was told of it: two windows of a slice in a row say so. Told
 * once for each change.
 *
 * @param monitor name of the monitor
 * @param drift the episode
 * @param slice whose windows; all observations, if the drift is one of all
 * @param was what was told before, without whose: "is out of focus, blurrier than the baseline"
 * @param now what there is to be told instead, and what to do
 */
public record CauseChanged(String monitor, Drift drift, Slice slice, String was, Diagnosis now)
    implements MonitorEvent {
  private static final String VERB = "is ";

  /**
   * In words.
   *
   * @return for example "camera cam-2 shows a blank image; before: out of focus, blurrier than the
   *     baseline"
   */
  public String inWords() {
    String before = was.startsWith(VERB) ? was.substring(VERB.length()) : was;
    return now.headline() + "; before: " + before;
  }
}
