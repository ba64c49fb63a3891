package io.virk.image.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Means of square blocks of pixels: sum of the block plus half its area, divided by its area,
 * rounded down. Owns the memory for one row of blocks; allocates nothing after that. Not
 * thread-safe.
 */
final class AreaAverage {
  /*
   * C2 does not turn widening of bytes into SIMD before JDK 20, so eight bytes are read as one long
   * and summed in two longs of four 16-bit lanes each: the bytes at even places and those at odd
   * ones. A "group" is what of one block's row is read at once: two pixels of 3 or 4 samples, or
   * eight gray ones. The inner loop runs over the blocks of a row, which are many, and not over the
   * few pixels of one block. Bytes that a read brings along from beyond its group either fall into
   * a lane that nobody reads, or are masked.
   */
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EVEN = 0x00ff_00ff_00ff_00ffL;
  private static final long HALF_OF_FOUR = 0x0002_0002_0002_0002L;

  /** The number of samples of 255 that a lane of 16 bits can hold. */
  private static final int LANE_ROOM = 257;

  /** Above this factor a row of one block may overflow a lane, and sums are made one by one. */
  private static final int LARGEST_LANE_FACTOR = 512;

  /**
   * Division by an area of at most 512 x 512 is multiplication by ceil(2^46 / area), exact because
   * the excess, below area x sum &lt; 2^18 x 2^26.01, is below 2^46.
   */
  private static final int RECIPROCAL_BITS = 46;

  static {
    // links the call sites here, and not on an inference thread
    byte[] eight = new byte[Long.BYTES];
    writeInt(eight, 0, readInt(eight, 0) + (int) readLong(eight, 0));
    writeLong(eight, 0, readLong(eight, 0));
  }

  private final long[] even;
  private final long[] odd;
  private final long[] sums;

  /**
   * Allocates.
   *
   * @param blocks most blocks of a row
   */
  AreaAverage(int blocks) {
    even = new long[blocks];
    odd = new long[blocks];
    sums = new long[4 * blocks];
  }

  /** Bytes of memory held. */
  long memory() {
    return 8L * (even.length + odd.length + sums.length);
  }

  static long readLong(byte[] source, int at) {
    return (long) LONGS.get(source, at);
  }

  static int readInt(byte[] source, int at) {
    return (int) INTS.get(source, at);
  }

  static void writeInt(byte[] target, int at, int value) {
    INTS.set(target, at, value);
  }

  static void writeLong(byte[] target, int at, long value) {
    LONGS.set(target, at, value);
  }

  /**
   * Reduces a whole image.
   *
   * @param source Not modified.
   * @param from index of the first sample
   * @param width pixels
   * @param height rows
   * @param rowStride bytes from row to row
   * @param samples of one pixel: 1, 3 or 4
   * @param factor &gt; 1
   * @param target Modified: tightly packed.
   * @param first index of its first sample
   */
  void reduce(
      byte[] source,
      int from,
      int width,
      int height,
      int rowStride,
      int samples,
      int factor,
      byte[] target,
      int first) {
    int at = first;
    int row = Reduction.ceilDiv(width, factor) * samples;
    for (int top = 0; top < height; at += row) {
      int rows = Math.min(factor, height - top);
      band(source, from + top * rowStride, rowStride, rows, width, factor, samples, target, at);
      top += rows;
    }
  }

  /** Reduces at most {@code factor} rows to one. */
  void band(
      byte[] source,
      int from,
      int rowStride,
      int rows,
      int columns,
      int factor,
      int samples,
      byte[] target,
      int at) {
    int done =
        factor == 2 && rows == 2
            ? halve(source, from, rowStride, columns / 2, samples, target, at)
            : 0;
    int rest = columns - done * factor;
    if (rest > 0) {
      begin(rest, factor, samples);
      add(source, from + done * factor * samples, rowStride, rows, rest, factor, samples);
      finish(rows, rest, factor, samples, target, at + done * samples);
    }
  }

  /** Begins a row of blocks. */
  void begin(int columns, int factor, int samples) {
    Arrays.fill(sums, 0, Reduction.ceilDiv(columns, factor) * samples, 0);
  }

  /** Adds rows to the blocks begun. */
  void add(byte[] source, int from, int rowStride, int rows, int columns, int factor, int samples) {
    int whole = columns / factor;
    int blockBytes = factor * samples;
    int lanes = 0;
    if (factor <= LARGEST_LANE_FACTOR) {
      int pixels = samples == 1 ? 8 : 2;
      int groups = Reduction.ceilDiv(factor, pixels);
      int reach = (groups - 1) * pixels * samples + Long.BYTES;
      int room = source.length - from - (rows - 1) * rowStride - reach;
      lanes = room < 0 ? 0 : Math.min(whole, room / blockBytes + 1);
      if (lanes > 0) {
        int atOnce = Math.max(1, LANE_ROOM / groups);
        for (int y = 0; y < rows; y += atOnce) {
          int some = Math.min(atOnce, rows - y);
          addLanes(source, from + y * rowStride, rowStride, some, lanes, factor, samples, groups);
        }
      }
    }
    for (int block = lanes; block < whole; block++) {
      addBlock(source, from + block * blockBytes, rowStride, rows, factor, samples, block);
    }
    int rest = columns - whole * factor;
    if (rest > 0) {
      addBlock(source, from + whole * blockBytes, rowStride, rows, rest, samples, whole);
    }
  }

