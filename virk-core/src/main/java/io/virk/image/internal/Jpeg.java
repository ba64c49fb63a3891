package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes small JPEG files: baseline, Huffman tables of the standard's annex K, no subsampling. The
 * same pixels give the same bytes on every JVM, with no display, temporary folder or native
 * library, which ImageIO cannot promise.
 *
 * <p>Cost: about 0.2 microseconds a pixel and channel.
 */
public final class Jpeg {
  private static final int SIDE = 8;
  private static final int BLOCK = SIDE * SIDE;
  private static final int[] ZIGZAG = zigzag();
  private static final double[] COSINES = cosines();

  private static final int[] LUMA = {
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99
  };
  private static final int[] CHROMA = {
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99
  };

  /** How many codes there are of each length from 1 to 16, then their symbols. */
  private static final String DC_LUMA = "00010501010101010100000000000000000102030405060708090a0b";

  private static final String AC_LUMA =
      "0002010303020403050504040000017d0102030004110512213141061351610722711432"
          + "8191a1082342b1c11552d1f02433627282090a161718191a25262728292a343536373839"
          + "3a434445464748494a535455565758595a636465666768696a737475767778797a838485"
          + "868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5"
          + "c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 13);
  private final int[] table = new int[BLOCK];
  private final double[] block = new double[BLOCK];
  private final double[] half = new double[BLOCK];
  private final int[] quantized = new int[BLOCK];
  private final int[] lastDc = new int[3];
  private long bits;
  private int count;

  private Jpeg() {}

  private static int[] zigzag() {
    int[] order = new int[BLOCK];
    int at = 0;
    for (int sum = 0; sum < 2 * SIDE - 1; sum++) {
      for (int i = Math.max(0, sum - SIDE + 1); i <= Math.min(sum, SIDE - 1); i++) {
        int row = sum % 2 == 0 ? sum - i : i;
        order[at++] = row * SIDE + (sum - row);
      }
    }
    return order;
  }

  /** Of the transform, with its factors; exact on every JVM. */
  private static double[] cosines() {
    double[] table = new double[BLOCK];
    for (int u = 0; u < SIDE; u++) {
      double scale = u == 0 ? StrictMath.sqrt(1.0 / SIDE) : StrictMath.sqrt(2.0 / SIDE);
      for (int x = 0; x < SIDE; x++) {
        table[u * SIDE + x] = scale * StrictMath.cos((2 * x + 1) * u * StrictMath.PI / (2 * SIDE));
      }
    }
    return table;
  }

  /** Codes of a table by their symbols: the code, and its length above bit 16. */
  private static final class Huffman {
    static final Huffman DC = new Huffman(DC_LUMA);
    static final Huffman AC = new Huffman(AC_LUMA);

    final byte[] definition;
    final int[] codes = new int[256];

    Huffman(String hex) {
      definition = java.util.HexFormat.of().parseHex(hex);
      int code = 0;
      int at = 16;
      for (int length = 1; length <= 16; length++, code <<= 1) {
        for (int i = 0; i < definition[length - 1]; i++) {
          codes[definition[at++] & 0xff] = length << 16 | code++;
        }
      }
    }
  }

  /**
   * Encodes an image. Alpha is not kept.
   *
   * @param frame any frame of at most 65,535 x 65,535 pixels. Not modified.
   * @param quality 1 .. 100, as libjpeg counts it
   * @return the file
   */
  public static byte[] encode(Frame frame, int quality) {
    assert quality >= 1 && quality <= 100 : quality;
    return new Jpeg().write(frame, quality);
  }

  private byte[] write(Frame frame, int quality) {
    int channels = frame.format() == PixelFormat.GRAY ? 1 : 3;
    int[][] divisors = {divisors(LUMA, quality), divisors(CHROMA, quality)};
    head(frame, channels, divisors);
    for (int y = 0; y < frame.height(); y += SIDE) {
      for (int x = 0; x < frame.width(); x += SIDE) {
        for (int c = 0; c < channels; c++) {
          load(frame, x, y, channels == 1 ? -1 : c);
          transform();
          System.arraycopy(divisors[Math.min(c, 1)], 0, table, 0, BLOCK);
          block(c);
        }
      }
    }
    put(0x7f, 7); // the last byte is filled with ones
    marker(0xd9);
    return out.toByteArray();
  }

  private static int[] divisors(int[] of, int quality) {
    int scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    return Arrays.stream(of).map(q -> Math.max(1, Math.min(255, (q * scale + 50) / 100))).toArray();
  }

