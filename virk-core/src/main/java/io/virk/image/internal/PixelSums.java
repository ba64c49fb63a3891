package io.virk.image.internal;

import io.virk.image.PixelFormat;
import java.util.Arrays;

/**
 * Sums up, row by row, what needs no neighbours but the one to the left: means, the histogram of
 * the luma, clipped samples, equal neighbours. Not thread-safe.
 */
final class PixelSums {
  private static final int LEVELS = 256;

  /** Histograms that take turns: the next pixel need not wait for the last one's count. */
  private static final int TURNS = 4;

  private static final int DARKEST = 2;
  private static final int BRIGHTEST = 253;
  private static final double DARK = 0.05;
  private static final double BRIGHT = 0.95;

  private final LaneSum red = new LaneSum();
  private final LaneSum green = new LaneSum();
  private final LaneSum blue = new LaneSum();
  private final LaneSum dark = new LaneSum();
  private final LaneSum bright = new LaneSum();
  private final LaneSum extreme = new LaneSum();
  private final LaneSum equal = new LaneSum();
  private final LaneSum[] means = {red, green, blue};
  private final LaneSum[] counts = {dark, bright, extreme, equal};
  private final int[] turns = new int[TURNS * LEVELS];
  private final int[] histogram = new int[LEVELS];
  private int[] levels = {};
  private int[] left = {};
  private int width;
  private int height;

  void start(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    if (levels.length < width) {
      levels = new int[width];
      left = new int[width];
    }
    for (LaneSum sum : means) {
      sum.start(width);
    }
    for (LaneSum sum : counts) {
      sum.start(width);
    }
    Arrays.fill(turns, 0);
  }

  /** Adds the channels of a row. */
  void addMeans(PixelRow row, PixelFormat format) {
    addMeans(
        row.packed,
        PixelRow.red(format),
        PixelRow.green(format),
        PixelRow.blue(format),
        red.lanes,
        green.lanes,
        blue.lanes,
        width);
  }

  /** The mean luma of the rows, times the scale: exact, but for the rounding of the last digit. */
  double meanLuma() {
    takeMeans();
    return PixelRow.luma(red.total(), green.total(), blue.total()) / ((double) width * height);
  }

  private void takeMeans() {
    for (LaneSum sum : means) {
      sum.take(0, width);
    }
  }

  private void takeCounts() {
    dark.take(0, width);
    bright.take(0, width);
    extreme.take(0, width);
    equal.take(1, width);
  }

  private static void addMeans(
      int[] packed,
      int red,
      int green,
      int blue,
      int[] reds,
      int[] greens,
      int[] blues,
      int width) {
    for (int x = 0; x < width; x++) {
      reds[x] += packed[x] >>> red & 0xff;
      greens[x] += packed[x] >>> green & 0xff;
      blues[x] += packed[x] >>> blue & 0xff;
    }
  }

  /** Adds the levels of a row, and what is clipped. */
  void addLevels(PixelRow row) {
    countHigh(row.packed, -1, LEVELS - 1 - DARKEST, dark.lanes, width);
    countHigh(row.packed, 0, BRIGHTEST, bright.lanes, width);
    countHigh(row.packed, -1, LEVELS - 1, extreme.lanes, width);
    countHigh(row.packed, 0, LEVELS - 1, extreme.lanes, width);
    levels(row.luma, levels, width);
    PixelRow.lefts(levels, width, left);
    countEqual(levels, left, equal.lanes, width);
    count(levels, turns, width);
  }

  /**
   * Counts the samples of a pixel from a bound on, at once: of those of 128 or more, whose other
   * bits carry over when the rest up to 128 is added.
   *
   * @param not all bits set to count the inverted samples
   * @param bound 128 .. 255
   */
  private static void countHigh(int[] packed, int not, int bound, int[] counts, int width) {
    int add = (LEVELS - bound) * 0x010101;
    for (int x = 0; x < width; x++) {
      int value = packed[x] ^ not;
      int high = (value & 0x7f7f7f) + add & value & 0x808080;
      counts[x] += (high >>> 7) * 0x010101 >>> 16 & 0x3;
    }
  }

  /** Luma, rounded: of numbers up to 255,500, n / 8 x 67,109 / 2^23 is n / 1000 to the digit. */
  private static void levels(int[] luma, int[] levels, int width) {
    for (int x = 0; x < width; x++) {
      levels[x] = (luma[x] + PixelRow.SCALE / 2 >>> 3) * 67_109 >>> 23;
    }
  }

  private static void countEqual(int[] levels, int[] left, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int step = levels[x] - left[x];
      counts[x] += 1 + ((step | -step) >> 31);
    }
  }

  private static void count(int[] levels, int[] turns, int width) {
    int x = 0;
    for (; x < width - (TURNS - 1); x += TURNS) {
      turns[levels[x]]++;
      turns[levels[x + 1] + LEVELS]++;
      turns[levels[x + 2] + 2 * LEVELS]++;
      turns[levels[x + 3] + 3 * LEVELS]++;
    }
    for (; x < width; x++) {
      turns[levels[x]]++;
    }
  }

  /** The mean channels, and what follows of them. */
  void measureMeans(ImageStatistics into) {
    takeMeans();
    double size = (double) width * height;
    double meanRed = red.total() / size;
    double meanGreen = green.total() / size;
    double meanBlue = blue.total() / size;
    into.set(ImageMeasure.RED, meanRed);
    into.set(ImageMeasure.GREEN, meanGreen);
    into.set(ImageMeasure.BLUE, meanBlue);
    double logRed = Math.log(meanRed + 1);
    double logBlue = Math.log(meanBlue + 1);
    into.set(ImageMeasure.WARMTH, 100 * (logRed - logBlue));
    into.set(ImageMeasure.TINT, 100 * (Math.log(meanGreen + 1) - (logRed + logBlue) / 2));
  }

  /** The rest, after the means. */
  void measureLevels(boolean large, ImageStatistics into) {
    takeCounts();
    for (int level = 0; level < LEVELS; level++) {
      histogram[level] = 0;
      for (int turn = 0; turn < TURNS; turn++) {
        histogram[level] += turns[turn * LEVELS + level];
      }
    }
    double size = (double) width * height;
    into.set(ImageMeasure.SATURATED, extreme.total() / (3 * size));
    into.set(ImageMeasure.SHADOWS_CLIPPED, 100 * dark.total() / (3 * size));
    into.set(ImageMeasure.HIGHLIGHTS_CLIPPED, 100 * bright.total() / (3 * size));
    into.set(ImageMeasure.DARK_LEVEL, percentile(DARK * size));
    into.set(ImageMeasure.BRIGHT_LEVEL, percentile(BRIGHT * size));
    into.set(ImageMeasure.ENTROPY, entropy(size));
    if (large) {
      into.set(ImageMeasure.FLATNESS, 100 * equal.total() / ((width - 1.0) * height));
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

  private double entropy(double size) {
    double sum = 0;
    for (int count : histogram) {
      if (count > 0) {
        sum -= count * Math.log(count / size);
      }
    }
    return sum / size / Math.log(2);
  }
}