  /** Adds rows of one block, or of a part of it, sample by sample. */
  void addBlock(
      byte[] source, int from, int rowStride, int rows, int columns, int samples, int block) {
    for (int s = 0; s < samples; s++) {
      long sum = 0;
      for (int y = 0; y < rows; y++) {
        int at = from + y * rowStride + s;
        for (int x = 0; x < columns; x++, at += samples) {
          sum += source[at] & 0xff;
        }
      }
      sums[block * samples + s] += sum;
    }
  }

  private void addLanes(
      byte[] source,
      int from,
      int rowStride,
      int rows,
      int blocks,
      int factor,
      int samples,
      int groups) {
    Arrays.fill(even, 0, blocks, 0);
    Arrays.fill(odd, 0, blocks, 0);
    int pixels = samples == 1 ? 8 : 2;
    int step = factor * samples;
    int left = factor - (groups - 1) * pixels;
    for (int g = 0; g < groups; g++) {
      long mask = g == groups - 1 && left < pixels ? (1L << 8 * left * samples) - 1 : -1;
      int at = from + g * pixels * samples;
      int y = 0;
      for (; y + 4 <= rows; y += 4) {
        add4(source, at + y * rowStride, rowStride, step, mask, blocks, even, odd);
      }
      for (; y + 2 <= rows; y += 2) {
        add2(source, at + y * rowStride, rowStride, step, mask, blocks, even, odd);
      }
      if (y < rows) {
        add1(source, at + y * rowStride, step, mask, blocks, even, odd);
      }
    }
    switch (samples) {
      case 1 -> collect1(blocks, even, odd, sums);
      case 3 -> collect3(blocks, even, odd, sums);
      default -> collect4(blocks, even, odd, sums);
    }
  }

  private static void add4(
      byte[] source,
      int from,
      int rowStride,
      int step,
      long mask,
      int blocks,
      long[] even,
      long[] odd) {
    int second = from + rowStride;
    int third = second + rowStride;
    int fourth = third + rowStride;
    for (int i = 0, at = 0; i < blocks; i++, at += step) {
      long a = readLong(source, from + at) & mask;
      long b = readLong(source, second + at) & mask;
      long c = readLong(source, third + at) & mask;
      long d = readLong(source, fourth + at) & mask;
      even[i] += (a & EVEN) + (b & EVEN) + (c & EVEN) + (d & EVEN);
      odd[i] += (a >>> 8 & EVEN) + (b >>> 8 & EVEN) + (c >>> 8 & EVEN) + (d >>> 8 & EVEN);
    }
  }

  private static void add2(
      byte[] source,
      int from,
      int rowStride,
      int step,
      long mask,
      int blocks,
      long[] even,
      long[] odd) {
    int second = from + rowStride;
    for (int i = 0, at = 0; i < blocks; i++, at += step) {
      long a = readLong(source, from + at) & mask;
      long b = readLong(source, second + at) & mask;
      even[i] += (a & EVEN) + (b & EVEN);
      odd[i] += (a >>> 8 & EVEN) + (b >>> 8 & EVEN);
    }
  }

  private static void add1(
      byte[] source, int from, int step, long mask, int blocks, long[] even, long[] odd) {
    for (int i = 0, at = from; i < blocks; i++, at += step) {
      long a = readLong(source, at) & mask;
      even[i] += a & EVEN;
      odd[i] += a >>> 8 & EVEN;
    }
  }

  private static void collect1(int blocks, long[] even, long[] odd, long[] sums) {
    for (int i = 0; i < blocks; i++) {
      long e = even[i];
      long o = odd[i];
      sums[i] +=
          (e & 0xffff)
              + (e >>> 16 & 0xffff)
              + (e >>> 32 & 0xffff)
              + (e >>> 48)
              + (o & 0xffff)
              + (o >>> 16 & 0xffff)
              + (o >>> 32 & 0xffff)
              + (o >>> 48);
    }
  }

  /** Even lanes are red, blue, green' (of the second pixel); odd ones green, red', blue'. */
  private static void collect3(int blocks, long[] even, long[] odd, long[] sums) {
    for (int i = 0, at = 0; i < blocks; i++, at += 3) {
      long e = even[i];
      long o = odd[i];
      sums[at] += (e & 0xffff) + (o >>> 16 & 0xffff);
      sums[at + 1] += (o & 0xffff) + (e >>> 32 & 0xffff);
      sums[at + 2] += (e >>> 16 & 0xffff) + (o >>> 32 & 0xffff);
    }
  }

