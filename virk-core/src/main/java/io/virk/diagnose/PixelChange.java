package io.virk.diagnose;

import java.util.List;

/**
 * Pixels, rows and columns of a camera's images that have come to stand out alone since a drift
 * began. They are found, and counted, in the images as they are kept, and told at their places in
 * the images before those were reduced.
 *
 * @param stuck how many pixels never change any more, while those about them do
 * @param hot how many are always much brighter than those about them
 * @param places of the first few of both
 * @param rows that never change, or stand out from those about them; the first few
 * @param columns likewise
 * @param grain by how much pixels differ more from those about them, a standard deviation, levels;
 *     0 unless by much
 * @param fixed what of that is the same in all images, a share of the variance, 0 .. 1: all of a
 *     fixed pattern, hardly any of noise; 0 without a grain
 */
public record PixelChange(
    int stuck,
    int hot,
    List<Place> places,
    List<Integer> rows,
    List<Integer> columns,
    double grain,
    double fixed) {
  /** From this share on it is a pattern that stands, up to that one noise. */
  private static final double PATTERN = 0.6;

  private static final double NOISE = 0.3;

  /**
   * A pixel.
   *
   * @param x from the left, 0 ..
   * @param y from the top, 0 ..
   */
  public record Place(int x, int y) {}

  public PixelChange {
    places = List.copyOf(places);
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
  }

  /**
   * Whether a pattern has come up that is the same in all images.
   *
   * @return true if pixels differ more from those about them, and each by the same every time
   */
  public boolean isPattern() {
    return grain > 0 && fixed >= PATTERN;
  }

  /**
   * Whether noise has come up that is another in each image.
   *
   * @return true if pixels differ more from those about them, and each by something else every time
   */
  public boolean isNoise() {
    return grain > 0 && fixed <= NOISE;
  }

  /**
   * Whether no pixel, row or column stands out alone.
   *
   * @return true if so
   */
  public boolean isNone() {
    return stuck == 0 && hot == 0 && rows.isEmpty() && columns.isEmpty();
  }
}
