package io.virk.image.internal;

/**
 * How the picture of a camera that stands still has moved against an earlier one.
 *
 * @param right of the picture's centre, per cent of the width; negative to the left
 * @param down per cent of the height; negative upwards
 * @param degrees clockwise, -180 .. 180
 * @param zoom per cent by which things are larger; negative if smaller
 * @param likeness correlation of the details of both pictures once the motion is undone, -1 .. 1
 * @param inPlace correlation of the details of both as they are, -1 .. 1
 * @param shared share of the earlier picture that is still seen, 0 .. 1
 */
public record Motion(
    double right,
    double down,
    double degrees,
    double zoom,
    double likeness,
    double inPlace,
    double shared) {
  /** Two pictures that are less alike than this are not known to be of one scene. */
  public static final double SAME_SCENE = 0.5;

  /** Of the likeness x root of the share that is compared: little looks alike easily. */
  private static final double LEAST_SCORE = 0.4;

  /** What a motion must gain, of what the likeness lacks. */
  private static final double GAIN = 0.15;

  /** Per cent: what is less is no motion, for things that come and go bring about as much. */
  private static final double LEAST_SHIFT = 1;

  private static final double LEAST_DEGREES = 0.5;

  /** Per cent. */
  private static final double LEAST_ZOOM = 1.5;

  /** Whether both are alike as they are, or but for what is no motion. */
  public boolean isInPlace() {
    boolean away = isShifted() || isTurned() || isZoomed();
    return inPlace >= SAME_SCENE || likeness >= SAME_SCENE && !away;
  }

  /** Whether the picture has moved, and it is known how. */
  public boolean isMoved() {
    return likeness >= SAME_SCENE
        && likeness * Math.sqrt(shared) >= LEAST_SCORE
        && likeness - inPlace >= GAIN * (1 - inPlace)
        && (isShifted() || isTurned() || isZoomed());
  }

  /** Whether it is shifted so far that it means anything. */
  public boolean isShifted() {
    return Math.hypot(right, down) >= LEAST_SHIFT;
  }

  /** Whether it is turned so far that it means anything. */
  public boolean isTurned() {
    return Math.abs(degrees) >= LEAST_DEGREES;
  }

  /** Whether it is zoomed so far that it means anything. */
  public boolean isZoomed() {
    return Math.abs(zoom) >= LEAST_ZOOM;
  }
}
