package io.virk.stats.ood;

import static io.virk.stats.internal.Checks.rejected;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Reads what {@link ModelWriter} wrote and believes none of it: every size is compared with the
 * bytes that are there before anything is allocated.
 */
final class ModelReader {
  private final ByteBuffer bytes;

  ModelReader(byte[] model, byte kind, byte version) {
    Objects.requireNonNull(model, "model");
    bytes = ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN);
    int least = ModelWriter.HEADER + ModelWriter.CHECKSUM;
    if (model.length < least) {
      throw rejected("model.length", model.length, "at least " + least + " bytes");
    }
    int magic = bytes.getInt();
    if (magic != ModelWriter.MAGIC) {
      throw rejected("first bytes", Integer.toHexString(magic), "VOOD: the bytes of a model");
    }
    byte found = bytes.get();
    if (found != kind) {
      throw rejected("kind of model", found, String.valueOf(kind));
    }
    byte written = bytes.get();
    if (written < 1 || written > version) {
      throw rejected(
          "format version", written, "1 to " + version + ": later ones are unknown here");
    }
    int length = bytes.getInt();
    if (length != model.length - least) {
      throw rejected(
          "length of the content", length, model.length - least + ", as there are bytes");
    }
    CRC32 crc = new CRC32();
    crc.update(model, 0, model.length - ModelWriter.CHECKSUM);
    int checksum = bytes.getInt(model.length - ModelWriter.CHECKSUM);
    if (checksum != (int) crc.getValue()) {
      throw rejected(
          "checksum",
          Integer.toHexString(checksum),
          Integer.toHexString((int) crc.getValue()) + ": the bytes are damaged");
    }
    bytes.limit(model.length - ModelWriter.CHECKSUM);
  }

  int count(String name, int least, int most) {
    need(Integer.BYTES, name);
    int value = bytes.getInt();
    if (value < least || value > most) {
      throw rejected(name, value, least + " to " + most);
    }
    return value;
  }

  boolean flag(String name) {
    need(1, name);
    byte value = bytes.get();
    if (value != 0 && value != 1) {
      throw rejected(name, value, "0 or 1");
    }
    return value == 1;
  }

  double number(String name) {
    need(Double.BYTES, name);
    return bytes.getDouble();
  }

  double[] doubles(String name, long length) {
    need(length * Double.BYTES, name);
    double[] values = new double[(int) length];
    bytes.asDoubleBuffer().get(values);
    bytes.position(bytes.position() + values.length * Double.BYTES);
    return values;
  }

  float[] floats(String name, long length) {
    need(length * Float.BYTES, name);
    float[] values = new float[(int) length];
    bytes.asFloatBuffer().get(values);
    bytes.position(bytes.position() + values.length * Float.BYTES);
    return values;
  }

  /** A model inside a model. */
  byte[] model(String name) {
    int length = count("length of " + name, 0, Integer.MAX_VALUE);
    need(length, name);
    byte[] model = new byte[length];
    bytes.get(model);
    return model;
  }

  /** Nothing may be left over. */
  void finish() {
    if (bytes.hasRemaining()) {
      throw rejected("bytes after the content", bytes.remaining(), "0");
    }
  }

  private void need(long length, String name) {
    if (length > bytes.remaining()) {
      throw rejected("bytes of " + name, bytes.remaining(), length + ": the model is cut short");
    }
  }
}
