package io.virk.event;

import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.diagnose.SceneChange;

/**
 * The picture of a camera that stood still in the baseline has moved, or is another camera's; or,
 * after that, it is back in its place. Measured on the mean images of two runs of 16 pictures that
 * agree, whether a drift is open or not.
 *
 * @param monitor name of the monitor
 * @param slice whose camera
 * @param at the last of the pictures
 * @param scene how it compares with what the baseline saw: moved, of another camera, or in place
 */
public record CameraMoved(String monitor, Slice slice, Position at, SceneChange scene)
    implements MonitorEvent {
  /**
   * In words.
   *
   * @return for example "camera=cam-3: The picture is turned by 2.0 degrees clockwise against the
   *     baseline (likeness 0.93)."
   */
  public String inWords() {
    return Whose.of(slice) + ": " + scene.inWords();
  }
}
