package io.virk.golden;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * An {@code idx-ubyte.gz} file (LeCun's format of MNIST): unsigned bytes, row-major.
 *
 * @param shape one entry per dimension
 * @param values the raw bytes; {@code & 0xFF} gives 0 to 255
 */
public record IdxUbyte(int[] shape, byte[] values) {

  /** Reads a gzipped idx file of unsigned bytes. */
  public static IdxUbyte read(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(new GZIPInputStream(raw, 1 << 16))) {
      int magic = in.readInt();
      if (magic >>> 8 != 0x08) {
        throw new IllegalArgumentException(file + ": not an idx file of unsigned bytes");
      }
      int[] shape = new int[magic & 0xFF];
      int size = 1;
      for (int i = 0; i < shape.length; i++) {
        shape[i] = in.readInt();
        size = Math.multiplyExact(size, shape[i]);
      }
      byte[] values = new byte[size];
      in.readFully(values);
      return new IdxUbyte(shape, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
