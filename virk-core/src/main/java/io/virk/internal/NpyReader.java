package io.virk.internal;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a NumPy file row by row, whatever its size, holding one buffer. The file may have been
 * written by anyone: its header is bounded, its size must be exactly what the header says, and
 * nothing is allocated that the file does not have bytes for. Every message names the file and the
 * rule. Not thread-safe.
 */
public final class NpyReader implements Closeable {
  /** What the elements are. */
  public enum Kind {
    /** Float32 or float64. */
    REAL,
    /** Signed or unsigned whole numbers, or booleans. */
    WHOLE,
    /** Text of a fixed width. */
    TEXT
  }

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int LONGEST_TEXT = 1024;
  private static final int LONGEST_ROW = 1 << 28;
  private static final int LONGEST_SHOWN = 300;
  private static final int BUFFER = 1 << 18;
  private static final String TYPES =
      "float32, float64, integers, booleans or text of a fixed width, little-endian";
  private static final Pattern DESCR = Pattern.compile("'descr': *'([<>|=])([a-zA-Z])(\\d{1,4})'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]{0,200})\\)");

  private final Path file;
  private final FileChannel channel;
  private final Kind kind;
  private final char type;
  private final int elementBytes;
  private final long rows;
  private final int columns;
  private final int dimensions;
  private final ByteBuffer buffer;

  private NpyReader(Path file, FileChannel channel, char type, int size, long[] shape, long dataAt)
      throws IOException {
    this.file = file;
    this.channel = channel;
    this.type = type;
    this.elementBytes = type == 'U' ? 4 * size : size;
    this.kind = kind(file, type, size);
    this.dimensions = shape.length;
    this.rows = shape[0];
    long width = 1;
    for (int i = 1; i < shape.length; i++) {
      width = Math.multiplyExact(width, shape[i]);
    }
    long rowBytes = Math.multiplyExact(width, (long) elementBytes);
    if (rowBytes > LONGEST_ROW) {
      throw wrong(file, "rows of " + rowBytes + " bytes", "at most " + LONGEST_ROW);
    }
    this.columns = (int) width;
    long data = Math.multiplyExact(rows, rowBytes);
    if (channel.size() - dataAt != data) {
      throw wrong(
          file,
          channel.size() - dataAt + " bytes of data",
          data + ", as its header says: " + rows + " rows of " + rowBytes + " bytes");
    }
    channel.position(dataAt);
    int capacity = (int) Math.max(16, Math.min(data, Math.max(rowBytes, BUFFER)));
    this.buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  }

