package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * What is lost between writing and reading a baseline JPEG: 8-bit YCbCr, chroma halved both ways,
 * cosine transform of blocks of 8 x 8, coefficients rounded to multiples of the standard tables
 * (ITU-T T.81, annex K) scaled by the quality as libjpeg does, and back, the chroma enlarged by
 * libjpeg's triangle filter. No bits are written, and none depend on the JDK.
 */
final class BlockTransform {
  private static final int SIDE = 8;

  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  /** Rows are frequencies: of each only the first half, for the rest is mirrored. */
  private static final float[] COSINES = new float[SIDE * SIDE / 2];

  static {
    for (int u = 0; u < SIDE; u++) {
      double scale = u == 0 ? Math.sqrt(1.0 / SIDE) : Math.sqrt(2.0 / SIDE);
      for (int x = 0; x < SIDE / 2; x++) {
        COSINES[u * SIDE / 2 + x] =
            (float) (scale * StrictMath.cos((2 * x + 1) * u * Math.PI / (2 * SIDE)));
      }
    }
  }

  private final float[] luma;
  private final float[] chroma;

  /**
   * Added before a coefficient is cut to a whole number of steps: less than .5 drops small ones.
   */
  private final float rounding;

  private BlockTransform(float[] luma, float[] chroma, float rounding) {
    this.luma = luma;
    this.chroma = chroma;
    this.rounding = rounding;
  }

  /**
   * The loss of one quality.
   *
   * @param quality 1 .. 100, as libjpeg counts
   */
  static BlockTransform ofQuality(int quality) {
    int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return new BlockTransform(scaled(LUMA, percent), scaled(CHROMA, percent), .5f);
  }

  /**
   * The loss of video: one step for all frequencies but the mean, small coefficients dropped.
   *
   * @param step levels, &gt; 0
   */
  static BlockTransform ofStep(double step) {
    float[] steps = new float[SIDE * SIDE];
    Arrays.fill(steps, (float) step);
    steps[0] = (float) Math.max(1, step / 4);
    return new BlockTransform(steps, steps, 1 / 6f);
  }

  private static float[] scaled(int[] table, int percent) {
    float[] steps = new float[table.length];
    for (int i = 0; i < table.length; i++) {
      steps[i] = Math.max(1, Math.min(255, (table[i] * percent + 50) / 100));
    }
    return steps;
  }

  /** Takes planes through it, in place. */
  void apply(Planes planes) {
    apply(planes, 0);
  }

  /**
   * The same on another grid.
   *
   * @param before pixels of the first block that lie left of and above the image, 0 .. 7
   */
  void apply(Planes planes, int before) {
    int width = planes.width();
    int height = planes.height();
    if (planes.isGray()) {
      quantise(planes.channels()[0], width, height, luma, before);
      return;
    }
    float[] red = planes.channels()[0];
    float[] green = planes.channels()[1];
    float[] blue = planes.channels()[2];
    float[] y = new float[red.length];
    float[] cb = new float[red.length];
    float[] cr = new float[red.length];
    for (int i = 0; i < red.length; i++) {
      y[i] = rounded(.299f * red[i] + .587f * green[i] + .114f * blue[i]);
      cb[i] = rounded(-.168736f * red[i] - .331264f * green[i] + .5f * blue[i] + 128);
      cr[i] = rounded(.5f * red[i] - .418688f * green[i] - .081312f * blue[i] + 128);
    }
    quantise(y, width, height, luma, before);
    cb = throughHalf(cb, width, height, before / 2);
    cr = throughHalf(cr, width, height, before / 2);
    for (int i = 0; i < red.length; i++) {
      red[i] = y[i] + 1.402f * (cr[i] - 128);
      green[i] = y[i] - .344136f * (cb[i] - 128) - .714136f * (cr[i] - 128);
      blue[i] = y[i] + 1.772f * (cb[i] - 128);
    }
  }

  /** To 8 bits; the arguments are above -1. */
  private static float rounded(float value) {
    return Math.max(0, Math.min(255, (int) (value + .5f)));
  }

