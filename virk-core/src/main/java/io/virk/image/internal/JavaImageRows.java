package io.virk.image.internal;

import io.virk.image.PixelFormat;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.IndexColorModel;
import java.awt.image.PixelInterleavedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * Rows of the usual kinds of {@link BufferedImage} of eight bits a sample, read from their arrays
 * without the allocations that its own accessors make; {@link SampleRows} reads the others. A
 * sample model of bytes that is interleaved in one of the orders of {@link PixelFormat} is
 * <i>plain</i>: its array can be used as it is.
 */
public final class JavaImageRows implements PixelRows {
  private enum Kind {
    PLAIN,
    /** Ints of which the lower three bytes are samples, the lowest first. */
    INTS,
    /** As INTS, and the highest byte is an alpha that the others were multiplied by. */
    INTS_PREMULTIPLIED,
    /** Bytes: alpha, blue, green, red. */
    ABGR,
    /** Bytes in any other order. */
    BANDS,
    BANDS_PREMULTIPLIED
  }

  private Kind kind;
  private PixelFormat format;
  private byte[] bytes;
  private int[] ints;
  private int width;
  private int height;
  private int first;
  private int rowStride;
  private int pixelStride;
  private int red;
  private int green;
  private int blue;
  private int alpha;

  /**
   * Looks at an image.
   *
   * @return whether it can be read; if so until {@link #close}
   */
  public boolean open(BufferedImage image) {
    Raster raster = image.getRaster();
    SampleModel samples = raster.getSampleModel();
    DataBuffer data = raster.getDataBuffer();
    if (data.getNumBanks() != 1) {
      return false;
    }
    width = image.getWidth();
    height = image.getHeight();
    int x = raster.getMinX() - raster.getSampleModelTranslateX();
    int y = raster.getMinY() - raster.getSampleModelTranslateY();
    if (samples instanceof SinglePixelPackedSampleModel packed
        && data instanceof DataBufferInt buffer) {
      return openInts(image.getType(), packed, buffer, x, y);
    }
    return samples instanceof PixelInterleavedSampleModel interleaved
        && data instanceof DataBufferByte buffer
        && openBytes(image.getColorModel(), interleaved, buffer, x, y);
  }

  private boolean openInts(
      int type, SinglePixelPackedSampleModel model, DataBufferInt buffer, int x, int y) {
    switch (type) {
      case BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB -> {
        kind = Kind.INTS;
        format = PixelFormat.BGR;
      }
      case BufferedImage.TYPE_INT_ARGB_PRE -> {
        kind = Kind.INTS_PREMULTIPLIED;
        format = PixelFormat.BGR;
      }
      case BufferedImage.TYPE_INT_BGR -> {
        kind = Kind.INTS;
        format = PixelFormat.RGB;
      }
      default -> {
        return false;
      }
    }
    ints = buffer.getData();
    rowStride = model.getScanlineStride();
    pixelStride = 1;
    first = model.getOffset(x, y) + buffer.getOffset();
    return holds(ints.length, 0, 0);
  }

  private boolean openBytes(
      ColorModel colours, PixelInterleavedSampleModel model, DataBufferByte buffer, int x, int y) {
    int space = colours.getColorSpace().getType();
    if (colours instanceof IndexColorModel
        || colours.getComponentSize(0) != Byte.SIZE
        || (space != ColorSpace.TYPE_GRAY && space != ColorSpace.TYPE_RGB)) {
      return false;
    }
    int bands = model.getNumBands();
    rowStride = model.getScanlineStride();
    pixelStride = model.getPixelStride();
    // not getBandOffsets(), which allocates
    first = model.getOffset(x, y, 0) + buffer.getOffset();
    red = 0;
    green = bands < 3 ? 0 : model.getOffset(x, y, 1) + buffer.getOffset() - first;
    blue = bands < 3 ? 0 : model.getOffset(x, y, 2) + buffer.getOffset() - first;
    alpha = bands < 4 ? 0 : model.getOffset(x, y, 3) + buffer.getOffset() - first;
    bytes = buffer.getData();
    boolean multiplied = bands == 4 && colours.isAlphaPremultiplied();
    format =
        bands == 4 && multiplied
            ? null
            : plainFormat(bands, colours.hasAlpha(), space == ColorSpace.TYPE_GRAY);
    if (format != null) {
      kind = Kind.PLAIN;
      first += Math.min(red, blue);
      return holds(bytes.length, 0, format.samplesPerPixel() - 1);
    }
    if (bands < 3 || bands > 4 || (bands == 4) != colours.hasAlpha() || !isEightBitRgb(colours)) {
      return false;
    }
    format = PixelFormat.RGB;
    int lowest = Math.min(Math.min(0, green), Math.min(blue, alpha));
    int highest = Math.max(Math.max(0, green), Math.max(blue, alpha));
    kind = multiplied ? Kind.BANDS_PREMULTIPLIED : Kind.BANDS;
    if (!multiplied && bands == 4 && alpha == -3 && blue == -2 && green == -1) {
      kind = Kind.ABGR;
      format = PixelFormat.BGR;
      first -= 3;
      lowest = 0;
      highest = 3;
    }
    return holds(bytes.length, lowest, highest);
  }

