package io.virk.cause.catalogue;

import java.util.Arrays;

/**
 * The lossy part of JPEG and of video: planes of luma and halved chroma, blocks of 8 x 8, the
 * discrete cosine transform, and coefficients rounded to multiples of a step (ITU-T T.81). What
 * comes without loss after that, the entropy code, changes no pixel and is left out.
 */
final class BlockCoder {
  private static final int SIDE = 8;

  /** T.81, table K.1. */
  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };

  /** T.81, table K.2. */
  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  /** [k][i]: cosines of the orthonormal transform. */
  private static final float[][] BASIS = basis();

  private final float[] lumaSteps;
  private final float[] chromaSteps;
  private final float rounding;

  private BlockCoder(float[] lumaSteps, float[] chromaSteps, float rounding) {
    this.lumaSteps = lumaSteps;
    this.chromaSteps = chromaSteps;
    this.rounding = rounding;
  }

  /**
   * As the Independent JPEG Group scales the tables of the standard.
   *
   * @param quality 1 .. 100
   */
  static BlockCoder jpeg(int quality) {
    int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return new BlockCoder(scaled(LUMA, scale), scaled(CHROMA, scale), 0.5f);
  }

  /**
   * As video does between two key frames: one step for all frequencies, and small coefficients
   * dropped.
   *
   * @param step levels, &gt; 0
   */
  static BlockCoder video(double step) {
    float[] steps = new float[SIDE * SIDE];
    Arrays.fill(steps, (float) step);
    steps[0] = (float) Math.max(1, step / 4);
    return new BlockCoder(steps, steps, 1 / 6f);
  }

  private static float[] scaled(int[] table, int scale) {
    float[] steps = new float[table.length];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = Math.max(1, Math.min(255, (table[i] * scale + 50) / 100));
    }
    return steps;
  }

  private static float[][] basis() {
    float[][] basis = new float[SIDE][SIDE];
    for (int k = 0; k < SIDE; k++) {
      for (int i = 0; i < SIDE; i++) {
        double norm = k == 0 ? Math.sqrt(1.0 / SIDE) : Math.sqrt(2.0 / SIDE);
        basis[k][i] = (float) (norm * Math.cos((2 * i + 1) * k * Math.PI / (2 * SIDE)));
      }
    }
    return basis;
  }

  /**
   * Codes an image and decodes it.
   *
   * @param planes levels 0 .. 255; replaced
   * @param shift how far left of and above the image its first block begins, 0 .. 7 pixels
   */
  void code(Planes planes, int shift) {
    int width = planes.width();
    int height = planes.height();
    float[][] channels = planes.channels();
    if (planes.isGray()) {
      code(channels[0], width, height, shift, lumaSteps);
    } else {
      float[] luma = planes.luma();
      float[] blue = difference(channels[2], luma, 0.564f);
      float[] red = difference(channels[0], luma, 0.713f);
      code(luma, width, height, shift, lumaSteps);
      blue = chroma(blue, width, height, shift);
      red = chroma(red, width, height, shift);
      for (int i = 0; i < luma.length; i++) {
        channels[0][i] = luma[i] + 1.402f * (red[i] - 128);
        channels[1][i] = luma[i] - 0.344f * (blue[i] - 128) - 0.714f * (red[i] - 128);
        channels[2][i] = luma[i] + 1.772f * (blue[i] - 128);
      }
    }
    planes.clip();
  }

  private static float[] difference(float[] channel, float[] luma, float factor) {
    float[] difference = new float[luma.length];
    for (int i = 0; i < luma.length; i++) {
      difference[i] = 128 + factor * (channel[i] - luma[i]);
    }
    return difference;
  }

  /** Halves a plane both ways, codes it, and takes each of its pixels four times. */
  private float[] chroma(float[] plane, int width, int height, int shift) {
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    float[] half = new float[halfWidth * halfHeight];
    for (int y = 0; y < halfHeight; y++) {
      int upper = 2 * y * width;
      int lower = Math.min(2 * y + 1, height - 1) * width;
      for (int x = 0; x < halfWidth; x++) {
        int left = 2 * x;
        int right = Math.min(left + 1, width - 1);
        half[y * halfWidth + x] =
            (plane[upper + left]
                    + plane[upper + right]
                    + plane[lower + left]
                    + plane[lower + right])
                / 4;
      }
    }
    code(half, halfWidth, halfHeight, shift / 2, chromaSteps);
    float[] full = new float[plane.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        full[y * width + x] = half[(y >> 1) * halfWidth + (x >> 1)];
      }
    }
    return full;
  }

  private void code(float[] plane, int width, int height, int shift, float[] steps) {
    float[] block = new float[SIDE * SIDE];
    float[] other = new float[SIDE * SIDE];
    for (int top = -shift; top < height; top += SIDE) {
      for (int left = -shift; left < width; left += SIDE) {
        for (int y = 0; y < SIDE; y++) {
          int row = Math.max(0, Math.min(height - 1, top + y)) * width;
          for (int x = 0; x < SIDE; x++) {
            block[y * SIDE + x] = plane[row + Math.max(0, Math.min(width - 1, left + x))] - 128;
          }
        }
        forward(block, other);
        forward(other, block);
        for (int i = 0; i < block.length; i++) {
          float size = (int) (Math.abs(block[i]) / steps[i] + rounding) * steps[i];
          block[i] = block[i] < 0 ? -size : size;
        }
        inverse(block, other);
        inverse(other, block);
        for (int y = Math.max(0, -top); y < Math.min(SIDE, height - top); y++) {
          for (int x = Math.max(0, -left); x < Math.min(SIDE, width - left); x++) {
            plane[(top + y) * width + left + x] = block[y * SIDE + x] + 128;
          }
        }
      }
    }
  }

  /** Transforms the rows; they become columns. Even and odd frequencies by half the products. */
  private static void forward(float[] from, float[] to) {
    for (int r = 0; r < SIDE; r++) {
      int at = r * SIDE;
      float s0 = from[at] + from[at + 7];
      float s1 = from[at + 1] + from[at + 6];
      float s2 = from[at + 2] + from[at + 5];
      float s3 = from[at + 3] + from[at + 4];
      float d0 = from[at] - from[at + 7];
      float d1 = from[at + 1] - from[at + 6];
      float d2 = from[at + 2] - from[at + 5];
      float d3 = from[at + 3] - from[at + 4];
      for (int k = 0; k < SIDE; k += 2) {
        float[] even = BASIS[k];
        float[] odd = BASIS[k + 1];
        to[k * SIDE + r] = even[0] * s0 + even[1] * s1 + even[2] * s2 + even[3] * s3;
        to[(k + 1) * SIDE + r] = odd[0] * d0 + odd[1] * d1 + odd[2] * d2 + odd[3] * d3;
      }
    }
  }

  /** The way back: rows of coefficients become columns of levels. */
  private static void inverse(float[] from, float[] to) {
    for (int r = 0; r < SIDE; r++) {
      int at = r * SIDE;
      for (int i = 0; i < SIDE / 2; i++) {
        float even = 0;
        float odd = 0;
        for (int k = 0; k < SIDE; k += 2) {
          even += BASIS[k][i] * from[at + k];
          odd += BASIS[k + 1][i] * from[at + k + 1];
        }
        to[i * SIDE + r] = even + odd;
        to[(SIDE - 1 - i) * SIDE + r] = even - odd;
      }
    }
  }
}