  private float[] throughHalf(float[] plane, int width, int height, int before) {
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[] half = new float[halfWidth * halfHeight];
    for (int y = 0; y < halfHeight; y++) {
      int above = 2 * y * width;
      int below = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < halfWidth; x++) {
        int left = 2 * x;
        int right = Math.min(left + 1, width - 1);
        float sum =
            plane[above + left] + plane[above + right] + plane[below + left] + plane[below + right];
        // Ties go down and up by turns, so that the mean stays.
        half[y * halfWidth + x] = ((int) sum + 1 + (x & 1)) / 4;
      }
    }
    quantise(half, halfWidth, halfHeight, chroma, before);
    float[] mixed = new float[halfWidth];
    for (int y = 0; y < height; y++) {
      int near = y / 2 * halfWidth;
      int far = Math.max(0, Math.min(halfHeight - 1, y / 2 + 2 * (y & 1) - 1)) * halfWidth;
      for (int x = 0; x < halfWidth; x++) {
        mixed[x] = .75f * half[near + x] + .25f * half[far + x];
      }
      for (int x = 0; x < width; x++) {
        int beside = Math.max(0, Math.min(halfWidth - 1, x / 2 + 2 * (x & 1) - 1));
        plane[y * width + x] = rounded(.75f * mixed[x / 2] + .25f * mixed[beside]);
      }
    }
    return plane;
  }

  /** Rounds the coefficients of each block of a plane; the edge is repeated to whole blocks. */
  private void quantise(float[] plane, int width, int height, float[] steps, int before) {
    float[] block = new float[SIDE * SIDE];
    float[] other = new float[SIDE * SIDE];
    for (int top = -before; top < height; top += SIDE) {
      for (int left = -before; left < width; left += SIDE) {
        for (int y = 0; y < SIDE; y++) {
          int row = Math.max(0, Math.min(top + y, height - 1)) * width;
          for (int x = 0; x < SIDE; x++) {
            block[y * SIDE + x] = plane[row + Math.max(0, Math.min(left + x, width - 1))] - 128;
          }
        }
        forward(block, other);
        forward(other, block);
        for (int i = 0; i < block.length; i++) {
          float size = (int) (Math.abs(block[i]) / steps[i] + rounding) * steps[i];
          block[i] = block[i] < 0 ? -size : size;
        }
        backward(block, other);
        backward(other, block);
        int rows = Math.min(SIDE, height - top);
        int columns = Math.min(SIDE, width - left);
        for (int y = Math.max(0, -top); y < rows; y++) {
          for (int x = Math.max(0, -left); x < columns; x++) {
            float value = Math.max(0, block[y * SIDE + x] + 128);
            plane[(top + y) * width + left + x] = rounded(value);
          }
        }
      }
    }
  }

  /** Cosine transform of each row, written as columns; twice, both ways. */
  static void forward(float[] block, float[] transposed) {
    for (int y = 0; y < SIDE; y++) {
      int at = y * SIDE;
      for (int u = 0; u < SIDE; u++) {
        int cosines = u * SIDE / 2;
        float sign = 1 - 2 * (u & 1);
        float sum = 0;
        for (int x = 0; x < SIDE / 2; x++) {
          sum += COSINES[cosines + x] * (block[at + x] + sign * block[at + SIDE - 1 - x]);
        }
        transposed[u * SIDE + y] = sum;
      }
    }
  }

  /** The inverse of each row, written as columns. */
  static void backward(float[] block, float[] transposed) {
    for (int y = 0; y < SIDE; y++) {
      int at = y * SIDE;
      for (int x = 0; x < SIDE / 2; x++) {
        float even = 0;
        float odd = 0;
        for (int u = 0; u < SIDE; u += 2) {
          even += COSINES[u * SIDE / 2 + x] * block[at + u];
          odd += COSINES[(u + 1) * SIDE / 2 + x] * block[at + u + 1];
        }
        transposed[x * SIDE + y] = even + odd;
        transposed[(SIDE - 1 - x) * SIDE + y] = even - odd;
      }
    }
  }
}
