package io.virk.image.internal;

/**
 * How far each pixel is from what those about it let expect: a ninth of a quarter of the mean
 * squared response to the kernel of Immerkaer (1996), doi:10.1006/cviu.1996.0060, over every second
 * row. Of white noise it is the variance. Details of a scene add to it, and what adds up is a
 * square, so that of two means of images the difference is what has been added alone.
 */
final class Grain {
  /** Sum of the squares of the kernel's weights. */
  private static final double OF_WHITE_NOISE = 36;

  /** Gives a row of an image. */
  interface Rows {
    /** Copies row y. */
    void read(int y, int[] row);
  }

  private final int width;
  private final int height;
  private int[] above;
  private int[] row;
  private int[] below;

  /** For images of a size of 3 x 3 or more. */
  Grain(int width, int height) {
    this.width = width;
    this.height = height;
    above = new int[width];
    row = new int[width];
    below = new int[width];
  }

  /** Measures an image, in squares of its unit. */
  double of(Rows image) {
    double squares = 0;
    image.read(0, above);
    for (int y = 1; y < height - 1; y += 2) {
      image.read(y, row);
      image.read(y + 1, below);
      for (int x = 0; x < width; x++) {
        row[x] = above[x] - 2 * row[x] + below[x];
      }
      long sum = 0;
      for (int x = 1; x < width - 1; x++) {
        long response = row[x - 1] - 2L * row[x] + row[x + 1];
        sum += response * response;
      }
      squares += sum;
      int[] free = above;
      above = below;
      below = free;
    }
    return squares / (OF_WHITE_NOISE * (width - 2) * ((height - 1) / 2));
  }
}
