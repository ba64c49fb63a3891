package io.virk.diagnose;

import io.virk.detect.Slice;
import io.virk.internal.Text;
import io.virk.internal.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

  /** Per cent: what is less is not told beside something that is more. */
  private static final double LEAST_SHIFT = 0.7;

  private static final double LEAST_DEGREES = 0.5;

  /** Per cent. */
  private static final double LEAST_ZOOM = 1.5;

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

  /**
   * In words.
   *
   * @return a sentence, for example "The picture is shifted by 12.0 % to the left and turned by 3.0
   *     degrees clockwise against the baseline (likeness 0.96)."
   */
  public String inWords() {
    String alike = format("%.2f", likeness);
    return switch (outcome) {
      case IN_PLACE -> Words.of("camera.in-place", alike);
      case MOVED -> Words.of("camera.moved", motion(), alike);
      case OF_ANOTHER_CAMERA -> Words.of("camera.another", Text.clean(seenBy.value()), alike);
      case NOT_RECOGNISED -> Words.of("camera.not-recognised", alike);
      case NOT_STATIC -> Words.of("camera.not-static");
      case NOT_KEPT -> Words.of("camera.not-kept");
    };
  }

  private String motion() {
    List<String> ways = new ArrayList<>();
    add(ways, right, LEAST_SHIFT, "%.1f", "camera.right", "camera.left");
    add(ways, down, LEAST_SHIFT, "%.1f", "camera.down", "camera.up");
    List<String> parts = new ArrayList<>();
    if (!ways.isEmpty()) {
      parts.add(Words.of("camera.shifted", Words.list(ways)));
    }
    add(parts, degrees, LEAST_DEGREES, "%.1f", "camera.clockwise", "camera.counter-clockwise");
    add(parts, zoom, LEAST_ZOOM, "%.0f", "camera.larger", "camera.smaller");
    return Words.list(parts);
  }

  private static void add(
      List<String> parts, double size, double least, String pattern, String more, String less) {
    if (Math.abs(size) >= least) {
      parts.add(Words.of(size > 0 ? more : less, format(pattern, Math.abs(size))));
    }
  }

  private static String format(String pattern, double number) {
    return String.format(Locale.ROOT, pattern, number);
  }
}
