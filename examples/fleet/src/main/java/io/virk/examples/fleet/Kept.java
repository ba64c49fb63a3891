package io.virk.examples.fleet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Function;

/**
 * State that is an object as long as Flink keeps it on the heap, and bytes in a checkpoint; it is
 * made of those when somebody asks for it.
 *
 * @param <T> what it is
 */
final class Kept<T> {
  private static final int LONGEST = 1 << 28;

  private T live;
  private Function<T, byte[]> writer;

  /** What would be written; null if there is nothing, or the object may have changed since. */
  private byte[] bytes;

  /**
   * The object, which may be changed until somebody asks again.
   *
   * @param make of what was written; of null if nothing was
   * @param write what is to be remembered of it
   */
  synchronized T get(Function<byte[], T> make, Function<T, byte[]> write) {
    if (live == null) {
      live = make.apply(bytes);
      writer = write;
    }
    bytes = null;
    return live;
  }

  /** Flink writes a checkpoint on a thread of its own, of states that nobody changes then. */
  private synchronized byte[] bytes() {
    if (bytes == null && live != null) {
      bytes = writer.apply(live);
    }
    return bytes;
  }

  /**
   * The same at another place, for a checkpoint is being written of this: it goes on with the
   * object, and here the bytes stay.
   */
  synchronized Kept<T> copy() {
    Kept<T> copy = new Kept<>();
    copy.bytes = bytes();
    copy.live = live;
    copy.writer = writer;
    live = null;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    byte[] now = bytes();
    out.writeInt(now == null ? -1 : now.length);
    if (now != null) {
      out.write(now);
    }
  }

  static <T> Kept<T> read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < -1 || length > LONGEST) {
      throw new IOException("state: " + length + " bytes (expected: <= " + LONGEST + ")");
    }
    Kept<T> kept = new Kept<>();
    if (length >= 0) {
      kept.bytes = new byte[length];
      in.readFully(kept.bytes);
    }
    return kept;
  }
}
