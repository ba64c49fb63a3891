package io.virk.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;

/**
 * A direct buffer of elements of any of VIRK's types, which is written and read in floats. Not
 * thread-safe.
 */
final class TensorBuffer {
  private final ElementType type;
  private final ByteBuffer bytes;
  private final FloatBuffer floats; // views of the bytes
  private final ShortBuffer halves;

  private TensorBuffer(ElementType type, ByteBuffer bytes) {
    this.type = type;
    this.bytes = bytes;
    this.floats = bytes.asFloatBuffer();
    this.halves = bytes.asShortBuffer();
  }

  /** A buffer of zeros. */
  static TensorBuffer allocate(ElementType type, long values) {
    int size = Math.toIntExact(Math.multiplyExact(values, type.bytes()));
    return new TensorBuffer(type, ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder()));
  }

  ElementType type() {
    return type;
  }

  /** The first elements, at position 0. */
  ByteBuffer first(long values) {
    return bytes.duplicate().order(ByteOrder.nativeOrder()).limit((int) (values * type.bytes()));
  }

  /**
   * Writes elements.
   *
   * @param at the first element
   * @param values Not modified.
   */
  void put(int at, float[] values) {
    switch (type) {
      case FLOAT -> floats.put(at, values);
      case FLOAT16 -> {
        for (int i = 0; i < values.length; i++) {
          halves.put(at + i, HalfFloat.of(values[i]));
        }
      }
      case UINT8 -> putWhole(at, values, 0, 255);
      default -> putWhole(at, values, -128, 127);
    }
  }

  private void putWhole(int at, float[] values, int least, int most) {
    for (int i = 0; i < values.length; i++) {
      bytes.put(at + i, (byte) Math.max(least, Math.min(most, Math.rint(values[i]))));
    }
  }

  /** Writes zeros, which are zero bits in every type. */
  void clear(int from, int to) {
    for (int i = from * type.bytes(); i < to * type.bytes(); i++) {
      bytes.put(i, (byte) 0);
    }
  }

  /**
   * Reads elements.
   *
   * @param from the first element
   * @param target Modified from {@code offset} on.
   */
  void read(int from, float[] target, int offset, int length) {
    switch (type) {
      case FLOAT -> floats.get(from, target, offset, length);
      case FLOAT16 -> {
        for (int i = 0; i < length; i++) {
          target[offset + i] = HalfFloat.toFloat(halves.get(from + i));
        }
      }
      case UINT8 -> {
        for (int i = 0; i < length; i++) {
          target[offset + i] = bytes.get(from + i) & 0xff;
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          target[offset + i] = bytes.get(from + i);
        }
      }
    }
  }
}
