package io.virk.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of numbers, row-major, as read from a {@code .npy} file or from JSON.
 *
 * @param dtype one of {@code <f8 <f4 <i4 <i8 |u1 |b1}
 * @param shape one entry per dimension; empty for a single number
 * @param values all elements widened to double (every listed type but large {@code <i8} is exact)
 */
public record NpyArray(String dtype, int[] shape, double[] values) {
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([^']+)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  public NpyArray {
    Objects.requireNonNull(dtype, "dtype");
    long size = 1;
    for (int extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "values.length: " + values.length + " (expected: product of " + Arrays.toString(shape));
    }
  }

  /** Reads a NumPy file of format 1.0 or 2.0, C order, without pickles. */
  public static NpyArray read(Path file) {
    try {
      return parse(ByteBuffer.wrap(Files.readAllBytes(file)), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static NpyArray parse(ByteBuffer bytes, String name) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    byte[] magic = new byte[6];
    bytes.get(magic);
    if (!Arrays.equals(magic, "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1))) {
      throw new IllegalArgumentException(name + ": not a NumPy file");
    }
    int major = bytes.get();
    bytes.get();
    byte[] header = new byte[major == 1 ? bytes.getShort() & 0xFFFF : bytes.getInt()];
    bytes.get(header);
    String text = new String(header, StandardCharsets.ISO_8859_1);
    if (!group(ORDER, text, name).equals("False")) {
      throw new IllegalArgumentException(name + ": Fortran order is not supported");
    }
    int[] shape =
        Arrays.stream(group(SHAPE, text, name).split(","))
            .map(String::trim)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    String dtype = group(DESCR, text, name);
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] =
          switch (dtype) {
            case "<f8" -> bytes.getDouble();
            case "<f4" -> bytes.getFloat();
            case "<i4" -> bytes.getInt();
            case "<i8" -> bytes.getLong();
            case "|u1", "|b1" -> bytes.get() & 0xFF;
            default -> throw new IllegalArgumentException(name + ": unknown dtype " + dtype);
          };
    }
    if (bytes.hasRemaining()) {
      throw new IllegalArgumentException(name + ": " + bytes.remaining() + " bytes too many");
    }
    return new NpyArray(dtype, shape, values);
  }

  private static String group(Pattern pattern, String header, String name) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw new IllegalArgumentException(name + ": no " + pattern + " in header " + header);
    }
    return matcher.group(1);
  }

  /** Number of elements. */
  public int size() {
    return values.length;
  }

  /** Extent of the first dimension. */
  public int rows() {
    return shape[0];
  }

  /** Product of the extents after the first. */
  public int columns() {
    int columns = 1;
    for (int i = 1; i < shape.length; i++) {
      columns *= shape[i];
    }
    return columns;
  }

  /** True if single precision holds every element without loss by its type. */
  public boolean isSinglePrecision() {
    return dtype.equals("<f4") || dtype.equals("|u1") || dtype.equals("|b1");
  }

  /** The elements rounded to float: exact for {@code <f4}. */
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The elements as int; an element that is not one is an error. */
  public int[] ints() {
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
      if (ints[i] != values[i]) {
        throw new IllegalStateException("not an int: " + values[i]);
      }
    }
    return ints;
  }

  /** Row {@code i} of the first dimension. */
  public double[] row(int i) {
    return Arrays.copyOfRange(values, i * columns(), (i + 1) * columns());
  }
}
