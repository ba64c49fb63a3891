package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * One row of a frame as whole numbers: luma times {@link #SCALE}, which is exact, and its colours.
 * Not thread-safe.
 *
 * <p>A row is read in two steps: its bytes into one int a pixel, by loads of several bytes; and
 * from there on in loops in which each array is indexed by the loop's own variable, which the
 * compiler turns into SIMD.
 */
final class PixelRow {
  /** Luma times this is a whole number. */
  static final int SCALE = 1000;

  private static final int RED = 299;
  static final int GREEN = 587;
  private static final int BLUE = 114;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The samples of a pixel, the first in the lowest byte; a gray one three times. */
  final int[] packed;

  final int[] luma;

  /** First less second sample, and third less second: see {@link ColourSums}; if in colour. */
  final int[] colours;

  /** Of the luma of left neighbour, pixel and right neighbour: l - 2 c + r, l + 2 c + r, r - l. */
  final int[] bend;

  final int[] smooth;
  final int[] slope;

  private final int[] left;
  private final int[] right;

  PixelRow(int width) {
    packed = new int[width];
    luma = new int[width];
    colours = new int[width];
    bend = new int[width];
    smooth = new int[width];
    slope = new int[width];
    left = new int[width];
    right = new int[width];
  }

  /** Reads the samples of a row of a frame, which begins at a column. */
  void pack(Frame frame, int y, int column) {
    int at = frame.offset() + y * frame.rowStride();
    int end = column + frame.width();
    switch (frame.format().samplesPerPixel()) {
      case 1 -> packOnes(frame.pixels(), at, packed, column, end);
      case 3 -> packThrees(frame.pixels(), at, packed, column, end);
      default -> packFours(frame.pixels(), at, packed, column, end);
    }
  }

  /** Computes the luma of the row that was read last, and how it bends. */
  void readLuma(PixelFormat format, int width, int panel) {
    luma(packed, first(format), third(format), luma, width);
    readSides(width, panel);
    bends(left, luma, right, bend, width);
  }

  /** Computes all numbers of the row that was read last. */
  void readAll(PixelFormat format, int width, int panel) {
    if (format == PixelFormat.GRAY) {
      luma(packed, first(format), third(format), luma, width);
    } else {
      lumaAndColours(packed, first(format), third(format), luma, colours, width);
    }
    readSides(width, panel);
    slopes(left, luma, right, bend, smooth, slope, width);
  }

  /** The sum of the luma of the row that was read last. */
  long sumLuma(PixelFormat format, int width) {
    luma(packed, first(format), third(format), luma, width);
    long sum = 0;
    for (int x = 0; x < width; x++) {
      sum += luma[x];
    }
    return sum;
  }

  private void readSides(int width, int panel) {
    lefts(luma, width, panel, left);
    rights(luma, width, panel, right);
  }

  /** Reads a row of a frame and its luma, and nothing of its neighbours. */
  void readLumaOnly(Frame frame, int y) {
    pack(frame, y, 0);
    luma(packed, first(frame.format()), third(frame.format()), luma, frame.width());
  }

  /** The left neighbours of the luma. */
  int[] lefts() {
    return left;
  }

  /** The right ones. */
  int[] rights() {
    return right;
  }

  static void bends(int[] left, int[] centre, int[] right, int[] bend, int width) {
    for (int x = 0; x < width; x++) {
      bend[x] = left[x] + right[x] - 2 * centre[x];
    }
  }

  private static void slopes(
      int[] left, int[] centre, int[] right, int[] bend, int[] smooth, int[] slope, int width) {
    for (int x = 0; x < width; x++) {
      int sides = left[x] + right[x];
      int twice = 2 * centre[x];
      bend[x] = sides - twice;
      smooth[x] = sides + twice;
      slope[x] = right[x] - left[x];
    }
  }

  /** What the first sample of a pixel weighs; the second is green, or as the others. */
  static int first(PixelFormat format) {
    return format.red() == 0 ? RED : BLUE;
  }

  /** What the third one weighs. */
  static int third(PixelFormat format) {
    return format.red() == 0 ? BLUE : RED;
  }

  private static void packOnes(byte[] pixels, int from, int[] packed, int column, int end) {
    for (int x = column, i = from; x < end; x++, i++) {
      packed[x] = (pixels[i] & 0xff) * 0x010101;
    }
  }

  /** Eight pixels by three loads; never beyond the row, which may be the array's last. */
  private static void packThrees(byte[] pixels, int at, int[] packed, int column, int end) {
    int x = column;
    int i = at;
    for (; x < end - 7; x += 8, i += 24) {
      long a = (long) LONG.get(pixels, i);
      long b = (long) LONG.get(pixels, i + 8);
      long c = (long) LONG.get(pixels, i + 16);
      packed[x] = (int) a;
      packed[x + 1] = (int) (a >>> 24);
      packed[x + 2] = (int) (a >>> 48 | b << 16);
      packed[x + 3] = (int) (b >>> 8);
      packed[x + 4] = (int) (b >>> 32);
      packed[x + 5] = (int) (b >>> 56 | c << 8);
      packed[x + 6] = (int) (c >>> 16);
      packed[x + 7] = (int) (c >>> 40);
    }
    for (; x < end; x++, i += 3) {
      packed[x] = pixels[i] & 0xff | (pixels[i + 1] & 0xff) << 8 | (pixels[i + 2] & 0xff) << 16;
    }
  }

  private static void packFours(byte[] pixels, int from, int[] packed, int column, int end) {
    for (int x = column, i = from; x < end; x++, i += 4) {
      packed[x] = (int) INT.get(pixels, i);
    }
  }

  private static void luma(int[] packed, int first, int third, int[] luma, int width) {
    for (int x = 0; x < width; x++) {
      luma[x] =
          first * (packed[x] & 0xff)
              + GREEN * (packed[x] >>> 8 & 0xff)
              + third * (packed[x] >>> 16 & 0xff);
    }
  }

  private static void lumaAndColours(
      int[] packed, int first, int third, int[] luma, int[] colours, int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int a = packed[x] & 0xff;
      int g = packed[x] >>> 8 & 0xff;
      int c = packed[x] >>> 16 & 0xff;
      luma[x] = first * a + GREEN * g + third * c;
      colours[x] = a - g + (c - g << 16);
    }
  }

  /**
   * Copies a row one to the right: at its own index each finds its left neighbour; mirrored, in
   * each panel.
   */
  static void lefts(int[] row, int width, int panel, int[] target) {
    System.arraycopy(row, 0, target, 1, width - 1);
    for (int x = 0; x < width; x += panel) {
      target[x] = row[Math.min(x + 1, width - 1)];
    }
  }

  /** Copies a row one to the left: each finds its right neighbour; mirrored, in each panel. */
  static void rights(int[] row, int width, int panel, int[] target) {
    System.arraycopy(row, 1, target, 0, width - 1);
    for (int x = panel - 1; x < width; x += panel) {
      target[x] = row[Math.max(0, x - 1)];
    }
  }
}
