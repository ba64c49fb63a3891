package io.virk.embed;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;

/**
 * Computes the 128 features of {@link Embedder#handcrafted}. Sums are whole numbers, so that they
 * are the same on every machine. Keeps its scratch memory; not thread-safe.
 */
final class HandcraftedFeatures {
  static final int LENGTH = 128;

  /*
   * In this order; a cell is a quarter of the width by a quarter of the height, a quarter is a half
   * by a half. Y is (77 R + 150 G + 29 B) / 256.
   *
   * Colours are taken of every second pixel of every second row, gradients about every second row.
   *
   *   0 ..  15  mean of Y of each cell, in 255ths
   *  16 ..  31  mean of R - Y of each cell, in 128ths
   *  32 ..  47  mean of B - Y of each cell, in 128ths
   *  48 ..  63  deviation of Y within each cell, in 128ths
   *  64 ..  95  gradients: for each quarter and each of 8 directions, the root of their mean size
   *  96 .. 103  hues: for each of 8, the root of the mean colourfulness
   * 104 .. 111  root of the share of pixels of each of 8 ranges of Y
   * 112 .. 119  root of the share of pixels of each of 8 ranges of colourfulness
   * 120 .. 127  texture: root of the mean difference of Y, 1, 2, 4 and 8 pixels apart, along rows
   *             and along columns
   *
   * Each group is weighted, so that on photos none has much more spread than another: else the
   * distance of two embeddings would be that of their brightness and colours, whatever the focus.
   */
  private static final float MEANS = 0.6f;
  private static final float DEVIATIONS = 0.8f;
  private static final float GRADIENTS = 2.5f;
  private static final float HUES = 1.3f;
  private static final float CHROMAS = 0.8f;
  private static final float TEXTURE = 3;

  private static final int SIDE = 4;
  private static final int CELLS = SIDE * SIDE;
  private static final int BINS = 8;
  private static final int HISTORY = 16; // rows kept, a power of 2 above the largest distance
  private static final int[] DISTANCES = {1, 2, 4, 8};

  private final long[] luma = new long[CELLS];
  private final long[] squares = new long[CELLS];
  private final long[] reds = new long[CELLS];
  private final long[] blues = new long[CELLS];
  private final long[] counts = new long[CELLS];
  private final long[] gradients = new long[4 * BINS];
  private final long[] hues = new long[BINS];
  private final long[] levels = new long[BINS];
  private final long[] chromas = new long[BINS];
  private final long[] inner = new long[4]; // gradients of each quarter
  private final long[] rough = new long[2 * DISTANCES.length];
  private final long[] pairs = new long[2 * DISTANCES.length];
  private int[][] rows = new int[HISTORY][0]; // Y of the last rows
  private int[] red = {}; // R - Y of this row
  private int[] blue = {};

  /**
   * Computes the features of one frame.
   *
   * @param frame any frame. Not modified.
   * @param target Modified from {@code offset} on.
   */
  void compute(Frame frame, float[] target, int offset) {
    start(frame.width());
    int width = frame.width();
    int height = frame.height();
    for (int y = 0; y < height; y++) {
      read(frame, y);
      addCells(y, width, height);
      addTexture(y, width);
      if ((y & 1) == 0) {
        addColours(row(y), width);
      } else if (y >= 2) {
        addGradients(y - 1, width, height);
      }
    }
    write(target, offset, (width + 1L >> 1) * (height + 1L >> 1));
  }

  private void start(int width) {
    for (long[] sums :
        new long[][] {
          luma, squares, reds, blues, counts, gradients, inner, hues, levels, chromas, rough, pairs
        }) {
      Arrays.fill(sums, 0);
    }
    if (red.length < width) {
      rows = new int[HISTORY][width];
      red = new int[width];
      blue = new int[width];
    }
  }

  private int[] row(int y) {
    return rows[y & HISTORY - 1];
  }

  private void read(Frame frame, int y) {
    int[] line = row(y);
    byte[] pixels = frame.pixels();
    PixelFormat format = frame.format();
    int samples = format.samplesPerPixel();
    int at = frame.offset() + y * frame.rowStride();
    int width = frame.width();
    if (format == PixelFormat.GRAY) {
      for (int x = 0; x < width; x++) {
        line[x] = pixels[at + x] & 0xff;
        red[x] = 0;
        blue[x] = 0;
      }
      return;
    }
    int redAt = at + format.red();
    int greenAt = at + format.green();
    int blueAt = at + format.blue();
    for (int x = 0, i = 0; x < width; x++, i += samples) {
      int r = pixels[redAt + i] & 0xff;
      int g = pixels[greenAt + i] & 0xff;
      int b = pixels[blueAt + i] & 0xff;
      int value = 77 * r + 150 * g + 29 * b >> 8;
      line[x] = value;
      red[x] = r - value;
      blue[x] = b - value;
    }
  }

