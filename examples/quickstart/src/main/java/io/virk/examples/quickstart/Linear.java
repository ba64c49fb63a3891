package io.virk.examples.quickstart;

import java.util.Arrays;

/** An image in linear light, one plane for each colour; 1 = what just fills a pixel. */
final class Linear {
  private final int width;
  private final int height;
  private final float[][] planes;

  Linear(int width, int height) {
    this.width = width;
    this.height = height;
    planes = new float[3][width * height];
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The samples of a colour: 0 = red, 1 = green, 2 = blue. */
  float[] plane(int colour) {
    return planes[colour];
  }

  void set(int at, float red, float green, float blue) {
    planes[0][at] = red;
    planes[1][at] = green;
    planes[2][at] = blue;
  }

  /**
   * Convolves every plane with a kernel; the edge is repeated outwards.
   *
   * @param kernel rows x columns row-major, both odd. Not modified.
   * @param out another image of this size. Modified.
   */
  void convolve(float[] kernel, int columns, int rows, Linear out) {
    for (int colour = 0; colour < 3; colour++) {
      convolve(planes[colour], kernel, columns, rows, out.planes[colour]);
    }
  }

  private void convolve(float[] from, float[] kernel, int columns, int rows, float[] to) {
    int reach = columns / 2;
    float[] padded = new float[width + 2 * reach];
    float[] sum = new float[width];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sum, 0);
      for (int k = 0; k < rows; k++) {
        int row = Math.max(0, Math.min(height - 1, y + k - rows / 2)) * width;
        Arrays.fill(padded, 0, reach, from[row]);
        System.arraycopy(from, row, padded, reach, width);
        Arrays.fill(padded, reach + width, padded.length, from[row + width - 1]);
        for (int j = 0; j < columns; j++) {
          float weight = kernel[k * columns + j];
          if (weight != 0) {
            accumulate(sum, padded, j, weight);
          }
        }
      }
      System.arraycopy(sum, 0, to, y * width, width);
    }
  }

  private static void accumulate(float[] sum, float[] values, int from, float weight) {
    for (int x = 0; x < sum.length; x++) {
      sum[x] += weight * values[from + x];
    }
  }
}