  private PixelFormat plainFormat(int bands, boolean hasAlpha, boolean gray) {
    if (pixelStride != bands) {
      return null;
    }
    if (bands == 1) {
      return gray && !hasAlpha ? PixelFormat.GRAY : null;
    }
    if (gray) {
      return null;
    }
    boolean rgb = green == 1 && blue == 2;
    boolean bgr = green == -1 && blue == -2;
    if (bands == 3 && !hasAlpha) {
      return rgb ? PixelFormat.RGB : bgr ? PixelFormat.BGR : null;
    }
    return bands == 4 && hasAlpha && rgb && alpha == 3 ? PixelFormat.RGBA : null;
  }

  private static boolean isEightBitRgb(ColorModel colours) {
    for (int i = 0; i < colours.getNumComponents(); i++) {
      if (colours.getComponentSize(i) != 8) {
        return false;
      }
    }
    return colours.getColorSpace().getType() == ColorSpace.TYPE_RGB;
  }

  /** Whether all elements, from the lowest to the highest of each pixel, are inside the array. */
  private boolean holds(int length, int lowest, int highest) {
    long last = first + (height - 1L) * rowStride + (width - 1L) * pixelStride + highest;
    return (long) first + lowest >= 0 && last < length;
  }

  /** Reads a row in every way, without an image. */
  void warmUp(byte[] target) {
    width = 64;
    pixelStride = 1;
    ints = new int[width];
    bytes = new byte[4 * width];
    for (Kind each : Kind.values()) {
      kind = each;
      read(0, 0, width, 1, target, 0);
    }
    close();
  }

  /** Lets go of the host's arrays. */
  void close() {
    bytes = null;
    ints = null;
  }

  public boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  public PixelFormat format() {
    return format;
  }

  public byte[] bytes() {
    return bytes;
  }

  public int first() {
    return first;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  public int rowStride() {
    return rowStride;
  }

  @Override
  public void read(int x, int y, int count, int step, byte[] target, int at) {
    int from = first + y * rowStride + x * pixelStride;
    int stride = step * pixelStride;
    switch (kind) {
      case INTS -> {
        for (int i = 0, f = from, t = at; i < count; i++, f += stride, t += 3) {
          AreaAverage.writeInt(target, t, ints[f]);
        }
      }
      case INTS_PREMULTIPLIED -> {
        for (int i = 0, f = from, t = at; i < count; i++, f += stride, t += 3) {
          AreaAverage.writeInt(target, t, divided(ints[f]));
        }
      }
      case ABGR -> {
        for (int i = 0, f = from, t = at; i < count; i++, f += stride, t += 3) {
          AreaAverage.writeInt(target, t, AreaAverage.readInt(bytes, f) >>> 8);
        }
      }
      default -> readBands(from, count, stride, target, at);
    }
  }

  private void readBands(int from, int count, int stride, byte[] target, int at) {
    boolean multiplied = kind == Kind.BANDS_PREMULTIPLIED;
    for (int i = 0, p = from, t = at; i < count; i++, p += stride, t += 3) {
      int r = bytes[p + red] & 0xff;
      int g = bytes[p + green] & 0xff;
      int b = bytes[p + blue] & 0xff;
      if (multiplied) {
        int a = bytes[p + alpha] & 0xff;
        r = dividedAsFloat(r, a);
        g = dividedAsFloat(g, a);
        b = dividedAsFloat(b, a);
      }
      target[t] = (byte) r;
      target[t + 1] = (byte) g;
      target[t + 2] = (byte) b;
    }
  }

  /** With the roundings of {@link java.awt.image.ComponentColorModel}, which has halves go down. */
  private static int dividedAsFloat(int sample, int alpha) {
    if (alpha == 255 || alpha == 0) {
      return alpha == 0 ? 0 : sample;
    }
    return Math.min(255, (int) (sample / 255f * (255f / alpha) * 255f + .5f));
  }

  /** Divides three samples by the alpha in the highest byte. */
  private static int divided(int pixel) {
    int a = pixel >>> 24;
    if (a == 255) {
      return pixel;
    }
    if (a == 0) {
      return 0;
    }
    return divided(pixel & 0xff, a)
        | divided(pixel >> 8 & 0xff, a) << 8
        | divided(pixel >> 16 & 0xff, a) << 16;
  }

  /** Rounded to nearest, halves up; a sample above its alpha, which none should be, is white. */
  private static int divided(int sample, int alpha) {
    return Math.min(255, (2 * 255 * sample + alpha) / (2 * alpha));
  }
}