  /**
   * Opens a file and checks its header and size.
   *
   * @param file a {@code .npy} file of one or more dimensions
   * @return a reader at the first row
   * @throws IllegalArgumentException if it is none, or not one that this reader understands
   * @throws UncheckedIOException if it cannot be read
   */
  public static NpyReader open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("file: " + file + " (expected: an existing file)");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file);
      NpyReader reader = open(file, channel);
      channel = null;
      return reader;
    } catch (IOException e) {
      throw new UncheckedIOException("file: " + file + " cannot be read", e);
    } catch (ArithmeticException e) {
      throw wrong(file, "a shape of more bytes than there are", "the size of the file");
    } finally {
      if (channel != null) {
        closeQuietly(channel);
      }
    }
  }

  private static void closeQuietly(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // the first problem is the one that matters
    }
  }

  private static NpyReader open(Path file, FileChannel channel) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, start.limit((int) Math.min(12, channel.size())));
    if (start.limit() < 10 || start.mismatch(ByteBuffer.wrap(MAGIC)) != MAGIC.length) {
      throw wrong(file, "another beginning", "a NumPy file, as numpy.save writes it");
    }
    int version = start.get(6);
    if (version < 1 || version > 3 || version > 1 && start.limit() < 12) {
      throw wrong(file, "NumPy format " + version, "1, 2 or 3");
    }
    long length = version == 1 ? start.getShort(8) & 0xffff : start.getInt(8) & 0xffffffffL;
    long headerAt = version == 1 ? 10 : 12;
    if (length > LONGEST_HEADER || headerAt + length > channel.size()) {
      throw wrong(file, "a header of " + length + " bytes", "at most 65536, and within the file");
    }
    ByteBuffer header = ByteBuffer.allocate((int) length);
    channel.position(headerAt);
    fill(file, channel, header);
    String text = new String(header.array(), StandardCharsets.ISO_8859_1);
    Matcher descr = found(file, DESCR, text, "a descr of " + TYPES);
    if (!found(file, ORDER, text, "a fortran_order").group(1).equals("False")) {
      throw wrong(file, "fortran_order True", "C order: numpy.ascontiguousarray(a)");
    }
    int size = Integer.parseInt(descr.group(3));
    char type = descr.group(2).charAt(0);
    if (descr.group(1).equals(">") && (size > 1 || type == 'U')) {
      throw wrong(file, "big-endian elements", "little-endian ones: a.astype('<f4')");
    }
    return new NpyReader(
        file,
        channel,
        type,
        size,
        shape(file, found(file, SHAPE, text, "a shape").group(1)),
        headerAt + length);
  }

  private static Matcher found(Path file, Pattern pattern, String header, String expected) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw wrong(file, "the header " + header.strip(), expected);
    }
    return matcher;
  }

  private static long[] shape(Path file, String text) {
    String[] sides = text.isBlank() ? new String[0] : text.strip().split(" *, *");
    if (sides.length < 1 || sides.length > 8) {
      throw wrong(file, "the shape (" + text + ")", "1 to 8 dimensions");
    }
    long[] shape = new long[sides.length];
    for (int i = 0; i < shape.length; i++) {
      if (!sides[i].matches("\\d{1,18}")) {
        throw wrong(file, "the shape (" + text + ")", "whole numbers");
      }
      shape[i] = Long.parseLong(sides[i]);
      if (shape[i] == 0) {
        throw wrong(file, "the shape (" + text + ")", "at least one row and column");
      }
    }
    return shape;
  }

  private static Kind kind(Path file, char type, int size) {
    boolean powerOfTwo = size == 1 || size == 2 || size == 4 || size == 8;
    if (type == 'f' && (size == 4 || size == 8)) {
      return Kind.REAL;
    }
    if ((type == 'i' || type == 'u') && powerOfTwo || type == 'b' && size == 1) {
      return Kind.WHOLE;
    }
    if ((type == 'U' || type == 'S') && size >= 1 && size <= LONGEST_TEXT) {
      return Kind.TEXT;
    }
    throw wrong(file, "elements of type " + type + size, TYPES);
  }

  private static IllegalArgumentException wrong(Path file, String found, String expected) {
    return new IllegalArgumentException(
        "file: "
            + file
            + " has "
            + Text.clean(found, LONGEST_SHOWN)
            + " (expected: "
            + expected
            + ")");
  }

  private static void fill(Path file, FileChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException("file: " + file + " ended while it was read");
      }
    }
    target.flip();
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** What the elements are. */
  public Kind kind() {
    return kind;
  }

  /** The first side of the shape, at least 1. */
  public long rows() {
    return rows;
  }

  /** The product of the other sides, at least 1. */
  public int columns() {
    return columns;
  }

  /** The number of sides of the shape, at least 1. */
  public int dimensions() {
    return dimensions;
  }

  /** Makes sure that some bytes are in the buffer. */
  private void need(int bytes) {
    if (buffer.remaining() >= bytes) {
      return;
    }
    try {
      buffer.compact();
      // whatever else writes to the file meanwhile
      long left = Math.max(0, channel.size() - channel.position());
      buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + left));
      while (buffer.position() < buffer.limit() && channel.read(buffer) >= 0) {
        continue;
      }
      buffer.flip();
      if (buffer.remaining() < bytes) {
        throw new EOFException("file: " + file + " ended while it was read");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("file: " + file + " cannot be read", e);
    }
  }

  /**
   * Reads a row of real numbers.
   *
   * @param row of {@link #columns()} values; float64 is rounded to float32. Modified.
   */
  public void next(float[] row) {
    need(columns * elementBytes);
    for (int i = 0; i < columns; i++) {
      row[i] = elementBytes == 4 ? buffer.getFloat() : (float) buffer.getDouble();
    }
  }

  /**
   * Reads one whole number.
   *
   * @return the number; an unsigned one beyond a long comes out negative
   */
  public long nextWhole() {
    need(elementBytes);
    boolean signed = type == 'i';
    return switch (elementBytes) {
      case 1 -> signed ? buffer.get() : buffer.get() & 0xff;
      case 2 -> signed ? buffer.getShort() : buffer.getShort() & 0xffff;
      case 4 -> signed ? buffer.getInt() : buffer.getInt() & 0xffffffffL;
      default -> buffer.getLong();
    };
  }

  /**
   * Reads one text.
   *
   * @return without the padding
   */
  public String nextText() {
    need(elementBytes);
    byte[] bytes = new byte[elementBytes];
    buffer.get(bytes);
    if (type == 'S') {
      return unpadded(new String(bytes, StandardCharsets.UTF_8));
    }
    ByteBuffer points = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder text = new StringBuilder();
    while (points.hasRemaining()) {
      int point = points.getInt();
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if (!Character.isValidCodePoint(point) || surrogate) {
        throw wrong(file, "a character " + point, "Unicode, no half of a pair");
      }
      text.appendCodePoint(point);
    }
    return unpadded(text.toString());
  }

  private static String unpadded(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    return text.substring(0, end);
  }

  @Override
  public void close() {
    closeQuietly(channel);
  }
}
