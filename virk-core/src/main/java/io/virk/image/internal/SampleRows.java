package io.virk.image.internal;

import io.virk.image.PixelFormat;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferInt;
import java.awt.image.DataBufferUShort;
import java.awt.image.DirectColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.MultiPixelPackedSampleModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import java.awt.image.SinglePixelPackedSampleModel;

/**
 * Rows of the kinds of {@link BufferedImage} that {@link JavaImageRows} does not read: palettes,
 * gray, RGB and CMYK of 1 to 16 bits or floats, with alpha or without, interleaved, in planes or
 * packed. A sample becomes the nearest of 256 levels as it is: no colour management, no gamma.
 * Alpha is dropped; colours that were multiplied by it are divided again. CMYK becomes RGB as
 * {@code (1 - C) (1 - K)}, which is what PIL and OpenCV do. Allocates nothing, but for images in
 * several banks an array of their numbers.
 */
public final class SampleRows implements PixelRows {
  private enum Colours {
    PALETTE,
    GRAY,
    RGB,
    CMYK
  }

  private enum Layout {
    /** Each sample is an element of its own. */
    ELEMENTS,
    /** The samples of a pixel are bits of one element. */
    BITS,
    /** Several pixels share an element. */
    SHARED
  }

  private static final int MOST_BANDS = 5;
  private static final int MOST_BITS = 16;
  private static final byte[][] LEVELS = levels();

  private final byte[][] bytes = new byte[MOST_BANDS][];
  private final short[][] shorts = new short[MOST_BANDS][];
  private final int[] offsets = new int[MOST_BANDS];
  private final int[] masks = new int[MOST_BANDS];
  private final int[] shifts = new int[MOST_BANDS];
  private final int[] sizes = new int[MOST_BANDS];
  private Colours colours;
  private Layout layout;
  private IndexColorModel palette;
  private int[] ints;
  private float[] floats;
  private int width;
  private int height;
  private int rowStride;
  private int pixelStride;
  private int elementBits;
  private int bands;
  private int colourBands;
  private boolean divides;

  /**
   * Looks at an image.
   *
   * @return whether it can be read; if so until {@link #close}
   */
  public boolean open(BufferedImage image) {
    close();
    ColorModel model = image.getColorModel();
    Raster raster = image.getRaster();
    SampleModel sampleModel = raster.getSampleModel();
    DataBuffer data = raster.getDataBuffer();
    width = image.getWidth();
    height = image.getHeight();
    bands = sampleModel.getNumBands();
    int x = raster.getMinX() - raster.getSampleModelTranslateX();
    int y = raster.getMinY() - raster.getSampleModelTranslateY();
    if (width > raster.getWidth() || height > raster.getHeight() || bands > MOST_BANDS) {
      return false;
    }
    if (!openColours(model)) {
      return false;
    }
    if (sampleModel instanceof ComponentSampleModel components) {
      return openComponents(components, data, x, y);
    }
    if (data.getNumBanks() != 1 || !openBank(data, 0, 0)) {
      return false;
    }
    if (sampleModel instanceof SinglePixelPackedSampleModel packed) {
      return model instanceof DirectColorModel direct && openPacked(direct, packed, data, x, y);
    }
    return sampleModel instanceof MultiPixelPackedSampleModel shared
        && openShared(shared, data, x, y);
  }

  private boolean openColours(ColorModel model) {
    if (model instanceof IndexColorModel index) {
      palette = index;
      colours = Colours.PALETTE;
      colourBands = 1;
      divides = false;
      sizes[0] = MOST_BITS;
      return bands == 1;
    }
    switch (model.getColorSpace().getType()) {
      case ColorSpace.TYPE_GRAY -> colours = Colours.GRAY;
      case ColorSpace.TYPE_RGB -> colours = Colours.RGB;
      case ColorSpace.TYPE_CMYK -> colours = Colours.CMYK;
      default -> {
        return false;
      }
    }
    colourBands = model.getNumColorComponents();
    divides = model.hasAlpha() && model.isAlphaPremultiplied();
    for (int band = 0; band < bands; band++) {
      sizes[band] = model.getComponentSize(band);
    }
    return bands == model.getNumComponents()
        && colourBands == (colours == Colours.GRAY ? 1 : colours == Colours.RGB ? 3 : 4);
  }