  /** The first pixel of a part; parts of an axis shorter than them share its pixels. */
  private static int first(int part, int parts, int length) {
    return (int) ((long) part * length / parts);
  }

  private static int end(int part, int parts, int length) {
    return Math.max(first(part, parts, length) + 1, first(part + 1, parts, length));
  }

  private void addCells(int y, int width, int height) {
    for (int down = 0; down < SIDE; down++) {
      if (y < first(down, SIDE, height) || y >= end(down, SIDE, height)) {
        continue;
      }
      for (int across = 0; across < SIDE; across++) {
        addCell(down * SIDE + across, y, first(across, SIDE, width), end(across, SIDE, width));
      }
    }
  }

  private void addCell(int cell, int y, int from, int to) {
    int[] line = row(y);
    int sum = 0;
    int square = 0; // a row of 8,192 pixels of 255 fits, and frames are reduced before
    int redSum = 0;
    int blueSum = 0;
    for (int x = from; x < to; x++) {
      int value = line[x];
      sum += value;
      square += value * value;
      redSum += red[x];
      blueSum += blue[x];
    }
    luma[cell] += sum;
    squares[cell] += square;
    reds[cell] += redSum;
    blues[cell] += blueSum;
    counts[cell] += to - from;
  }

  private void addColours(int[] line, int width) {
    for (int x = 0; x < width; x += 2) {
      levels[line[x] >> 5]++;
      int r = red[x];
      int b = blue[x];
      int size = Math.max(Math.abs(r), Math.abs(b));
      hues[octant(r, b)] += size;
      chromas[Math.min(BINS - 1, 32 - Integer.numberOfLeadingZeros(size))]++;
    }
  }

  /** Which of eight directions; of (0, 0), the first. */
  private static int octant(int across, int down) {
    int bits = (across >> 31 & 4) | (down >> 31 & 2);
    return bits | (Math.abs(across) - Math.abs(down) >>> 31);
  }

  private void addTexture(int y, int width) {
    int[] line = row(y);
    for (int i = 0; i < DISTANCES.length; i++) {
      int distance = DISTANCES[i];
      if (width > distance) {
        rough[i] += difference(line, line, distance, width - distance);
        pairs[i] += width - distance;
      }
      if (y >= distance) {
        rough[DISTANCES.length + i] += difference(line, row(y - distance), 0, width);
        pairs[DISTANCES.length + i] += width;
      }
    }
  }

  private static int difference(int[] line, int[] other, int shift, int count) {
    int sum = 0;
    for (int x = 0; x < count; x++) {
      sum += Math.abs(line[x + shift] - other[x]);
    }
    return sum;
  }

  private void addGradients(int y, int width, int height) {
    int[] above = row(y - 1);
    int[] line = row(y);
    int[] below = row(y + 1);
    int quarter = 2 * y < height ? 0 : 2;
    int middle = Math.max(1, width / 2);
    addGradients(above, line, below, 1, Math.min(middle, width - 1), quarter);
    addGradients(above, line, below, middle, width - 1, quarter + 1);
  }

  private void addGradients(int[] above, int[] line, int[] below, int from, int to, int quarter) {
    int bin = quarter * BINS;
    inner[quarter] += Math.max(0, to - from);
    for (int x = from; x < to; x++) {
      int across = line[x + 1] - line[x - 1];
      int down = below[x] - above[x];
      gradients[bin + octant(across, down)] += Math.abs(across) + Math.abs(down);
    }
  }

  private void write(float[] target, int offset, long sampled) {
    for (int cell = 0; cell < CELLS; cell++) {
      double n = counts[cell];
      double mean = luma[cell] / n;
      target[offset + cell] = MEANS * (float) (mean / 255);
      target[offset + CELLS + cell] = MEANS * (float) (reds[cell] / n / 128);
      target[offset + 2 * CELLS + cell] = MEANS * (float) (blues[cell] / n / 128);
      double variance = Math.max(0, squares[cell] / n - mean * mean);
      target[offset + 3 * CELLS + cell] = DEVIATIONS * (float) (Math.sqrt(variance) / 128);
    }
    int at = offset + 4 * CELLS;
    for (int i = 0; i < gradients.length; i++, at++) {
      target[at] =
          GRADIENTS * (float) Math.sqrt(gradients[i] / (double) Math.max(1, inner[i / BINS]) / 255);
    }
    for (int i = 0; i < BINS; i++, at++) {
      target[at] = HUES * (float) Math.sqrt(hues[i] / (double) sampled / 128);
      target[at + BINS] = (float) Math.sqrt(levels[i] / (double) sampled);
      target[at + 2 * BINS] = CHROMAS * (float) Math.sqrt(chromas[i] / (double) sampled);
    }
    at += 2 * BINS;
    for (int i = 0; i < rough.length; i++, at++) {
      target[at] =
          pairs[i] == 0 ? 0 : TEXTURE * (float) Math.sqrt(rough[i] / (double) pairs[i] / 255);
    }
  }
}
