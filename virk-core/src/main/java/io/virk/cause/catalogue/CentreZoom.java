package io.virk.cause.catalogue;

/**
 * The centre of a plane enlarged to the plane's size, bilinear: the first and the last pixel of the
 * centre stay where the enlargement begins and ends.
 */
final class CentreZoom {
  private final Axis across;
  private final Axis down;
  private final float[] mixed;

  /**
   * A zoom of planes of one size. One thread at a time.
   *
   * @param factor at least 1
   */
  CentreZoom(int width, int height, double factor) {
    across = new Axis(width, factor);
    down = new Axis(height, factor);
    mixed = new float[width];
  }

  /** Adds the zoomed plane to a sum. */
  void addTo(float[] plane, float[] sum) {
    int width = mixed.length;
    for (int y = 0; y < down.low.length; y++) {
      int above = down.low[y] * width;
      int below = down.high[y] * width;
      float part = down.part[y];
      for (int x = 0; x < width; x++) {
        float value = plane[above + x];
        mixed[x] = value + part * (plane[below + x] - value);
      }
      int at = y * width;
      for (int x = 0; x < width; x++) {
        float value = mixed[across.low[x]];
        sum[at + x] += value + across.part[x] * (mixed[across.high[x]] - value);
      }
    }
  }

  /** Where along one axis the pixels of the result stand in the source. */
  private static final class Axis {
    private final int[] low;
    private final int[] high;
    private final float[] part;

    Axis(int length, double factor) {
      int centre = (int) Math.ceil(length / factor);
      int first = (length - centre) / 2;
      int enlarged = Math.max(length, (int) Math.round(centre * factor));
      int trimmed = (enlarged - length) / 2;
      low = new int[length];
      high = new int[length];
      part = new float[length];
      for (int i = 0; i < length; i++) {
        double at = enlarged == 1 ? 0 : (double) (i + trimmed) * (centre - 1) / (enlarged - 1);
        int whole = Math.min((int) at, centre - 1);
        low[i] = first + whole;
        high[i] = first + Math.min(whole + 1, centre - 1);
        part[i] = (float) (at - whole);
      }
    }
  }
}