  private static void collect4(int blocks, long[] even, long[] odd, long[] sums) {
    for (int i = 0, at = 0; i < blocks; i++, at += 4) {
      long e = even[i];
      long o = odd[i];
      sums[at] += (e & 0xffff) + (e >>> 32 & 0xffff);
      sums[at + 1] += (o & 0xffff) + (o >>> 32 & 0xffff);
      sums[at + 2] += (e >>> 16 & 0xffff) + (e >>> 48);
      sums[at + 3] += (o >>> 16 & 0xffff) + (o >>> 48);
    }
  }

  /** Writes the means of the blocks begun, all of whose rows were added. */
  void finish(int rows, int columns, int factor, int samples, byte[] target, int at) {
    int whole = columns / factor;
    int end = whole * samples;
    divide(sums, 0, end, (long) rows * factor, target, at);
    int rest = columns - whole * factor;
    if (rest > 0) {
      divide(sums, end, end + samples, (long) rows * rest, target, at + end);
    }
  }

  private static void divide(long[] sums, int from, int to, long area, byte[] target, int at) {
    long half = area >> 1;
    if (area <= (long) LARGEST_LANE_FACTOR * LARGEST_LANE_FACTOR) {
      long reciprocal = ((1L << RECIPROCAL_BITS) + area - 1) / area;
      for (int i = from; i < to; i++) {
        target[at + i - from] = (byte) ((sums[i] + half) * reciprocal >>> RECIPROCAL_BITS);
      }
    } else {
      for (int i = from; i < to; i++) {
        target[at + i - from] = (byte) ((sums[i] + half) / area);
      }
    }
  }

  /**
   * Means of blocks of 2 x 2, as far as reads of eight and writes of four bytes stay within the
   * arrays.
   *
   * @return blocks done, from the left
   */
  private static int halve(
      byte[] source, int from, int rowStride, int blocks, int samples, byte[] target, int at) {
    int read = source.length - from - rowStride - Long.BYTES;
    int write = target.length - at - Integer.BYTES;
    if (read < 0 || write < 0) {
      return 0;
    }
    int below = from + rowStride;
    if (samples == 1) {
      int fours = Math.min(blocks / 4, Math.min(read / 8, write / 4) + 1);
      halve1(source, from, below, fours, target, at);
      return 4 * fours;
    }
    int done = Math.min(blocks, Math.min(read / (2 * samples), write / samples) + 1);
    if (samples == 3) {
      halve3(source, from, below, done, target, at);
    } else {
      halve4(source, from, below, done, target, at);
    }
    return done;
  }

  private static void halve1(
      byte[] source, int above, int below, int fours, byte[] target, int at) {
    for (int i = 0; i < fours; i++) {
      long a = readLong(source, above + 8 * i);
      long b = readLong(source, below + 8 * i);
      long sum = (a & EVEN) + (a >>> 8 & EVEN) + (b & EVEN) + (b >>> 8 & EVEN);
      long mean = sum + HALF_OF_FOUR >>> 2 & EVEN;
      mean = (mean | mean >>> 8) & 0x0000_ffff_0000_ffffL;
      writeInt(target, at + 4 * i, (int) (mean | mean >>> 16));
    }
  }

  /** Lanes as in {@link #collect3}; the fourth byte written is overwritten by the next block. */
  private static void halve3(
      byte[] source, int above, int below, int blocks, byte[] target, int at) {
    // counts in threes: of 6 * i, C2 of JDK 17 does not prove that it stays within the array
    for (int i = 0; i < 3 * blocks; i += 3) {
      long a = readLong(source, above + 2 * i);
      long b = readLong(source, below + 2 * i);
      long e = (a & EVEN) + (b & EVEN);
      long o = (a >>> 8 & EVEN) + (b >>> 8 & EVEN);
      long redBlue = e + (o >>> 16) + HALF_OF_FOUR >>> 2 & 0xff00ff;
      long green = o + (e >>> 32) + 2 >>> 2 & 0xff;
      writeInt(target, at + i, (int) (redBlue | green << 8));
    }
  }

  private static void halve4(
      byte[] source, int above, int below, int blocks, byte[] target, int at) {
    for (int i = 0; i < blocks; i++) {
      long a = readLong(source, above + 8 * i);
      long b = readLong(source, below + 8 * i);
      long e = (a & EVEN) + (b & EVEN);
      long o = (a >>> 8 & EVEN) + (b >>> 8 & EVEN);
      long first = e + (e >>> 32) + HALF_OF_FOUR >>> 2 & 0xff00ff;
      long second = o + (o >>> 32) + HALF_OF_FOUR >>> 2 & 0xff00ff;
      writeInt(target, at + 4 * i, (int) (first | second << 8));
    }
  }
}
