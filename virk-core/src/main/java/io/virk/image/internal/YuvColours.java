package io.virk.image.internal;

import io.virk.image.YuvFormat;

/** Red, green and blue of luma and colour differences. Not thread-safe; allocates nothing. */
final class YuvColours {
  private static final double BT601_RED = 0.299;
  private static final double BT601_BLUE = 0.114;
  private static final double BT709_RED = 0.2126;
  private static final double BT709_BLUE = 0.0722;

  /** Factors are times 2 to this power, so that colours are whole numbers. */
  private static final int BITS = 14;

  private final int[] greens;
  private YuvFormat format;
  private int dark;
  private int luma;
  private int redOfV;
  private int greenOfU;
  private int greenOfV;
  private int blueOfU;

  /**
   * Allocates.
   *
   * @param most pixels at once
   */
  YuvColours(int most) {
    greens = new int[most];
  }

  /** Says of which format the numbers are from now on. */
  void of(YuvFormat yuv) {
    if (yuv == format) {
      return;
    }
    format = yuv;
    double red = yuv.isBt709() ? BT709_RED : BT601_RED;
    double blue = yuv.isBt709() ? BT709_BLUE : BT601_BLUE;
    double green = 1 - red - blue;
    double chroma = yuv.isFullRange() ? 1 : 255.0 / 224;
    dark = yuv.isFullRange() ? 0 : 16;
    luma = whole(yuv.isFullRange() ? 1 : 255.0 / 219);
    redOfV = whole(2 * (1 - red) * chroma);
    blueOfU = whole(2 * (1 - blue) * chroma);
    greenOfU = whole(2 * (1 - blue) * blue / green * chroma);
    greenOfV = whole(2 * (1 - red) * red / green * chroma);
  }

  private static int whole(double factor) {
    return (int) Math.round(factor * (1 << BITS));
  }

  /**
   * Converts pixels.
   *
   * @param y lumas, 0 .. 255. Modified: red in the lowest byte, then green, then blue.
   * @param u blue differences. Modified.
   * @param v red differences. Modified.
   */
  void toRgb(int[] y, int[] u, int[] v, int count) {
    int gray = (1 << BITS - 1) - dark * luma;
    green(y, u, v, count, luma, -greenOfU, -greenOfV, gray + 128 * (greenOfU + greenOfV), greens);
    one(y, v, count, luma, redOfV, gray - 128 * redOfV);
    one(y, u, count, luma, blueOfU, gray - 128 * blueOfU);
    join(v, greens, u, count, y);
  }

  /*
   * Small loops in which each array is indexed by the loop's own variable: C2 makes SIMD of them,
   * and not of one large one, nor of Math.min and max. Below 0 becomes 0, above 255 becomes 255.
   */
  private static void one(int[] y, int[] difference, int count, int luma, int factor, int rest) {
    for (int i = 0; i < count; i++) {
      int colour = y[i] * luma + difference[i] * factor + rest >> BITS;
      difference[i] = (colour & ~(colour >> 31) | 255 - colour >> 31) & 255;
    }
  }

  private static void green(
      int[] y, int[] u, int[] v, int count, int luma, int ofU, int ofV, int rest, int[] greens) {
    for (int i = 0; i < count; i++) {
      int colour = y[i] * luma + u[i] * ofU + v[i] * ofV + rest >> BITS;
      greens[i] = (colour & ~(colour >> 31) | 255 - colour >> 31) & 255;
    }
  }

  private static void join(int[] red, int[] green, int[] blue, int count, int[] rgb) {
    for (int i = 0; i < count; i++) {
      rgb[i] = red[i] | green[i] << 8 | blue[i] << 16;
    }
  }
}
