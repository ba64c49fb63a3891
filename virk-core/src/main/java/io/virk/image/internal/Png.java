package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Writes PNG files of 8 bits a sample and reads those that it wrote: gray or RGB, not interlaced.
 * Needs no display, no temporary folder and no service of the JVM's, and reads no more than the
 * pixels that a file says it has.
 */
public final class Png {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int GRAY = 0;
  private static final int RGB = 2;
  private static final byte UP = 2;
  private static final int HEAD = 13;
  private static final int CHUNK_EXTRA = 12;

  private Png() {}

  /**
   * Encodes an image. The order of the samples and alpha are not kept.
   *
   * @param frame any frame. Not modified.
   * @return the file
   */
  public static byte[] encode(Frame frame) {
    PixelFormat format = frame.format();
    int samples = format == PixelFormat.GRAY ? 1 : 3;
    int row = frame.width() * samples;
    byte[] lines = new byte[(row + 1) * frame.height()];
    byte[] above = new byte[row];
    byte[] own = new byte[row];
    byte[] difference = new byte[row];
    for (int y = 0; y < frame.height(); y++) {
      gather(frame, y, own);
      for (int i = 0; i < row; i++) {
        difference[i] = (byte) (own[i] - above[i]);
      }
      lines[y * (row + 1)] = y == 0 ? 0 : UP;
      System.arraycopy(difference, 0, lines, y * (row + 1) + 1, row);
      byte[] spare = above;
      above = own;
      own = spare;
    }
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    head.putInt(frame.width()).putInt(frame.height()).put((byte) 8);
    head.put((byte) (samples == 1 ? GRAY : RGB)).put(new byte[3]);
    ByteArrayOutputStream out = new ByteArrayOutputStream(lines.length / 2);
    out.writeBytes(SIGNATURE);
    chunk(out, "IHDR", head.array());
    chunk(out, "IDAT", FastZlib.compress(lines));
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  /** A row of gray samples, or of red, green and blue ones. */
  private static void gather(Frame frame, int y, byte[] row) {
    PixelFormat format = frame.format();
    byte[] pixels = frame.pixels();
    int from = frame.offset() + y * frame.rowStride();
    int samples = row.length / frame.width();
    if (format.samplesPerPixel() == samples && (samples == 1 || format.red() < format.blue())) {
      System.arraycopy(pixels, from, row, 0, row.length);
      return;
    }
    for (int at = 0; at < row.length; from += format.samplesPerPixel()) {
      row[at++] = pixels[from + format.red()];
      row[at++] = pixels[from + format.green()];
      row[at++] = pixels[from + format.blue()];
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
    out.writeBytes(name);
    out.writeBytes(content);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  /**
   * Decodes what {@link #encode} wrote.
   *
   * @param file its bytes. Not modified.
   * @param mostPixels that it may have
   * @return a frame of its own memory
   * @throws IllegalArgumentException if it is anything else; the message says what was found
   */
  public static Frame decode(byte[] file, int mostPixels) {
    ByteBuffer in = ByteBuffer.wrap(file);
    byte[] signature = new byte[SIGNATURE.length];
    if (file.length < SIGNATURE.length + HEAD + CHUNK_EXTRA) {
      throw new IllegalArgumentException("is truncated");
    }
    in.get(signature);
    if (!java.util.Arrays.equals(signature, SIGNATURE)) {
      throw new IllegalArgumentException("is no PNG file");
    }
    ByteBuffer head = ByteBuffer.wrap(next(in, "IHDR"));
    if (head.remaining() != HEAD) {
      throw new IllegalArgumentException("has a head of " + head.remaining() + " bytes");
    }
    int width = head.getInt();
    int height = head.getInt();
    int depth = head.get();
    int colour = head.get();
    int rest = head.get() | head.get() | head.get();
    if (width <= 0 || height <= 0 || (long) width * height > mostPixels) {
      throw new IllegalArgumentException(
          "has " + width + " x " + height + " pixels (expected: 1 .. " + mostPixels + ")");
    }
    if (depth != 8 || colour != GRAY && colour != RGB || rest != 0) {
      throw new IllegalArgumentException("is of a kind that VIRK does not write");
    }
    int samples = colour == GRAY ? 1 : 3;
    byte[] pixels = inflated(next(in, "IDAT"), width * samples, height);
    next(in, "IEND");
    if (in.hasRemaining()) {
      throw new IllegalArgumentException("has something behind its end");
    }
    return Frame.of(pixels, width, height, samples == 1 ? PixelFormat.GRAY : PixelFormat.RGB);
  }

  private static byte[] next(ByteBuffer in, String type) {
    int length = in.remaining() < CHUNK_EXTRA ? -1 : in.getInt();
    if (length < 0 || length > in.remaining() - 8) {
      throw new IllegalArgumentException("is truncated");
    }
    byte[] name = new byte[4];
    in.get(name);
    byte[] content = new byte[length];
    in.get(content);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    if (!new String(name, StandardCharsets.US_ASCII).equals(type)
        || in.getInt() != (int) crc.getValue()) {
      throw new IllegalArgumentException("lacks the part " + type + ", or it is damaged");
    }
    return content;
  }

  private static byte[] inflated(byte[] compressed, int row, int height) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(compressed);
      byte[] pixels = new byte[row * height];
      byte[] line = new byte[row + 1];
      for (int y = 0; y < height; y++) {
        int read = 0;
        while (read < line.length) {
          int count = inflater.inflate(line, read, line.length - read);
          if (count == 0) {
            throw new IllegalArgumentException("has fewer pixels than it says");
          }
          read += count;
        }
        if (line[0] != 0 && (line[0] != UP || y == 0)) {
          throw new IllegalArgumentException("is of a kind that VIRK does not write");
        }
        for (int i = 0; i < row; i++) {
          byte above = line[0] == 0 ? 0 : pixels[(y - 1) * row + i];
          pixels[y * row + i] = (byte) (line[i + 1] + above);
        }
      }
      if (inflater.inflate(line) > 0) {
        throw new IllegalArgumentException("has more pixels than it says");
      }
      return pixels;
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("is damaged: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }
}
