package io.virk.stats.internal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/**
 * Writes the binary form of an accumulator or a detector: the letters V S, its kind, its version,
 * then its fields, big-endian; counts take 1 to 9 bytes, seven bits in each. That of a detector
 * ends with the CRC-32 of all before: a wrong state would be believed for as long as it runs.
 */
public final class BinaryOutput {
  static final int HEADER = 4;
  private static final int LONGEST_COUNT = 9;

  private ByteBuffer buffer;

  /** Writes the header. */
  public BinaryOutput(char kind, int version, int expectedBytes) {
    buffer = ByteBuffer.allocate(HEADER + expectedBytes);
    buffer.put((byte) 'V').put((byte) 'S').put((byte) kind).put((byte) version);
  }

  /** A count of 0 or more. */
  public BinaryOutput count(long value) {
    assert value >= 0;
    room(LONGEST_COUNT);
    long rest = value;
    while (rest > 0x7f) {
      buffer.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    buffer.put((byte) rest);
    return this;
  }

  /** Bytes as they are. */
  public BinaryOutput bytes(byte[] bytes) {
    room(bytes.length);
    buffer.put(bytes);
    return this;
  }

  /** Yes or no: a count of 1 or 0. */
  public BinaryOutput flag(boolean value) {
    return count(value ? 1 : 0);
  }

  /** Any 64 bits. */
  public BinaryOutput bits(long value) {
    room(Long.BYTES);
    buffer.putLong(value);
    return this;
  }

  /** A number as it is. */
  public BinaryOutput real(double value) {
    room(Double.BYTES);
    buffer.putDouble(value);
    return this;
  }

  /** The first numbers of an array. */
  public BinaryOutput reals(double[] values, int length) {
    room(Math.multiplyExact(length, Double.BYTES));
    for (int i = 0; i < length; i++) {
      buffer.putDouble(values[i]);
    }
    return this;
  }

  /** Part of an array. */
  public BinaryOutput singles(float[] values, int from, int to) {
    room(Math.multiplyExact(to - from, Float.BYTES));
    for (int i = from; i < to; i++) {
      buffer.putFloat(values[i]);
    }
    return this;
  }

  /** What was written, with its checksum behind it. */
  public byte[] toCheckedBytes() {
    CRC32 crc = new CRC32();
    crc.update(buffer.array(), 0, buffer.position());
    room(Integer.BYTES);
    buffer.putInt((int) crc.getValue());
    return toBytes();
  }

  /** What was written. */
  public byte[] toBytes() {
    byte[] bytes = new byte[buffer.position()];
    buffer.flip().get(bytes);
    return bytes;
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.addExact(buffer.position(), bytes);
      ByteBuffer larger = ByteBuffer.allocate((int) Math.min(Integer.MAX_VALUE - 8L, 2L * size));
      buffer = larger.put(buffer.flip());
    }
  }
}