  private void head(Frame frame, int channels, int[][] divisors) {
    marker(0xd8);
    segment(0xe0, "JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1));
    for (int t = 0; t < (channels == 1 ? 1 : 2); t++) {
      byte[] body = new byte[BLOCK + 1];
      body[0] = (byte) t;
      for (int i = 0; i < BLOCK; i++) {
        body[i + 1] = (byte) divisors[t][ZIGZAG[i]];
      }
      segment(0xdb, body);
    }
    ByteArrayOutputStream sizes = new ByteArrayOutputStream();
    ByteArrayOutputStream scan = new ByteArrayOutputStream();
    sizes.write(SIDE);
    for (int side : new int[] {frame.height(), frame.width()}) {
      sizes.write(side >> 8);
      sizes.write(side);
    }
    sizes.write(channels);
    scan.write(channels);
    for (int c = 0; c < channels; c++) {
      sizes.writeBytes(new byte[] {(byte) (c + 1), 0x11, (byte) Math.min(c, 1)});
      scan.writeBytes(new byte[] {(byte) (c + 1), 0});
    }
    segment(0xc0, sizes.toByteArray());
    segment(0xc4, with(0x00, Huffman.DC.definition));
    segment(0xc4, with(0x10, Huffman.AC.definition));
    scan.writeBytes(new byte[] {0, BLOCK - 1, 0});
    segment(0xda, scan.toByteArray());
  }

  private static byte[] with(int first, byte[] rest) {
    byte[] all = new byte[rest.length + 1];
    all[0] = (byte) first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private void marker(int code) {
    out.write(0xff);
    out.write(code);
  }

  private void segment(int code, byte[] body) {
    marker(code);
    out.write(body.length + 2 >> 8);
    out.write(body.length + 2);
    out.writeBytes(body);
  }

  /** A block of one channel, about 0; what is beyond the edge is as at the edge. */
  private void load(Frame frame, int left, int top, int channel) {
    PixelFormat format = frame.format();
    byte[] pixels = frame.pixels();
    for (int i = 0; i < BLOCK; i++) {
      int y = Math.min(top + i / SIDE, frame.height() - 1);
      int x = Math.min(left + i % SIDE, frame.width() - 1);
      int at = frame.offset() + y * frame.rowStride() + x * format.samplesPerPixel();
      if (channel < 0) {
        block[i] = (pixels[at] & 0xff) - 128;
        continue;
      }
      int r = pixels[at + format.red()] & 0xff;
      int g = pixels[at + format.green()] & 0xff;
      int b = pixels[at + format.blue()] & 0xff;
      block[i] =
          switch (channel) {
            case 0 -> 0.299 * r + 0.587 * g + 0.114 * b - 128;
            case 1 -> -0.168735892 * r - 0.331264108 * g + 0.5 * b;
            default -> 0.5 * r - 0.418687589 * g - 0.081312411 * b;
          };
    }
  }

  private void transform() {
    for (int y = 0; y < SIDE; y++) {
      for (int u = 0; u < SIDE; u++) {
        double sum = 0;
        for (int x = 0; x < SIDE; x++) {
          sum += block[y * SIDE + x] * COSINES[u * SIDE + x];
        }
        half[u * SIDE + y] = sum;
      }
    }
    for (int u = 0; u < SIDE; u++) {
      for (int v = 0; v < SIDE; v++) {
        double sum = 0;
        for (int y = 0; y < SIDE; y++) {
          sum += half[u * SIDE + y] * COSINES[v * SIDE + y];
        }
        block[v * SIDE + u] = sum;
      }
    }
  }

  private void block(int channel) {
    for (int i = 0; i < BLOCK; i++) {
      quantized[i] = (int) Math.rint(block[ZIGZAG[i]] / table[ZIGZAG[i]]);
    }
    int difference = quantized[0] - lastDc[channel];
    lastDc[channel] = quantized[0];
    int size = size(difference);
    code(Huffman.DC, size);
    value(difference, size);
    int zeros = 0;
    for (int i = 1; i < BLOCK; i++) {
      if (quantized[i] == 0) {
        zeros++;
        continue;
      }
      for (; zeros > 15; zeros -= 16) {
        code(Huffman.AC, 0xf0);
      }
      int length = size(quantized[i]);
      code(Huffman.AC, zeros << 4 | length);
      value(quantized[i], length);
      zeros = 0;
    }
    if (zeros > 0) {
      code(Huffman.AC, 0);
    }
  }

  private static int size(int value) {
    return 32 - Integer.numberOfLeadingZeros(Math.abs(value));
  }

  private void code(Huffman of, int symbol) {
    put(of.codes[symbol] & 0xffff, of.codes[symbol] >> 16);
  }

  private void value(int value, int length) {
    put(value < 0 ? value + (1 << length) - 1 : value, length);
  }

  private void put(int value, int length) {
    bits = bits << length | value;
    count += length;
    while (count >= 8) {
      int next = (int) (bits >> count - 8) & 0xff;
      out.write(next);
      if (next == 0xff) {
        out.write(0);
      }
      count -= 8;
    }
  }
}
