package io.virk.cause.catalogue;

import java.util.SplittableRandom;

/**
 * A plasma fractal by the diamond-square algorithm on a torus: each level halves the step and adds
 * uniform noise whose amplitude, as published, is the square of a wibble that is divided by the
 * decay from level to level. The smaller the decay, the rougher.
 */
final class Plasma {
  /** A larger plane takes a map of this side, enlarged. */
  private static final int LARGEST_SIDE = 1024;

  private static final double WIBBLE = 100;

  private final int side;
  private final float[] map;
  private final SplittableRandom random;

  private Plasma(int side, SplittableRandom random) {
    this.side = side;
    this.map = new float[side * side];
    this.random = random;
  }

  /**
   * A plane of it.
   *
   * @return [width x height] row-major, 0 .. 1
   */
  static float[] of(int width, int height, double decay, SplittableRandom random) {
    int longer = Math.max(width, height);
    int side = 2;
    while (side < longer && side < LARGEST_SIDE) {
      side *= 2;
    }
    Plasma plasma = new Plasma(side, random);
    double wibble = WIBBLE;
    for (int step = side; step >= 2; step /= 2) {
      float amplitude = (float) (wibble * wibble);
      plasma.squares(step, amplitude);
      plasma.diamonds(step, amplitude);
      wibble /= decay;
    }
    plasma.normalise();
    return longer <= side ? plasma.corner(width, height) : plasma.enlarged(width, height);
  }

  private float noise(float amplitude) {
    return amplitude * (random.nextInt() * 0x1p-31f);
  }

  private float at(int x, int y) {
    return map[(y & side - 1) * side + (x & side - 1)];
  }

  /** The middle of each square of four corners. */
  private void squares(int step, float amplitude) {
    int half = step / 2;
    for (int y = 0; y < side; y += step) {
      for (int x = 0; x < side; x += step) {
        float corners = at(x, y) + at(x + step, y) + at(x, y + step) + at(x + step, y + step);
        map[(y + half) * side + x + half] = corners / 4 + noise(amplitude);
      }
    }
  }

  /** The middle of each side, between two corners and two middles of squares. */
  private void diamonds(int step, float amplitude) {
    int half = step / 2;
    for (int y = 0; y < side; y += step) {
      for (int x = 0; x < side; x += step) {
        float corner = at(x, y);
        float middle = at(x + half, y + half);
        float upper = corner + at(x + step, y) + middle + at(x + half, y - half);
        float left = corner + at(x, y + step) + middle + at(x - half, y + half);
        map[y * side + x + half] = upper / 4 + noise(amplitude);
        map[(y + half) * side + x] = left / 4 + noise(amplitude);
      }
    }
  }

  private void normalise() {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float v : map) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    for (int i = 0; i < map.length; i++) {
      map[i] = (map[i] - min) / (max - min);
    }
  }

  private float[] corner(int width, int height) {
    float[] plane = new float[width * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(map, y * side, plane, y * width, width);
    }
    return plane;
  }

  private float[] enlarged(int width, int height) {
    float[] plane = new float[width * height];
    float scale = (side - 1f) / (Math.max(width, height) - 1);
    for (int y = 0; y < height; y++) {
      int above = (int) (y * scale);
      float down = y * scale - above;
      for (int x = 0; x < width; x++) {
        int left = (int) (x * scale);
        float across = x * scale - left;
        float upper = at(left, above) + across * (at(left + 1, above) - at(left, above));
        float lower =
            at(left, above + 1) + across * (at(left + 1, above + 1) - at(left, above + 1));
        plane[y * width + x] = upper + down * (lower - upper);
      }
    }
    return plane;
  }
}
