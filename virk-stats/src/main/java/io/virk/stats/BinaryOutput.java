package io.virk.stats;

import java.nio.ByteBuffer;

/**
 * Writes the binary form of an accumulator: the letters V S, its kind, its version, then its
 * fields, big-endian; counts take 1 to 9 bytes, seven bits in each.
 */
final class BinaryOutput {
  static final int HEADER = 4;
  private static final int LONGEST_COUNT = 9;

  private ByteBuffer buffer;

  BinaryOutput(char kind, int version, int expectedBytes) {
    buffer = ByteBuffer.allocate(HEADER + expectedBytes);
    buffer.put((byte) 'V').put((byte) 'S').put((byte) kind).put((byte) version);
  }

  BinaryOutput count(long value) {
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

  BinaryOutput bits(long value) {
    room(Long.BYTES);
    buffer.putLong(value);
    return this;
  }

  BinaryOutput real(double value) {
    room(Double.BYTES);
    buffer.putDouble(value);
    return this;
  }

  BinaryOutput reals(double[] values, int length) {
    room(Math.multiplyExact(length, Double.BYTES));
    for (int i = 0; i < length; i++) {
      buffer.putDouble(values[i]);
    }
    return this;
  }

  BinaryOutput singles(float[] values, int from, int to) {
    room(Math.multiplyExact(to - from, Float.BYTES));
    for (int i = from; i < to; i++) {
      buffer.putFloat(values[i]);
    }
    return this;
  }

  byte[] toBytes() {
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
