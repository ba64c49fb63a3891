package io.virk.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Arrays in NumPy's format 1.0: little-endian, C order, no pickles. Reads exactly what it writes,
 * of exactly the type and shape that is expected, and throws IllegalArgumentException, naming the
 * entry, for anything else.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's
 *     description of the format</a>
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** A header may be 64 kB of anything. */
  private static final int LONGEST_SHOWN = 300;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '(<f8|<f4|<i4|[|]u1)', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), ?\\} *\\n");

  private Npy() {}

  public static byte[] write(double[] values, int... shape) {
    ByteBuffer buffer = allocate("<f8", 8, values.length, shape);
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  public static byte[] write(float[] values, int... shape) {
    ByteBuffer buffer = allocate("<f4", 4, values.length, shape);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  public static byte[] write(int[] values, int... shape) {
    ByteBuffer buffer = allocate("<i4", 4, values.length, shape);
    buffer.asIntBuffer().put(values);
    return buffer.array();
  }

  public static byte[] write(byte[] values, int... shape) {
    return allocate("|u1", 1, values.length, shape).put(values).array();
  }

  private static ByteBuffer allocate(String type, int bytes, int length, int[] shape) {
    if (length != product(shape)) {
      throw new IllegalArgumentException(
          "shape: " + Arrays.toString(shape) + " (expected: " + length + " values)");
    }
    String header =
        "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + tuple(shape) + ", }";
    int padded = (MAGIC.length + 2 + header.length() + 1 + 63) / 64 * 64 - MAGIC.length - 2;
    byte[] text = new byte[padded];
    Arrays.fill(text, (byte) ' ');
    System.arraycopy(header.getBytes(StandardCharsets.US_ASCII), 0, text, 0, header.length());
    text[padded - 1] = '\n';
    ByteBuffer buffer =
        ByteBuffer.allocate(
                Math.addExact(MAGIC.length + 2 + padded, Math.multiplyExact(length, bytes)))
            .order(ByteOrder.LITTLE_ENDIAN);
    buffer.put(MAGIC).putShort((short) padded).put(text);
    return buffer;
  }

  private static long product(int[] shape) {
    long product = 1;
    for (int side : shape) {
      product = Math.multiplyExact(product, side);
    }
    return product;
  }

  private static String tuple(int[] shape) {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.length; i++) {
      text.append(shape[i]).append(i == shape.length - 1 && i > 0 ? "" : ",");
      if (i < shape.length - 1) {
        text.append(' ');
      }
    }
    return text.append(')').toString();
  }

  public static double[] readDoubles(String entry, byte[] bytes, int... shape) {
    DoubleBuffer body = body(entry, bytes, "<f8", 8, shape).asDoubleBuffer();
    double[] values = new double[body.remaining()];
    body.get(values);
    return values;
  }

  public static float[] readFloats(String entry, byte[] bytes, int... shape) {
    FloatBuffer body = body(entry, bytes, "<f4", 4, shape).asFloatBuffer();
    float[] values = new float[body.remaining()];
    body.get(values);
    return values;
  }

  public static int[] readInts(String entry, byte[] bytes, int... shape) {
    IntBuffer body = body(entry, bytes, "<i4", 4, shape).asIntBuffer();
    int[] values = new int[body.remaining()];
    body.get(values);
    return values;
  }

  public static byte[] readBytes(String entry, byte[] bytes, int... shape) {
    ByteBuffer body = body(entry, bytes, "|u1", 1, shape);
    byte[] values = new byte[body.remaining()];
    body.get(values);
    return values;
  }

  private static ByteBuffer body(String entry, byte[] bytes, String type, int size, int[] shape) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < MAGIC.length + 2
        || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw malformed(entry, "is no NumPy 1.0 array");
    }
    int length = Short.toUnsignedInt(buffer.getShort(MAGIC.length));
    int start = MAGIC.length + 2 + length;
    if (start > bytes.length) {
      throw malformed(entry, "ends inside its header");
    }
    String header = new String(bytes, MAGIC.length + 2, length, StandardCharsets.US_ASCII);
    Matcher matcher = HEADER.matcher(header);
    if (!matcher.matches()) {
      throw malformed(entry, "has the header " + header.strip());
    }
    String expectedShape = tuple(shape);
    String actualShape = "(" + matcher.group(2).strip() + ")";
    if (!matcher.group(1).equals(type) || !actualShape.equals(expectedShape)) {
      throw malformed(
          entry,
          "holds "
              + matcher.group(1)
              + " "
              + actualShape
              + " (expected: "
              + type
              + " "
              + expectedShape
              + ")");
    }
    long data = bytes(entry, shape, size);
    if (bytes.length - start != data) {
      throw malformed(
          entry, "has " + (bytes.length - start) + " bytes of data (expected: " + data + ")");
    }
    return buffer.position(start).slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long bytes(String entry, int[] shape, int size) {
    try {
      return Math.multiplyExact(product(shape), size);
    } catch (ArithmeticException e) {
      throw malformed(entry, "is of " + tuple(shape) + " (expected: less than 2^63 bytes)");
    }
  }

  private static IllegalArgumentException malformed(String entry, String what) {
    return new IllegalArgumentException(
        "entry " + Text.clean(entry) + " " + Text.clean(what, LONGEST_SHOWN));
  }
}
