package io.virk.stats.internal;

/**
 * Rows packed once, to be multiplied with many: the side of a matrix product that stays, such as
 * the class means of a fitted model. Made by {@link ProductKernels#pack} and only good for the
 * kernels that made it. Thread-safe, never changed. Memory: 4 bytes a number, the rows rounded up
 * to a multiple of {@link #width}.
 */
public final class ProductPanels {
  private final int count;
  private final int length;
  private final int width;

  /** One entry per panel; what is in it is the business of the kernels. */
  final float[][][] data;

  /** Per panel, what the kernels know of its zeros. */
  final int[][] bounds;

  ProductPanels(int count, int length, int width, float[][][] data, int[][] bounds) {
    this.count = count;
    this.length = length;
    this.width = width;
    this.data = data;
    this.bounds = bounds;
  }

  /** Number of rows packed. */
  public int count() {
    return count;
  }

  /** Numbers in a row. */
  public int length() {
    return length;
  }

  /** Rows in a panel; the last panel is filled up with zeros. */
  public int width() {
    return width;
  }

  /** Number of panels. */
  public int panels() {
    return data.length;
  }

  /** Rows of all panels, the fill included: the least stride of a buffer for all products. */
  public int paddedCount() {
    return data.length * width;
  }

  /** Index past the last number of any row that is not zero, at least 0. */
  static int usedLength(float[] rows, int from, int count, int length) {
    for (int k = length; k > 0; k--) {
      for (int r = 0; r < count; r++) {
        if (rows[from + r * length + k - 1] != 0) {
          return k;
        }
      }
    }
    return 0;
  }
}
