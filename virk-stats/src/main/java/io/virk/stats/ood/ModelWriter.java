package io.virk.stats.ood;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Writes the bytes of a fitted model: {@code VOOD}, a byte for the kind of model, a byte for the
 * version of its format, the length of the content as int, the content, CRC-32 of all before. All
 * little-endian.
 */
final class ModelWriter {
  static final int MAGIC = 'V' | 'O' << 8 | 'O' << 16 | 'D' << 24;
  static final int HEADER = 10;
  static final int CHECKSUM = 4;

  private final ByteBuffer bytes;

  ModelWriter(byte kind, byte version, long contentLength) {
    long length = HEADER + contentLength + CHECKSUM;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "the model takes " + length + " bytes, more than an array can hold");
    }
    bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(MAGIC).put(kind).put(version).putInt((int) contentLength);
  }

  ModelWriter put(int value) {
    bytes.putInt(value);
    return this;
  }

  ModelWriter put(byte value) {
    bytes.put(value);
    return this;
  }

  ModelWriter put(double value) {
    bytes.putDouble(value);
    return this;
  }

  ModelWriter put(double[] values) {
    bytes.asDoubleBuffer().put(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return this;
  }

  ModelWriter put(float[] values) {
    bytes.asFloatBuffer().put(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
    return this;
  }

  ModelWriter put(byte[] model) {
    bytes.putInt(model.length).put(model);
    return this;
  }

  /** The finished bytes; exactly as many as the constructor was told. */
  byte[] finish() {
    if (bytes.remaining() != CHECKSUM) {
      throw new IllegalStateException(bytes.remaining() - CHECKSUM + " bytes were not written");
    }
    CRC32 crc = new CRC32();
    crc.update(bytes.array(), 0, bytes.position());
    bytes.putInt((int) crc.getValue());
    return bytes.array();
  }
}
