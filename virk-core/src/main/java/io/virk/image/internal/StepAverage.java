package io.virk.image.internal;

/**
 * Means of four pixels of each block: those where the rows at a quarter and at three quarters of
 * its height cross such columns. Their middle is the block's; of blocks of 2 x 2 they are all. Sum
 * plus two, divided by four, rounded down. Owns the memory for four rows of a reduced image;
 * allocates nothing after that. Not thread-safe.
 */
final class StepAverage {
  private static final long EVEN = 0x00ff_00ff_00ff_00ffL;
  private static final long TWO = 0x0002_0002_0002_0002L;

  /** Bytes for a row of a buffer: 1920 pixels of four, 2560 of three. */
  private static final int ROOM = 7_680;

  private final byte[] one;
  private final byte[] two;
  private final byte[] three;
  private final byte[] four;
  private final byte[] row = new byte[ROOM + Integer.BYTES];

  /**
   * Allocates.
   *
   * @param blocks most blocks of a row
   */
  StepAverage(int blocks) {
    int bytes = (blocks * Reduction.MAX_SAMPLES + 2 * Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    one = new byte[bytes];
    two = new byte[bytes];
    three = new byte[bytes];
    four = new byte[bytes];
  }

  /** The first of two rows, or columns, of a block of so many. */
  static int near(int length) {
    return length / 4;
  }

  /** The second one. */
  static int far(int length) {
    return length - 1 - length / 4;
  }

  /** Writes the means, tightly packed. */
  void reduce(
      PixelRows source, int width, int height, int samples, int factor, byte[] target, int first) {
    int blocks = Reduction.ceilDiv(width, factor);
    int at = first;
    for (int top = 0; top < height; top += factor) {
      int rows = Math.min(factor, height - top);
      read(source, top + near(rows), width, samples, factor, one, two);
      read(source, top + far(rows), width, samples, factor, three, four);
      average(target, at, blocks * samples);
      at += blocks * samples;
    }
  }

  private void read(
      PixelRows source, int y, int width, int samples, int factor, byte[] near, byte[] far) {
    int whole = width / factor;
    boolean copied = source instanceof BufferRows && width * (long) samples <= ROOM;
    if (copied) { // a row at once and then from the array is faster than pixel by pixel
      source.read(0, y, width, 1, row, 0);
      ArrayRows.gather(row, near(factor) * samples, samples, whole, factor * samples, near, 0);
      ArrayRows.gather(row, far(factor) * samples, samples, whole, factor * samples, far, 0);
    } else if (whole > 0) {
      source.read(near(factor), y, whole, factor, near, 0);
      source.read(far(factor), y, whole, factor, far, 0);
    }
    int rest = width - whole * factor;
    if (rest > 0) {
      source.read(whole * factor + near(rest), y, 1, 1, near, whole * samples);
      source.read(whole * factor + far(rest), y, 1, 1, far, whole * samples);
    }
  }

  private void average(byte[] target, int at, int bytes) {
    int i = 0;
    for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
      long a = AreaAverage.readLong(one, i);
      long b = AreaAverage.readLong(two, i);
      long c = AreaAverage.readLong(three, i);
      long d = AreaAverage.readLong(four, i);
      long even = (a & EVEN) + (b & EVEN) + (c & EVEN) + (d & EVEN) + TWO;
      long odd = (a >>> 8 & EVEN) + (b >>> 8 & EVEN) + (c >>> 8 & EVEN) + (d >>> 8 & EVEN) + TWO;
      AreaAverage.writeLong(target, at + i, even >>> 2 & EVEN | (odd >>> 2 & EVEN) << 8);
    }
    for (; i < bytes; i++) {
      int sum = (one[i] & 0xff) + (two[i] & 0xff) + (three[i] & 0xff) + (four[i] & 0xff);
      target[at + i] = (byte) (sum + 2 >> 2);
    }
  }

  /** Bytes of memory held. */
  long memory() {
    return 4L * one.length + row.length;
  }
}
