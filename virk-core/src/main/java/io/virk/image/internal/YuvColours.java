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

  private YuvFormat format;
  private int dark;
  private int luma;
  private int redOfV;
  private int greenOfU;
  private int greenOfV;
  private int blueOfU;

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
   * @param u blue differences. Not modified.
   * @param v red differences. Not modified.
   */
  void toRgb(int[] y, int[] u, int[] v, int count) {
    toRgb(y, u, v, count, dark, luma, redOfV, greenOfU, greenOfV, blueOfU);
  }

  /** Each array is indexed by the loop's own variable, so that C2 makes SIMD of it. */
  private static void toRgb(
      int[] y,
      int[] u,
      int[] v,
      int count,
      int dark,
      int luma,
      int redOfV,
      int greenOfU,
      int greenOfV,
      int blueOfU) {
    int half = 1 << BITS - 1;
    for (int i = 0; i < count; i++) {
      int gray = (y[i] - dark) * luma + half;
      int red = gray + (v[i] - 128) * redOfV >> BITS;
      int green = gray - (u[i] - 128) * greenOfU - (v[i] - 128) * greenOfV >> BITS;
      int blue = gray + (u[i] - 128) * blueOfU >> BITS;
      red = Math.max(0, Math.min(255, red));
      green = Math.max(0, Math.min(255, green));
      blue = Math.max(0, Math.min(255, blue));
      y[i] = red | green << 8 | blue << 16;
    }
  }
}
