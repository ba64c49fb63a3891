package io.virk.image.internal;

import io.virk.image.Frame;

/**
 * The luma of a frame on a coarse grid: means of square blocks of as few whole pixels as it takes
 * to have at most {@value #LONGEST} cells on the longer side, so that a cell is as wide as it is
 * high; a frame that is smaller is its own grid. What is left over at the right and lower border is
 * not in it; a frame 128 times as wide as high, or more, may have no cell at all. One pass over the
 * pixels, no allocation once as large a frame was seen. Not thread-safe.
 */
public final class LumaGrid {
  /** Cells of the longer side at most. */
  public static final int LONGEST = 128;

  private PixelRow row = new PixelRow(1);
  private int[] sums = {};
  private float[] values = {};
  private int columns;
  private int rows;
  private int factor;

  /** Makes a grid that has read nothing yet. */
  public LumaGrid() {}

  /**
   * Reads a frame.
   *
   * @param frame any frame. Not modified, not kept.
   */
  public void read(Frame frame) {
    int width = frame.width();
    int height = frame.height();
    start(width, height);
    float scale = 1f / (PixelRow.SCALE * factor * factor);
    for (int r = 0; r < rows; r++) {
      for (int y = r * factor; y < (r + 1) * factor; y++) {
        row.readLumaOnly(frame, y);
        if (y == r * factor) {
          System.arraycopy(row.luma, 0, sums, 0, width);
        } else {
          add(row.luma, sums, width);
        }
      }
      for (int c = 0; c < columns; c++) {
        long sum = 0;
        for (int x = c * factor; x < (c + 1) * factor; x++) {
          sum += sums[x];
        }
        values[r * columns + c] = sum * scale;
      }
    }
  }

  private void start(int width, int height) {
    factor = Reduction.ceilDiv(Math.max(width, height), LONGEST);
    columns = width / factor;
    rows = height / factor;
    if (sums.length < width) {
      row = new PixelRow(width);
      sums = new int[width];
    }
    if (values.length < columns * rows) {
      values = new float[columns * rows];
    }
  }

  private static void add(int[] from, int[] to, int width) {
    for (int x = 0; x < width; x++) {
      to[x] += from[x];
    }
  }

  /** Cells of a row. */
  public int columns() {
    return columns;
  }

  /** Rows of cells. */
  public int rows() {
    return rows;
  }

  /** Pixels of the frame to a cell's side. */
  public int factor() {
    return factor;
  }

  /** Mean luma of cell (column, row) at row * columns + column, 0 .. 255; may be longer. */
  float[] values() {
    return values;
  }
}