  /** Finds the array of a band. */
  private boolean openBank(DataBuffer data, int band, int bank) {
    if (data instanceof DataBufferByte buffer) {
      bytes[band] = buffer.getData(bank);
      elementBits = Byte.SIZE;
    } else if (data instanceof DataBufferUShort buffer) {
      shorts[band] = buffer.getData(bank);
      elementBits = Short.SIZE;
    } else if (data instanceof DataBufferInt buffer && bank == 0) {
      ints = buffer.getData();
      elementBits = Integer.SIZE;
    } else if (data instanceof DataBufferFloat buffer && bank == 0) {
      floats = buffer.getData();
      elementBits = Float.SIZE;
    } else {
      return false;
    }
    return true;
  }

  private boolean openComponents(ComponentSampleModel model, DataBuffer data, int x, int y) {
    layout = Layout.ELEMENTS;
    pixelStride = model.getPixelStride();
    rowStride = model.getScanlineStride();
    boolean planes = data.getNumBanks() > 1;
    int[] banks = planes ? model.getBankIndices() : null;
    for (int band = 0; band < bands; band++) {
      offsets[band] = model.getOffset(x, y, band) + data.getOffset();
      if ((planes && data.getOffset() != 0)
          || !openBank(data, band, planes ? banks[band] : 0)
          || ints != null
          || (floats == null && (sizes[band] < 1 || sizes[band] > MOST_BITS))
          || !holds(band, pixelStride * (width - 1L))) {
        return false;
      }
    }
    return true;
  }

  private boolean openPacked(
      DirectColorModel model, SinglePixelPackedSampleModel packed, DataBuffer data, int x, int y) {
    layout = Layout.BITS;
    pixelStride = 1;
    rowStride = packed.getScanlineStride();
    offsets[0] = packed.getOffset(x, y) + data.getOffset();
    masks[0] = model.getRedMask();
    masks[1] = model.getGreenMask();
    masks[2] = model.getBlueMask();
    masks[3] = model.getAlphaMask();
    for (int band = 0; band < bands; band++) {
      shifts[band] = Integer.numberOfTrailingZeros(masks[band]);
      if (masks[band] == 0 || sizes[band] > MOST_BITS) {
        return false;
      }
    }
    return colours == Colours.RGB && floats == null && holds(0, width - 1L);
  }

  private boolean openShared(MultiPixelPackedSampleModel model, DataBuffer data, int x, int y) {
    layout = Layout.SHARED;
    pixelStride = model.getPixelBitStride();
    rowStride = model.getScanlineStride() * elementBits;
    // in bits
    offsets[0] = model.getDataBitOffset() + x * pixelStride + data.getOffset() * elementBits;
    long rows = (long) (y + height - 1) * rowStride;
    long last = offsets[0] + rows + (width - 1L) * pixelStride + pixelStride - 1;
    offsets[0] += y * rowStride;
    masks[0] = (1 << pixelStride) - 1;
    return floats == null
        && bands == 1
        && pixelStride <= MOST_BITS
        && offsets[0] >= 0
        && last / elementBits < length(0)
        && last <= Integer.MAX_VALUE;
  }

  private int length(int band) {
    return switch (elementBits) {
      case Byte.SIZE -> bytes[band].length;
      case Short.SIZE -> shorts[band].length;
      default -> ints == null ? floats.length : ints.length;
    };
  }

  private boolean holds(int band, long lastOfRow) {
    long last = offsets[band] + (height - 1L) * rowStride + lastOfRow;
    return offsets[band] >= 0 && rowStride >= 0 && pixelStride > 0 && last < length(band);
  }

  /** Lets go of the host's arrays. */
  void close() {
    for (int bank = 0; bank < MOST_BANDS; bank++) {
      bytes[bank] = null;
      shorts[bank] = null;
    }
    ints = null;
    floats = null;
    palette = null;
  }

