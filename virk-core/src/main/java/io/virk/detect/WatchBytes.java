package io.virk.detect;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** The state of a watch as bytes: a mark, a version, then the fields, big-endian. */
final class WatchBytes {
  private static final byte VERSION = 1;

  private WatchBytes() {}

  /** A buffer of exactly as many bytes as follow, and the mark. */
  static ByteBuffer begin(char mark, int bytes) {
    return ByteBuffer.allocate(2 + bytes).put((byte) mark).put(VERSION);
  }

  /** Lets a reader take all bytes after the mark; one that does not fit has its watch reset. */
  static void read(char mark, byte[] bytes, Consumer<ByteBuffer> reader, Runnable reset) {
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      if (in.get() != (byte) mark || in.get() != VERSION) {
        throw new IllegalArgumentException(
            "bytes: (expected: state of a watch of kind '" + mark + "', version " + VERSION + ")");
      }
      reader.accept(in);
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(
            "bytes: " + in.remaining() + " too many (expected: none)");
      }
    } catch (BufferUnderflowException e) {
      reset.run();
      throw new IllegalArgumentException("bytes: " + bytes.length + " (expected: more)", e);
    } catch (IllegalArgumentException e) {
      reset.run();
      throw e;
    }
  }

  /** A number of the state. */
  static double number(ByteBuffer in, String name) {
    double value = in.getDouble();
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: finite)");
    }
    return value;
  }

  /** Evidence, which is at least 0. */
  static double evidence(ByteBuffer in, String name) {
    double value = number(in, name);
    if (value < 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 0)");
    }
    return value;
  }
}
