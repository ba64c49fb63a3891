package io.virk.onnx;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.util.Arrays;
import java.util.Random;

/** Frames for the tests. */
final class Frames {
  private Frames() {}

  static Frame gray(int width, int height, int... values) {
    byte[] pixels = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      pixels[i] = (byte) values[i];
    }
    return Frame.of(pixels, width, height, PixelFormat.GRAY);
  }

  static Frame random(long seed, int width, int height, PixelFormat format) {
    byte[] pixels = new byte[width * height * format.samplesPerPixel()];
    new Random(seed).nextBytes(pixels);
    return Frame.of(pixels, width, height, format);
  }

  /**
   * A frame of given colours, in a buffer with a margin before the first row and after every row.
   *
   * @param rgb three values a pixel; a gray frame takes the first
   */
  static Frame padded(int width, int height, PixelFormat format, int... rgb) {
    int samples = format.samplesPerPixel();
    int stride = width * samples + 5;
    int offset = 7;
    byte[] pixels = new byte[offset + stride * height];
    Arrays.fill(pixels, (byte) 251);
    for (int i = 0; i < width * height; i++) {
      int at = offset + i / width * stride + i % width * samples;
      pixels[at + format.blue()] = (byte) rgb[i * 3 + 2];
      pixels[at + format.green()] = (byte) rgb[i * 3 + 1];
      pixels[at + format.red()] = (byte) rgb[i * 3];
    }
    return Frame.of(pixels, offset, width, height, stride, format);
  }
}
