package io.virk.examples.quickstart;

/** Gaussian smoothing and seeded value noise, for what is drawn once and then only looked up. */
final class Smooth {
  private Smooth() {}

  /**
   * Smooths with a separable Gaussian; the edge is repeated outwards.
   *
   * @param map width x height row-major. Not modified.
   */
  static float[] gaussian(float[] map, int width, int height, double sigma) {
    float[] taps = taps(sigma);
    int reach = taps.length / 2;
    float[] rows = new float[map.length];
    float[] out = new float[map.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        float sum = 0;
        for (int k = -reach; k <= reach; k++) {
          sum += taps[k + reach] * map[y * width + Math.max(0, Math.min(width - 1, x + k))];
        }
        rows[y * width + x] = sum;
      }
    }
    for (int y = 0; y < height; y++) {
      for (int k = -reach; k <= reach; k++) {
        int from = Math.max(0, Math.min(height - 1, y + k)) * width;
        for (int x = 0; x < width; x++) {
          out[y * width + x] += taps[k + reach] * rows[from + x];
        }
      }
    }
    return out;
  }

  /** The taps of a normalised Gaussian, an odd number of them. */
  static float[] taps(double sigma) {
    int reach = Math.max(1, (int) Math.ceil(2.5 * sigma));
    float[] taps = new float[2 * reach + 1];
    float sum = 0;
    for (int k = -reach; k <= reach; k++) {
      taps[k + reach] = (float) Math.exp(-k * k / (2 * sigma * sigma));
      sum += taps[k + reach];
    }
    for (int k = 0; k < taps.length; k++) {
      taps[k] /= sum;
    }
    return taps;
  }

  /**
   * Value noise, -1 .. 1, interpolated smoothly between the points of a lattice.
   *
   * @param periodX after how many lattice points the noise repeats along x
   */
  static float noise(double x, double y, int periodX, long seed) {
    int column = (int) Math.floor(x);
    int row = (int) Math.floor(y);
    float u = ease((float) (x - column));
    float v = ease((float) (y - row));
    int left = Math.floorMod(column, periodX);
    int right = Math.floorMod(column + 1, periodX);
    float upper = lerp(lattice(left, row, seed), lattice(right, row, seed), u);
    float lower = lerp(lattice(left, row + 1, seed), lattice(right, row + 1, seed), u);
    return lerp(upper, lower, v);
  }

  static float lerp(float from, float to, float share) {
    return from + (to - from) * share;
  }

  /** 0 below {@code low}, 1 above {@code high}, a smooth step between. */
  static float step(double low, double high, double value) {
    double share = (value - low) / (high - low);
    return ease((float) Math.max(0, Math.min(1, share)));
  }

  /** Mixes the bits of a number, so that near seeds give far ones. */
  static long mix(long bits) {
    long z = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }

  private static float ease(float share) {
    return share * share * (3 - 2 * share);
  }

  private static float lattice(int x, int y, long seed) {
    long bits = mix(seed + x * 0x9e3779b97f4a7c15L + y * 0xc2b2ae3d27d4eb4fL);
    return (bits >> 40) * 0x1p-23f;
  }
}
