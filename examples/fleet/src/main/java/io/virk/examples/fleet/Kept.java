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

  /** Instead of the object; null if there is neither. */
  private byte[] bytes;

  /**
   * The object.
   *
   * @param make of what was written; of null if nothing was
   * @param write what is to be remembered of it
   */
  T get(Function<byte[], T> make, Function<T, byte[]> write) {
    if (live == null) {
      live = make.apply(bytes);
      bytes = null;
      writer = write;
    }
    return live;
  }

  /** A checkpoint may ask while nobody changes it. */
  private synchronized byte[] bytes() {
    return live == null ? bytes : writer.apply(live);
  }

  Kept<T> copy() {
    Kept<T> copy = new Kept<>();
    copy.bytes = bytes();
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
