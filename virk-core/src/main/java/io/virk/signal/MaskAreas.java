package io.virk.signal;

import java.util.Arrays;

/**
 * How much of a mask each class takes, counted at the points of a regular grid: every pixel of a
 * small mask, of a larger one at most {@value #MOST_POINTS}, so that a mask of any size costs the
 * same. To be read alone; what is handed to a {@link SignalSource} is valid while it reads.
 */
public class MaskAreas {
  /** Points that are looked at, at most. */
  public static final int MOST_POINTS = 16_384;

  static final long NONE_BEYOND = Long.MIN_VALUE;

  private final int[] counts;
  private int points;
  private int outside;
  private int firstOutside;
  private boolean isGiven;
  private boolean isFlawed;
  private int width;
  private int height;
  private int length;

  /**
   * Memory with room for classes. Nothing is allocated after it.
   *
   * @param classes &ge; 0
   */
  protected MaskAreas(int classes) {
    counts = new int[classes];
  }

  /** Forgets what was given. */
  protected void clear() {
    isGiven = false;
    isFlawed = false;
    points = 0;
    outside = 0;
  }

  /**
   * Counts a mask. Never throws, and allocates nothing.
   *
   * @param ids one class a pixel, row by row, 0 .. 255 as an unsigned byte. Null is ignored. Not
   *     modified.
   * @param columns pixels of a row, &gt; 0
   * @param rows &gt; 0
   */
  protected void take(byte[] ids, int columns, int rows) {
    if (ids == null || !begin(ids.length, columns, rows)) {
      return;
    }
    int step = step(columns, rows);
    int left = first(columns, step);
    for (int y = first(rows, step); y < rows; y += step) {
      int row = y * columns;
      for (int x = left; x < columns; x += step) {
        look(ids[row + x] & 0xff);
      }
    }
  }

  /**
   * Counts a mask. Never throws, and allocates nothing.
   *
   * @param ids one class a pixel, row by row. Null is ignored. Not modified.
   * @param columns pixels of a row, &gt; 0
   * @param rows &gt; 0
   */
  protected void take(int[] ids, int columns, int rows) {
    if (ids == null || !begin(ids.length, columns, rows)) {
      return;
    }
    int step = step(columns, rows);
    int left = first(columns, step);
    for (int y = first(rows, step); y < rows; y += step) {
      int row = y * columns;
      for (int x = left; x < columns; x += step) {
        look(ids[row + x]);
      }
    }
  }

  private boolean begin(int pixels, int columns, int rows) {
    clear();
    isGiven = true;
    isFlawed = columns <= 0 || rows <= 0 || (long) columns * rows > pixels;
    width = columns;
    height = rows;
    length = pixels;
    Arrays.fill(counts, 0);
    return !isFlawed;
  }

  /** The smallest with which there are not too many points. */
  private static int step(int columns, int rows) {
    int step = 1;
    while ((long) points(columns, step) * points(rows, step) > MOST_POINTS) {
      step++;
    }
    return step;
  }

  /** The first point of a side: half a step in, or the middle of a shorter one. */
  private static int first(int side, int step) {
    return Math.min(step / 2, (side - 1) / 2);
  }

  private static int points(int side, int step) {
    return (side - first(side, step) + step - 1) / step;
  }

  private void look(int id) {
    points++;
    if (id >= 0 && id < counts.length) {
      counts[id]++;
    } else {
      firstOutside = outside == 0 ? id : firstOutside;
      outside++;
    }
  }

  /**
   * Whether a mask was given.
   *
   * @return false for an observation without this output
   */
  public final boolean isGiven() {
    return isGiven;
  }

  /**
   * Points that were looked at.
   *
   * @return &ge; 0; 0 if the mask cannot be used
   */
  public final int points() {
    return points;
  }

  /**
   * Points of a class.
   *
   * @param id of a class
   * @return &ge; 0
   */
  public final int count(int id) {
    return isGiven && id >= 0 && id < counts.length ? counts[id] : 0;
  }

  final MaskAreas copy() {
    MaskAreas copy = new MaskAreas(counts.length);
    System.arraycopy(counts, 0, copy.counts, 0, counts.length);
    copy.points = points;
    copy.outside = outside;
    copy.firstOutside = firstOutside;
    copy.isGiven = isGiven;
    copy.isFlawed = isFlawed;
    copy.width = width;
    copy.height = height;
    copy.length = length;
    return copy;
  }

  /** Why it cannot be used; null if it can. */
  final FlawFound flaw(long observation) {
    return isFlawed
        ? new FlawFound(
            Flaw.MASK_LENGTH,
            length + " pixels for " + width + " x " + height,
            "one class a pixel, sides > 0",
            observation)
        : null;
  }

  /** The class of a point that is none of the first so many; {@link #NONE_BEYOND} without one. */
  final long firstBeyond(int classes) {
    for (int id = classes; id < counts.length; id++) {
      if (counts[id] > 0) {
        return id;
      }
    }
    return outside > 0 ? firstOutside : NONE_BEYOND;
  }

  /**
   * How much it takes.
   *
   * @return bytes, about
   */
  public final long memory() {
    return 4L * counts.length + 80;
  }
}
