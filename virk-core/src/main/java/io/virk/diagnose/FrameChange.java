package io.virk.diagnose;

import java.util.List;
import java.util.Objects;

/**
 * Where in the frame a change is, by 4 x 4 tiles.
 *
 * @param extent whether it is of the whole frame, or of a part
 * @param measure what changed there, "luminance" or "sharpness"; "" if that is not known
 * @param place of the part, in words; "" if it is not a part
 * @param tiles of the part, 0 .. 15, row by row; empty if it is not a part
 * @param before mean of those tiles on the baseline; NaN if it is not a part
 * @param now mean of those tiles in the window; NaN if it is not a part
 */
public record FrameChange(
    Extent extent, String measure, String place, List<Integer> tiles, double before, double now) {
  /** How much of the frame. */
  public enum Extent {
    /** It cannot be told. */
    UNKNOWN,
    /** The whole frame, alike. */
    WHOLE,
    /** A part of it, the rest hardly. */
    PART
  }

  /** Nothing is known. */
  public static final FrameChange UNKNOWN =
      new FrameChange(Extent.UNKNOWN, "", "", List.of(), Double.NaN, Double.NaN);

  public FrameChange {
    Objects.requireNonNull(extent, "extent");
    tiles = List.copyOf(tiles);
  }
}
