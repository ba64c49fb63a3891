package io.virk.diagnose;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * What pictures in a row say of a drift, of one of its cameras.
 *
 * @param slice the camera's observations
 * @param scene how its picture compares with what the baseline saw through it; null if the baseline
 *     has none of it, or too little has come since
 * @param interval how the times between its observations compare with those before; null if there
 *     are too few
 * @param looped observations after which its pictures come again, as those of a recording in a
 *     loop, where they did not before; 0 if they do not
 * @param pixels of its images that have come to stand out; null if that is not known
 * @param unrest what changes from picture to picture; null unless the camera stands still, and
 *     enough has come
 */
public record CameraChange(
    Slice slice,
    SceneChange scene,
    IntervalChange interval,
    int looped,
    PixelChange pixels,
    Unrest unrest) {
  public CameraChange {
    Objects.requireNonNull(slice, "slice");
    if (looped < 0) {
      throw new IllegalArgumentException("looped: " + looped + " (expected: >= 0)");
    }
  }
}
