package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.Orientation;
import io.virk.image.PixelFormat;
import io.virk.internal.Text;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes image files of bytes in memory, by the decoders of {@code javax.imageio}, without
 * temporary files. Looks at the size that a file declares before anything of that size is
 * allocated, and at what a decoder warns of: half a picture is none.
 */
public final class ImageDecoder {
  /** Of what decoders warn without harm to the pixels. */
  private static final List<String> HARMLESS =
      List.of("extraneous", "metadata", "thumbnail", "icc", "profile", "jfif", "exif");

  private final long maximumPixels;
  private final Orientation orientation;

  /**
   * Sets up.
   *
   * @param maximumPixels of an image, &gt; 0
   * @param orientation what to do where one is stated
   */
  public ImageDecoder(long maximumPixels, Orientation orientation) {
    this.maximumPixels = maximumPixels;
    this.orientation = orientation;
  }

  /** Why a file is not read. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String why) {
      super(why);
    }
  }

  /**
   * Decodes a file; of several images in it, the first.
   *
   * @param file its content. Not modified.
   * @return the image
   * @throws Unreadable with the reason
   */
  public Frame decode(byte[] file) throws Unreadable {
    int stated = Exif.orientation(file);
    if (stated != Exif.UPRIGHT && orientation == Orientation.REFUSED) {
      throw new Unreadable("its Exif orientation is " + stated + " (expected: 1, upright)");
    }
    Frame frame;
    try {
      frame = read(file);
    } catch (IOException | RuntimeException e) {
      // decoders of damaged files throw IndexOutOfBounds, IllegalArgument and the like
      throw new Unreadable(e.getMessage() == null ? e.getClass().getSimpleName() : Text.message(e));
    } catch (OutOfMemoryError e) {
      throw new Unreadable("there is not the memory to decode it");
    }
    return orientation == Orientation.UPRIGHT ? Exif.upright(frame, stated) : frame;
  }

  private Frame read(byte[] file) throws IOException, Unreadable {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new Unreadable("no decoder knows its content");
      }
      ImageReader reader = readers.next();
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
      try {
        reader.setInput(in, true, true);
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width * height > maximumPixels) {
          throw new Unreadable(
              "it declares "
                  + width
                  + " x "
                  + height
                  + " pixels (expected: <= "
                  + maximumPixels
                  + ", maximumPixels)");
        }
        Frame frame = read(reader, file);
        for (String warning : warnings) {
          String lower = warning.toLowerCase(Locale.ROOT);
          if (HARMLESS.stream().noneMatch(lower::contains)) {
            throw new Unreadable(warning);
          }
        }
        return frame;
      } finally {
        reader.dispose();
      }
    }
  }

  private static Frame read(ImageReader reader, byte[] file) throws IOException {
    BufferedImage image;
    try {
      image = reader.read(0);
    } catch (IIOException e) {
      if (!reader.canReadRaster()) {
        throw e;
      }
      Raster raster = reader.readRaster(0, null); // a JPEG of four colours
      if (raster.getNumBands() != 4) {
        throw e;
      }
      return ofInks(raster, adobeTransform(file));
    }
    if (Exif.isTiffOfInks(file)
        && image.getColorModel().getColorSpace().getType() != ColorSpace.TYPE_CMYK) {
      // that of the JDK takes inks of 16 bits for colours and alpha
      throw new IIOException(
          "CMYK of other than 8 bits is not read right: save it with 8, or as RGB");
    }
    return JavaImages.frame(image);
  }

  /** Inks are stored inverted, as Adobe does and all take for granted: 255 is none. */
  private static Frame ofInks(Raster raster, int transform) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[4 * width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int c = row[4 * x];
        int m = row[4 * x + 1];
        int k = row[4 * x + 3];
        int yellow = row[4 * x + 2];
        if (transform == 2) { // luma and colour differences of what the inks leave
          double luma = c;
          double blue = m - 128;
          double red = yellow - 128;
          c = 255 - clamp(luma + 1.402 * red);
          m = 255 - clamp(luma - 0.344136 * blue - 0.714136 * red);
          yellow = 255 - clamp(luma + 1.772 * blue);
        }
        rgb[at++] = (byte) ((2 * c * k + 255) / 510);
        rgb[at++] = (byte) ((2 * m * k + 255) / 510);
        rgb[at++] = (byte) ((2 * yellow * k + 255) / 510);
      }
    }
    return Frame.of(rgb, width, height, PixelFormat.RGB);
  }

  private static int clamp(double value) {
    return (int) Math.round(Math.max(0, Math.min(255, value)));
  }

  /** The last byte of a JPEG's Adobe segment: 2 if its colours are luma and differences. */
  private static int adobeTransform(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    for (int at = 2; at + 16 <= file.length && (file[at] & 0xff) == 0xff; ) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xda) {
        break;
      }
      if (marker == 0xee && in.getInt(at + 4) == 0x41646f62) { // "Adob"
        return file[at + 15];
      }
      at += 2 + Math.max(2, in.getShort(at + 2) & 0xffff);
    }
    return 0;
  }
}
