package io.virk.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in binary data: its length in bytes (32 bits) and its UTF-8. Bounded alike where it is
 * written and where it is read; a length that is announced costs no memory before its bytes are
 * there.
 */
public final class DataText {
  /** The longest text, bytes. */
  public static final int MAXIMUM = 1 << 20;

  private static final int CHUNK = 1 << 12;

  private DataText() {}

  /**
   * Writes text.
   *
   * @param out where to
   * @param text not null
   * @throws IOException if it cannot be written, or is longer than {@link #MAXIMUM}
   */
  public static void write(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAXIMUM) {
      throw new IOException("text: " + bytes.length + " bytes (expected: <= " + MAXIMUM + ")");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Reads text.
   *
   * @param in where from
   * @return what was written; what is no UTF-8 is replaced
   * @throws IOException if it cannot be read, is cut off, or longer than {@link #MAXIMUM}
   */
  public static String read(DataInput in) throws IOException {
    return new String(readBytes(in, MAXIMUM), StandardCharsets.UTF_8);
  }

  /**
   * Reads bytes after their number.
   *
   * @param in where from
   * @param most that there may be
   * @return a new array
   * @throws IOException if they cannot be read, are cut off, or more than that
   */
  public static byte[] readBytes(DataInput in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("length: " + length + " (expected: 0 .. " + most + ")");
    }
    byte[] bytes = new byte[Math.min(length, CHUNK)];
    int read = 0;
    while (read < length) {
      if (read == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * read));
      }
      in.readFully(bytes, read, bytes.length - read);
      read = bytes.length;
    }
    return bytes;
  }
}
