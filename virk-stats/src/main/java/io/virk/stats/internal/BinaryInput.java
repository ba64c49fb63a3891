package io.virk.stats.internal;

import static io.virk.stats.internal.Checks.rejected;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.zip.CRC32;

/**
 * Reads what {@link BinaryOutput} wrote. The bytes are a stranger's: every size is checked against
 * what is left before anything of that size is allocated, and whatever is wrong is an
 * IllegalArgumentException.
 */
public final class BinaryInput {
  private final ByteBuffer buffer;

  /** Checks the header: versions 1 to {@code newest} are known. */
  public BinaryInput(byte[] bytes, char kind, int newest) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length < BinaryOutput.HEADER) {
      throw rejected("bytes.length", bytes.length, ">= " + BinaryOutput.HEADER);
    }
    buffer = ByteBuffer.wrap(bytes);
    char v = (char) (buffer.get() & 0xff);
    char s = (char) (buffer.get() & 0xff);
    char found = (char) (buffer.get() & 0xff);
    if (v != 'V' || s != 'S' || found != kind) {
      throw rejected(
          "first bytes", (int) v + " " + (int) s + " " + (int) found, "V, S and the kind " + kind);
    }
    int version = buffer.get() & 0xff;
    if (version < 1 || version > newest) {
      throw rejected("version", version, "1 to " + newest + ", the newest known here");
    }
  }

  /** The kind that the header names. */
  public static char kind(byte[] bytes) {
    Objects.requireNonNull(bytes, "bytes");
    if (bytes.length < BinaryOutput.HEADER) {
      throw rejected("bytes.length", bytes.length, ">= " + BinaryOutput.HEADER);
    }
    return (char) (bytes[2] & 0xff);
  }

  /** Also checks, and takes away, the checksum at the end. */
  public static BinaryInput checked(byte[] bytes, char kind, int newest) {
    BinaryInput in = new BinaryInput(bytes, kind, newest);
    int end = bytes.length - Integer.BYTES;
    if (end < BinaryOutput.HEADER) {
      throw rejected("bytes.length", bytes.length, ">= " + (BinaryOutput.HEADER + Integer.BYTES));
    }
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, end);
    int found = in.buffer.getInt(end);
    if (found != (int) crc.getValue()) {
      throw rejected(
          "checksum",
          Integer.toHexString(found),
          Integer.toHexString((int) crc.getValue()) + ": the bytes are damaged or cut off");
    }
    in.buffer.limit(end);
    return in;
  }

  /** A count from {@code least} to {@code most}. */
  public long count(String name, long least, long most) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      if (shift > 56) {
        throw rejected(name, "more than 63 bits", "a count");
      }
      int next = bytes(1, name).get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        break;
      }
    }
    if (value < least || value > most) {
      throw rejected(name, value, least + " to " + most);
    }
    return value;
  }

  /** As many bytes as the count before them says. */
  public byte[] bytes(String name) {
    byte[] read = new byte[size(name, 0, 1)];
    buffer.get(read);
    return read;
  }

  /** Yes or no. */
  public boolean flag(String name) {
    return count(name, 0, 1) == 1;
  }

  /** A count of things of which each takes at least {@code bytesEach} of what is left. */
  public int size(String name, int least, int bytesEach) {
    int size = (int) count(name, least, Integer.MAX_VALUE);
    holds(name, (long) size * bytesEach);
    return size;
  }

  /** Rejects a size of more bytes than are left. */
  public void holds(String name, long bytes) {
    if (bytes > buffer.remaining()) {
      throw rejected("bytes of " + name, bytes, "<= " + buffer.remaining() + ", all that is left");
    }
  }

  /** Any 64 bits. */
  public long bits(String name) {
    return bytes(Long.BYTES, name).getLong();
  }

  /** Any number, NaN and the infinities included. */
  public double real(String name) {
    return bytes(Double.BYTES, name).getDouble();
  }

  /** A number that is neither NaN nor infinite. */
  public double finite(String name) {
    return Checks.finite(real(name), name);
  }

  /** The first numbers of an array, all finite. */
  public void finites(double[] into, int length, String name) {
    for (int i = 0; i < length; i++) {
      into[i] = finite(name);
    }
  }

  /** Part of an array, all finite. */
  public void finiteSingles(float[] into, int from, int to, String name) {
    for (int i = from; i < to; i++) {
      float value = bytes(Float.BYTES, name).getFloat();
      if (!(Math.abs(value) <= Float.MAX_VALUE)) {
        throw rejected(name, value, "finite");
      }
      into[i] = value;
    }
  }

  /** A number that is 0 or more and finite. */
  public double nonNegative(String name) {
    return Checks.nonNegative(real(name), name);
  }

  /** Nothing may be left. */
  public void end() {
    if (buffer.hasRemaining()) {
      throw rejected("bytes after the end", buffer.remaining(), "0");
    }
  }

  private ByteBuffer bytes(int needed, String name) {
    if (buffer.remaining() < needed) {
      throw rejected(
          "bytes left for " + name, buffer.remaining(), ">= " + needed + ": the end is missing");
    }
    return buffer;
  }
}
