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

  /** Samples up to 2, and from 253 on, are clipped. */
  private static final int CLIPPED = 3;

  private static final double DARK = 0.05;
  private static final double BRIGHT = 0.95;

  /** Two counts, or sums, are in one int, each for so many rows that 16 bits hold it. */
  private static final int ROWS = 256;

  private static final int LOW = 0xffff;

  private final LaneSum equal = new LaneSum();
  private final int[][] turns = new int[TURNS][LEVELS];
  private final int[] histogram = new int[LEVELS];

  /** Of dark ones, and in the upper half of bright ones. */
  private int[] clipped = {};

  /** Of the first sample, and in the upper half of the third. */
  private int[] outer = {};

  private long first;
  private long third;
  private long dark;
  private long bright;
  private int[] levels = {};
  private int width;
  private int panel;
  private int height;
  private int rows;

  void start(int newWidth, int newPanel, int newHeight) {
    width = newWidth;
    panel = newPanel;
    height = newHeight;
    rows = 0;
    if (levels.length < width) {
      levels = new int[width];
      clipped = new int[width];
      outer = new int[width];
    }
    Arrays.fill(clipped, 0, width, 0);
    Arrays.fill(outer, 0, width, 0);
    equal.start(width, panel);
    first = 0;
    third = 0;
    dark = 0;
    bright = 0;
    for (int[] turn : turns) {
      Arrays.fill(turn, 0);
    }
  }

  /** Adds the channels of a row. */
  void addMeans(PixelRow row) {
    addMeans(row.packed, outer, width);
    countRow();
  }

  /** Adds the channels of a row, what of them is clipped, and the levels that were read last. */
  void add(PixelRow row) {
    countClipped(row.packed, clipped, outer, width);
    countRow();
    count(levels, turns[0], turns[1], turns[2], turns[3], width);
  }

  private void countRow() {
    if (++rows % ROWS == 0) {
      take();
    }
  }

  private void take() {
    for (int x = 0; x < width; x++) {
      first += outer[x] & LOW;
      third += outer[x] >>> 16;
      outer[x] = 0;
      dark += clipped[x] & LOW;
      bright += clipped[x] >>> 16;
      clipped[x] = 0;
    }
  }

  /** Computes the levels of a row. */
  void readLevels(PixelRow row) {
    levels(row.luma, levels, width);
  }

  /** Computes the levels of a row, and adds neighbours of equal level. */
  void readLevelsAndEqual(PixelRow row) {
    levels(row.luma, row.lefts(), levels, equal.lanes, width);
  }

  private static void addMeans(int[] packed, int[] outer, int width) {
    for (int x = 0; x < width; x++) {
      outer[x] += packed[x] & 0xff00ff;
    }
  }

  /**
   * Counts the samples of a pixel that are clipped: those of 128 or more, inverted for the dark
   * ones, whose other bits carry over when what is clipped is added. Adds the outer samples, too.
   */
  private static void countClipped(int[] packed, int[] counts, int[] outer, int width) {
    for (int x = 0; x < width; x++) {
      int inverted = ~packed[x];
      int high = (packed[x] & 0x7f7f7f) + CLIPPED * 0x010101 & packed[x] & 0x808080;
      int low = (inverted & 0x7f7f7f) + CLIPPED * 0x010101 & inverted & 0x808080;
      counts[x] += ((low >>> 7) * 0x010101 >>> 16 & 0x3) + ((high >>> 7) * 0x010101 & 0x30000);
      outer[x] += packed[x] & 0xff00ff;
    }
  }

  /** Luma, rounded: of numbers up to 255,500, n / 8 x 67,109 / 2^23 is n / 1000 to the digit. */
  private static void levels(int[] luma, int[] levels, int width) {
    for (int x = 0; x < width; x++) {
      levels[x] = (luma[x] + PixelRow.SCALE / 2 >>> 3) * 67_109 >>> 23;
    }
  }

  /** The same, and counts where it is that of the left neighbour. */
  private static void levels(int[] luma, int[] left, int[] levels, int[] counts, int width) {
    for (int x = 0; x < width; x++) {
      int level = (luma[x] + PixelRow.SCALE / 2 >>> 3) * 67_109 >>> 23;
      int step = level - ((left[x] + PixelRow.SCALE / 2 >>> 3) * 67_109 >>> 23);
      levels[x] = level;
      counts[x] += 1 + ((step | -step) >> 31);
    }
  }

  /** Masks say that no index is out of bounds. */
  private static void count(int[] levels, int[] a, int[] b, int[] c, int[] d, int width) {
    int x = 0;
    for (; x < width - (TURNS - 1); x += TURNS) {
      a[levels[x] & LEVELS - 1]++;
      b[levels[x + 1] & LEVELS - 1]++;
      c[levels[x + 2] & LEVELS - 1]++;
      d[levels[x + 3] & LEVELS - 1]++;
    }
    for (; x < width; x++) {
      a[levels[x] & LEVELS - 1]++;
    }
  }

  /**
   * The mean channels, and what follows of them.
   *
   * @param luma the sum of all, of which what the outer samples leave is the second's
   */
  void measureMeans(PixelFormat format, long luma, ImageStatistics into) {
    take();
    long rest = luma - PixelRow.first(format) * first - PixelRow.third(format) * third;
    double size = (double) width * height;
    double meanRed = (format.red() == 0 ? first : third) / size;
    double meanGreen = rest / PixelRow.GREEN / size;
    double meanBlue = (format.red() == 0 ? third : first) / size;
    into.set(ImageMeasure.RED, meanRed);
    into.set(ImageMeasure.GREEN, meanGreen);
    into.set(ImageMeasure.BLUE, meanBlue);
    double logRed = Math.log(meanRed + 1);
    double logBlue = Math.log(meanBlue + 1);
    into.set(ImageMeasure.WARMTH, 100 * (logRed - logBlue));
    into.set(ImageMeasure.TINT, 100 * (Math.log(meanGreen + 1) - (logRed + logBlue) / 2));
  }

  /** The rest, after the means. */
  void measureLevels(ImageStatistics into) {
    for (int level = 0; level < LEVELS; level++) {
      histogram[level] = 0;
      for (int[] turn : turns) {
        histogram[level] += turn[level];
      }
    }
    double size = (double) width * height;
    into.set(ImageMeasure.SHADOWS_CLIPPED, 100 * dark / (3 * size));
    into.set(ImageMeasure.HIGHLIGHTS_CLIPPED, 100 * bright / (3 * size));
    into.set(ImageMeasure.DARK_LEVEL, percentile(DARK * size));
    into.set(ImageMeasure.BRIGHT_LEVEL, percentile(BRIGHT * size));
    into.set(ImageMeasure.ENTROPY, entropy(size));
  }

  /** The share of neighbours of equal level. */
  void measureEqual(ImageStatistics into) {
    for (int p = 0; p * panel < width; p++) {
      equal.take(p * panel + 1, p * panel + panel);
      into.addMean(ImageMeasure.FLATNESS, 100 * equal.total(p) / ((panel - 1.0) * height));
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
