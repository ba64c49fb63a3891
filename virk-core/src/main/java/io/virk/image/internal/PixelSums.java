package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;

/**
 * Reads the rows of a frame and sums up what needs no neighbours but the one to the left: means,
 * the histogram of the luma, clipped samples, equal neighbours. Luma is kept as whole numbers,
 * times {@link #SCALE}, so that every sum is exact. Not thread-safe.
 */
final class PixelSums {
  /** Luma times this is a whole number. */
  static final int SCALE = 1000;

  private static final int RED = 299;
  private static final int GREEN = 587;
  private static final int BLUE = 114;
  private static final int LEVELS = 256;

  /** Of a sample: whether it is dark, bright, or 0 or 255; three counts in one number. */
  private static final long[] CLIPPED = clipped();

  private static final int COUNT_BITS = 21;
  private static final int COUNT = (1 << COUNT_BITS) - 1;
  private static final int DARKEST = 2;
  private static final int BRIGHTEST = 253;

  private static final double DARK = 0.05;
  private static final double BRIGHT = 0.95;

  private final int[] histogram = new int[LEVELS];
  private long red;
  private long green;
  private long blue;
  private long luma;
  private long dark;
  private long bright;
  private long saturated;
  private long equal;

  private static long[] clipped() {
    long[] counts = new long[LEVELS];
    for (int sample = 0; sample < LEVELS; sample++) {
      counts[sample] =
          (sample <= DARKEST ? 1 : 0)
              | (sample >= BRIGHTEST ? 1L << COUNT_BITS : 0)
              | (sample == 0 || sample == LEVELS - 1 ? 1L << 2 * COUNT_BITS : 0);
    }
    return counts;
  }

  void clear() {
    Arrays.fill(histogram, 0);
    red = 0;
    green = 0;
    blue = 0;
    luma = 0;
    dark = 0;
    bright = 0;
    saturated = 0;
    equal = 0;
  }

  /**
   * Reads one row.
   *
   * @param frame not modified
   * @param y its number
   * @param row Modified: takes the luma, and of a frame in colour R - G and B - G
   */
  void read(Frame frame, int y, PixelRow row) {
    long before = luma;
    if (frame.format() == PixelFormat.GRAY) {
      readGray(frame, y, row);
    } else {
      readColour(frame, y, row);
    }
    row.sum = luma - before;
  }

  private void readColour(Frame frame, int y, PixelRow row) {
    PixelFormat format = frame.format();
    int samples = format.samplesPerPixel();
    byte[] pixels = frame.pixels();
    int first = frame.offset() + y * frame.rowStride();
    int atRed = first + format.red();
    int atGreen = first + format.green();
    int atBlue = first + format.blue();
    int width = frame.width();
    int previous = -1;
    long clipped = 0;
    int same = 0;
    long reds = 0;
    long greens = 0;
    long blues = 0;
    for (int x = 0, i = 0; x < width; x++, i += samples) {
      int r = pixels[atRed + i] & 0xff;
      int g = pixels[atGreen + i] & 0xff;
      int b = pixels[atBlue + i] & 0xff;
      reds += r;
      greens += g;
      blues += b;
      clipped += CLIPPED[r] + CLIPPED[g] + CLIPPED[b];
      int l = RED * r + GREEN * g + BLUE * b;
      row.luma[x] = l;
      row.exact[x] = l;
      row.redGreen[x] = r - g;
      row.blueGreen[x] = b - g;
      int level = (l + SCALE / 2) / SCALE;
      histogram[level]++;
      same += level == previous ? 1 : 0;
      previous = level;
    }
    add(reds, greens, blues, clipped, 1, same);
  }

  private void readGray(Frame frame, int y, PixelRow row) {
    byte[] pixels = frame.pixels();
    int first = frame.offset() + y * frame.rowStride();
    int width = frame.width();
    int previous = -1;
    long clipped = 0;
    int same = 0;
    long sum = 0;
    for (int x = 0; x < width; x++) {
      int level = pixels[first + x] & 0xff;
      sum += level;
      clipped += CLIPPED[level];
      row.luma[x] = SCALE * level;
      row.exact[x] = SCALE * level;
      histogram[level]++;
      same += level == previous ? 1 : 0;
      previous = level;
    }
    add(sum, sum, sum, clipped, 3, same);
  }

  private void add(long reds, long greens, long blues, long clipped, int times, int same) {
    red += reds;
    green += greens;
    blue += blues;
    luma += RED * reds + GREEN * greens + BLUE * blues;
    dark += times * (clipped & COUNT);
    bright += times * (clipped >> COUNT_BITS & COUNT);
    saturated += times * (clipped >> 2 * COUNT_BITS);
    equal += same;
  }

  /** The sum of the luma of all pixels, times {@link #SCALE}. */
  long luma() {
    return luma;
  }

  void measure(int width, int height, ImageStatistics into) {
    long size = (long) width * height;
    double meanRed = (double) red / size;
    double meanGreen = (double) green / size;
    double meanBlue = (double) blue / size;
    into.set(ImageMeasure.RED, meanRed);
    into.set(ImageMeasure.GREEN, meanGreen);
    into.set(ImageMeasure.BLUE, meanBlue);
    into.set(ImageMeasure.BRIGHTNESS, (double) luma / size / SCALE);
    into.set(ImageMeasure.SATURATED, saturated / (3.0 * size));
    into.set(ImageMeasure.SHADOWS_CLIPPED, 100 * dark / (3.0 * size));
    into.set(ImageMeasure.HIGHLIGHTS_CLIPPED, 100 * bright / (3.0 * size));
    into.set(ImageMeasure.DARK_LEVEL, percentile(DARK * size));
    into.set(ImageMeasure.BRIGHT_LEVEL, percentile(BRIGHT * size));
    into.set(ImageMeasure.ENTROPY, entropy(size));
    double logRed = Math.log(meanRed + 1);
    double logBlue = Math.log(meanBlue + 1);
    into.set(ImageMeasure.WARMTH, 100 * (logRed - logBlue));
    into.set(ImageMeasure.TINT, 100 * (Math.log(meanGreen + 1) - (logRed + logBlue) / 2));
    if (width >= ImageAnalyzer.SMALLEST && height >= ImageAnalyzer.SMALLEST) {
      into.set(ImageMeasure.FLATNESS, 100.0 * equal / ((width - 1L) * height));
    }
  }

  /** Where so many pixels are darker; a level reaches half a step to either side. */
  private double percentile(double pixels) {
    double below = 0;
    for (int level = 0; level < LEVELS; level++) {
      if (histogram[level] > 0 && below + histogram[level] >= pixels) {
        double at = level - 0.5 + (pixels - below) / histogram[level];
        return Math.min(Math.max(at, 0), LEVELS - 1);
      }
      below += histogram[level];
    }
    return LEVELS - 1;
  }

  private double entropy(long size) {
    double sum = 0;
    for (int count : histogram) {
      if (count > 0) {
        sum -= count * Math.log((double) count / size);
      }
    }
    return sum / size / Math.log(2);
  }
}
