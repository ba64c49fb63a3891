package io.virk.diagnose;

import io.virk.detect.Slice;
import java.util.Objects;

/**
 * How the picture of a camera compares with what the baseline saw through it: measured on mean
 * images, of the baseline and since the drift began, by phase correlation and least squares.
 *
 * @param outcome what was found
 * @param right how far the picture's centre has moved to the right, per cent of the width; negative
 *     to the left; 0 unless it has moved
 * @param down how far downwards, per cent of the height; negative upwards
 * @param degrees by which it is turned clockwise, -180 .. 180
 * @param zoom per cent by which things are larger; negative if smaller
 * @param likeness how alike both pictures are, once the motion is undone: the correlation of their
 *     details, -1 .. 1; 0 if it was not measured
 * @param seenBy the slice that the baseline saw this picture through; null unless it is another
 */
public record SceneChange(
    Outcome outcome,
    double right,
    double down,
    double degrees,
    double zoom,
    double likeness,
    Slice seenBy) {
  /** What can come of a comparison. */
  public enum Outcome {
    /** The picture is where it was. */
    IN_PLACE,
    /** It shows the same scene, and has moved. */
    MOVED,
    /** It is what another camera showed. */
    OF_ANOTHER_CAMERA,
    /** Nothing of the baseline's scene is recognised. */
    NOT_RECOGNISED,
    /** The baseline's images differ: the camera moves, or sees one thing after another. */
    NOT_STATIC,
    /** There are more cameras than pictures are kept of. */
    NOT_KEPT
  }

  public SceneChange {
    Objects.requireNonNull(outcome, "outcome");
    if ((seenBy != null) != (outcome == Outcome.OF_ANOTHER_CAMERA)) {
      throw new IllegalArgumentException(
          "seenBy: " + seenBy + " (expected: a slice, if the picture is another camera's)");
    }
  }

  /**
   * One without a motion.
   *
   * @param outcome neither {@link Outcome#MOVED} nor {@link Outcome#OF_ANOTHER_CAMERA}
   * @param likeness of both pictures; 0 if it was not measured
   * @return the change
   */
  public static SceneChange of(Outcome outcome, double likeness) {
    return new SceneChange(outcome, 0, 0, 0, 0, likeness, null);
  }
}
