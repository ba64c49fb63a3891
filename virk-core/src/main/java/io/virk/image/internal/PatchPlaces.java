package io.virk.image.internal;

import io.virk.image.CapturePolicy;

/**
 * Where in an image its patches are: the middle, then the middles of the four quarters, then those
 * of the four sides. Left and upper borders are multiples of {@value #GRID}, so that the blocks of
 * a JPEG begin where a patch begins.
 */
final class PatchPlaces {
  static final int SIDE = CapturePolicy.PATCH_SIDE;

  private static final int GRID = 8;

  /** Middles, in quarters of the width and of the height. */
  private static final int[] ACROSS = {2, 1, 3, 1, 3, 2, 2, 1, 3};

  private static final int[] DOWN = {2, 1, 1, 3, 3, 1, 3, 2, 2};

  private PatchPlaces() {}

  /**
   * How many patches are kept of an image.
   *
   * @param factor by which it is reduced
   * @return 0 if it is kept as it is, or smaller than a patch
   */
  static int count(CapturePolicy policy, int factor, int width, int height) {
    return factor > 1 && width >= SIDE && height >= SIDE ? policy.patches() : 0;
  }

  /** The first column of a patch. */
  static int left(int patch, int width) {
    return first(ACROSS[patch], width);
  }

  /** The first row of a patch. */
  static int top(int patch, int height) {
    return first(DOWN[patch], height);
  }

  private static int first(int quarters, int length) {
    long middle = (long) length * quarters / 4;
    int first = (int) Math.max(0, Math.min(length - SIDE, middle - SIDE / 2));
    return first / GRID * GRID;
  }
}
