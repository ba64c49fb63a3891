package io.virk.image.internal;

import io.virk.image.Frame;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a JPEG, PNG or TIFF file says of its image: its orientation, 1 (upright) to 8. */
final class Exif {
  static final int UPRIGHT = 1;

  private static final int ORIENTATION = 0x0112;
  private static final int PHOTOMETRIC = 0x0106;
  private static final int INKS = 5;
  private static final int SHORT = 3;
  private static final byte[] JPEG_HEADER = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final long PNG_SIGNATURE = 0x8950_4e47_0d0a_1a0aL;
  private static final int PNG_EXIF = 0x65584966;
  private static final int PNG_END = 0x49454e44;

  private Exif() {}

  /**
   * Reads the orientation.
   *
   * @param file the whole file. Not modified.
   * @return 1 .. 8; 1 if it says none, or what it says is damaged
   */
  static int orientation(byte[] file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(file);
      if (file.length > 4 && (in.getShort(0) & 0xffff) == 0xffd8) {
        return ofJpeg(in);
      }
      if (file.length > 8 && in.getLong(0) == PNG_SIGNATURE) {
        return ofPng(in);
      }
      return file.length > 8 && (file[0] == 'I' || file[0] == 'M') && file[0] == file[1]
          ? ofTiff(in)
          : UPRIGHT;
    } catch (IndexOutOfBoundsException | IllegalArgumentException | BufferUnderflowException e) {
      return UPRIGHT; // it ends within its own data: decoders see to that
    }
  }

  private static int ofJpeg(ByteBuffer in) {
    int at = 2;
    while ((in.get(at) & 0xff) == 0xff) {
      int marker = in.get(at + 1) & 0xff;
      if (marker == 0xff) { // padding
        at++;
        continue;
      }
      if (marker == 0xda || marker == 0xd9) { // the image begins, or there is none
        break;
      }
      int length = in.getShort(at + 2) & 0xffff;
      int from = at + 4;
      if (marker == 0xe1 && length > 2 + JPEG_HEADER.length && isExif(in, from)) {
        int begin = from + JPEG_HEADER.length;
        return ofTiff(in.slice(begin, length - 2 - JPEG_HEADER.length));
      }
      at += 2 + Math.max(2, length);
    }
    return UPRIGHT;
  }

  private static boolean isExif(ByteBuffer in, int from) {
    byte[] header = new byte[JPEG_HEADER.length];
    in.get(from, header);
    return Arrays.equals(header, JPEG_HEADER);
  }

  private static int ofPng(ByteBuffer in) {
    long at = Long.BYTES;
    while (at + 8 <= in.limit()) {
      int length = in.getInt((int) at);
      int type = in.getInt((int) at + 4);
      if (length < 0 || type == PNG_END) {
        break;
      }
      if (type == PNG_EXIF) {
        return ofTiff(in.slice((int) at + 8, length));
      }
      at += 12L + length;
    }
    return UPRIGHT;
  }

  private static int ofTiff(ByteBuffer tiff) {
    int value = tag(tiff, ORIENTATION);
    return value >= 1 && value <= 8 ? value : UPRIGHT;
  }

  /** Whether a TIFF file says that its samples are inks. */
  static boolean isTiffOfInks(byte[] file) {
    try {
      return file.length > 8
          && (file[0] == 'I' || file[0] == 'M')
          && file[0] == file[1]
          && tag(ByteBuffer.wrap(file), PHOTOMETRIC) == INKS;
    } catch (IndexOutOfBoundsException e) {
      return false;
    }
  }

  /** A short number of the first directory; -1 without it. */
  private static int tag(ByteBuffer tiff, int wanted) {
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    if (tiff.getShort(2) != 42) {
      return -1;
    }
    int directory = tiff.getInt(4);
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if ((tiff.getShort(entry) & 0xffff) == wanted && tiff.getShort(entry + 2) == SHORT) {
        return tiff.getShort(entry + 8) & 0xffff;
      }
    }
    return -1;
  }

  /** The image as it is to be seen; the same frame if it is upright. */
  static Frame upright(Frame stored, int orientation) {
    if (orientation == UPRIGHT) {
      return stored;
    }
    boolean turned = orientation >= 5; // by a quarter: width and height change places
    int samples = stored.format().samplesPerPixel();
    int width = turned ? stored.height() : stored.width();
    int height = turned ? stored.width() : stored.height();
    byte[] pixels = new byte[width * height * samples];
    int right = stored.width() - 1;
    int bottom = stored.height() - 1;
    int to = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++, to += samples) {
        int fromX =
            switch (orientation) {
              case 2, 3 -> right - x;
              case 4 -> x;
              case 5, 6 -> y;
              default -> right - y;
            };
        int fromY =
            switch (orientation) {
              case 2 -> y;
              case 3, 4 -> bottom - y;
              case 5, 8 -> x;
              default -> bottom - x;
            };
        int from = stored.offset() + fromY * stored.rowStride() + fromX * samples;
        System.arraycopy(stored.pixels(), from, pixels, to, samples);
      }
    }
    return Frame.of(pixels, width, height, stored.format());
  }
}
