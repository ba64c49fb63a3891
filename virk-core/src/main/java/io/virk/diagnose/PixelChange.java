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
 */
public record PixelChange(
    int stuck, int hot, List<Place> places, List<Integer> rows, List<Integer> columns) {
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
   * Whether nothing stands out.
   *
   * @return true if so
   */
  public boolean isNone() {
    return stuck == 0 && hot == 0 && rows.isEmpty() && columns.isEmpty();
  }
}