  /** The format of what is read. */
  public PixelFormat format() {
    return colours == Colours.GRAY ? PixelFormat.GRAY : PixelFormat.RGB;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  @Override
  public void read(int x, int y, int count, int step, byte[] target, int at) {
    if (isSmall()) {
      readBits(offsets[0] + y * rowStride + x, count, step, target, at);
      return;
    }
    int perPixel = colours == Colours.GRAY ? 1 : 3;
    for (int i = 0, t = at; i < count; i++, t += perPixel) {
      write(x + i * step, y, target, t);
    }
  }

  /** Whether it is of less than eight bits a sample and 16 a pixel, as 565 is. */
  private boolean isSmall() {
    return layout == Layout.BITS
        && !divides
        && elementBits == Short.SIZE
        && Math.max(sizes[0], Math.max(sizes[1], sizes[2])) < Byte.SIZE;
  }

  private void readBits(int from, int count, int step, byte[] target, int at) {
    short[] pixels = shorts[0];
    byte[] reds = LEVELS[sizes[0]];
    byte[] greens = LEVELS[sizes[1]];
    byte[] blues = LEVELS[sizes[2]];
    int red = shifts[0];
    int green = shifts[1];
    int blue = shifts[2];
    for (int i = 0, f = from, t = at; i < count; i++, f += step, t += 3) {
      int pixel = pixels[f] & 0xffff;
      target[t] = reds[pixel >>> red & reds.length - 1];
      target[t + 1] = greens[pixel >>> green & greens.length - 1];
      target[t + 2] = blues[pixel >>> blue & blues.length - 1];
    }
  }

  private void write(int x, int y, byte[] target, int at) {
    switch (colours) {
      case PALETTE -> {
        int rgb = palette.getRGB(element(0, x, y));
        put(target, at, rgb >> 16, rgb >> 8, rgb);
      }
      case GRAY -> target[at] = (byte) level(0, x, y);
      case RGB -> put(target, at, level(0, x, y), level(1, x, y), level(2, x, y));
      default -> {
        int paper = 255 - level(3, x, y);
        put(
            target,
            at,
            product(255 - level(0, x, y), paper),
            product(255 - level(1, x, y), paper),
            product(255 - level(2, x, y), paper));
      }
    }
  }

  private static void put(byte[] target, int at, int red, int green, int blue) {
    target[at] = (byte) red;
    target[at + 1] = (byte) green;
    target[at + 2] = (byte) blue;
  }

  /** Of two shares of 255, rounded. */
  private static int product(int a, int b) {
    return (2 * a * b + 255) / (2 * 255);
  }

  /** A colour sample as one of 256 levels. */
  private int level(int band, int x, int y) {
    if (floats != null) {
      float value = floats[offsets[band] + y * rowStride + x * pixelStride];
      float alpha = divides ? floats[offsets[bands - 1] + y * rowStride + x * pixelStride] : 1;
      float share = alpha > 0 ? value / alpha : 0;
      return Math.round(255 * Math.max(0, Math.min(1, share)));
    }
    int most = (1 << sizes[band]) - 1;
    long value = element(band, x, y);
    if (divides) {
      long alpha = element(bands - 1, x, y);
      long whole = (1 << sizes[bands - 1]) - 1;
      value = alpha == 0 ? 0 : Math.min(most, (2 * value * whole + alpha) / (2 * alpha));
    }
    int size = sizes[band];
    if (size == Byte.SIZE) {
      return (int) value;
    }
    return size < Byte.SIZE
        ? LEVELS[size][(int) value] & 0xff
        : size == Short.SIZE
            ? (int) (value * 255 + 32_895 >>> 16) // rounded to nearest, without a division
            : nearest(value, most);
  }

  private static int nearest(long value, int most) {
    return (int) ((2 * 255 * value + most) / (2L * most));
  }

  /** Of values of less than eight bits, by their number. */
  private static byte[][] levels() {
    byte[][] levels = new byte[Byte.SIZE][];
    for (int size = 1; size < Byte.SIZE; size++) {
      levels[size] = new byte[1 << size];
      for (int value = 0; value < levels[size].length; value++) {
        levels[size][value] = (byte) nearest(value, levels[size].length - 1);
      }
    }
    return levels;
  }

  /** A sample as it is stored. */
  private int element(int band, int x, int y) {
    if (layout == Layout.SHARED) {
      int bit = offsets[0] + y * rowStride + x * pixelStride;
      int shift = elementBits - bit % elementBits - pixelStride;
      return at(0, bit / elementBits) >>> shift & masks[0];
    }
    if (layout == Layout.BITS) {
      int element = at(0, offsets[0] + y * rowStride + x);
      return (element & masks[band]) >>> shifts[band];
    }
    return at(band, offsets[band] + y * rowStride + x * pixelStride);
  }

  private int at(int band, int index) {
    return switch (elementBits) {
      case Byte.SIZE -> bytes[band][index] & 0xff;
      case Short.SIZE -> shorts[band][index] & 0xffff;
      default -> ints[index];
    };
  }
}
