package io.virk.image;

import io.virk.image.internal.JavaImages;
import io.virk.image.internal.YuvImages;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Objects;

/**
 * A view of one image: interleaved 8-bit pixels in a {@code byte[]}, rows from top to bottom.
 *
 * <p>A frame does not copy the array that it is made of, so that a host can wrap its own buffer for
 * nothing. Whoever keeps a frame must not change the array, or copy it with {@link #copy()}.
 */
public final class Frame {
  private final byte[] pixels;
  private final int offset;
  private final int width;
  private final int height;
  private final int rowStride;
  private final PixelFormat format;
  private final int fullWidth;
  private final int fullHeight;
  private final List<Frame> patches;

  private Frame(
      byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    this(pixels, offset, width, height, rowStride, format, width, height, List.of());
  }

  private Frame(
      byte[] pixels,
      int offset,
      int width,
      int height,
      int rowStride,
      PixelFormat format,
      int fullWidth,
      int fullHeight,
      List<Frame> patches) {
    this.pixels = pixels;
    this.offset = offset;
    this.width = width;
    this.height = height;
    this.rowStride = rowStride;
    this.format = format;
    this.fullWidth = fullWidth;
    this.fullHeight = fullHeight;
    this.patches = patches;
  }

  /**
   * Views tightly packed pixels.
   *
   * @param pixels at least {@code width * height * format.samplesPerPixel()} bytes. Not modified,
   *     not copied.
   * @param width pixels of a row, &gt; 0
   * @param height rows, &gt; 0
   * @param format the order of the samples
   * @return the frame
   * @throws IllegalArgumentException if a size is not positive or the array is too short
   */
  public static Frame of(byte[] pixels, int width, int height, PixelFormat format) {
    Objects.requireNonNull(format, "format");
    int samples = format.samplesPerPixel();
    if (width > Integer.MAX_VALUE / samples) {
      throw new IllegalArgumentException(
          "width: " + width + " (expected: <= " + Integer.MAX_VALUE / samples + ")");
    }
    return of(pixels, 0, width, height, width * samples, format);
  }

  /**
   * Views pixels inside a larger buffer.
   *
   * @param pixels the buffer. Not modified, not copied.
   * @param offset index of the first sample, &ge; 0
   * @param width pixels of a row, &gt; 0
   * @param height rows, &gt; 0
   * @param rowStride bytes from one row to the next, &ge; {@code width * samplesPerPixel}
   * @param format the order of the samples
   * @return the frame
   * @throws IllegalArgumentException if a number is out of its range or the array is too short
   */
  public static Frame of(
      byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    Objects.requireNonNull(pixels, "pixels");
    Objects.requireNonNull(format, "format");
    if (width <= 0) {
      throw new IllegalArgumentException("width: " + width + " (expected: > 0)");
    }
    if (height <= 0) {
      throw new IllegalArgumentException("height: " + height + " (expected: > 0)");
    }
    if (offset < 0) {
      throw new IllegalArgumentException("offset: " + offset + " (expected: >= 0)");
    }
    long row = (long) width * format.samplesPerPixel();
    if (rowStride < row) {
      throw new IllegalArgumentException(
          "rowStride: " + rowStride + " (expected: >= " + row + " bytes of a row)");
    }
    long end = offset + (long) rowStride * (height - 1) + row;
    if (end > pixels.length) {
      throw new IllegalArgumentException(
          "pixels.length: " + pixels.length + " (expected: >= " + end + ")");
    }
    return new Frame(pixels, offset, width, height, rowStride, format);
  }

  /**
   * Views or converts an image of the Java 2D kind. Gray, RGB, CMYK and palettes of 1 to 16 bits or
   * floats are read as they are, each sample as the nearest of 256 levels: no colour management and
   * no gamma, so that one scene gives the same pixels whatever its encoding. Alpha is dropped.
   * Another colour space is converted to sRGB by Java 2D.
   *
   * @param image any image
   * @return a frame; of the image's own array where the layout allows it
   */
  public static Frame of(BufferedImage image) {
    Objects.requireNonNull(image, "image");
    return JavaImages.frame(image);
  }

  /**
   * Converts a video image of luma and colour planes, which follow one another without padding, to
   * red, green and blue.
   *
   * @param planes at least {@link YuvFormat#bytes} bytes. Not modified.
   * @param width pixels of a row, &gt; 0
   * @param height rows, &gt; 0
   * @param format how they lie, and what their numbers mean
   * @return a frame of its own memory
   * @throws IllegalArgumentException if a size is not positive or the array is too short
   */
  public static Frame of(byte[] planes, int width, int height, YuvFormat format) {
    Objects.requireNonNull(planes, "planes");
    Objects.requireNonNull(format, "format");
    return YuvImages.frame(planes, width, height, format);
  }

  /**
   * Says of which image this is the reduced one: see {@link CapturePolicy#reduce}, which does that.
   *
   * @param originalWidth pixels of the image, &ge; the frame's
   * @param originalHeight rows of the image, &ge; the frame's
   * @param kept patches of it, each of {@value CapturePolicy#PATCH_SIDE} x {@value
   *     CapturePolicy#PATCH_SIDE} pixels and the frame's format; empty if none were kept. Not
   *     copied.
   * @return a view of the same pixels
   * @throws IllegalArgumentException if the image is smaller than this, or a patch is of another
   *     size or format
   */
  public Frame reducedFrom(int originalWidth, int originalHeight, List<Frame> kept) {
    if (originalWidth < width || originalHeight < height) {
      throw new IllegalArgumentException(
          "original: "
              + originalWidth
              + " x "
              + originalHeight
              + " (expected: at least "
              + width
              + " x "
              + height
              + ")");
    }
    for (int i = 0; i < kept.size(); i++) { // without an iterator
      Frame patch = kept.get(i);
      int side = CapturePolicy.PATCH_SIDE;
      if (patch.width != side || patch.height != side || patch.format != format) {
        throw new IllegalArgumentException(
            "patch: " + patch + " (expected: " + side + "x" + side + " " + format + ")");
      }
    }
    return new Frame(
        pixels, offset, width, height, rowStride, format, originalWidth, originalHeight, kept);
  }

  /**
   * The buffer behind this frame. Not to be modified.
   *
   * @return the array itself
   */
  public byte[] pixels() {
    return pixels;
  }

  /**
   * Where the first sample stands.
   *
   * @return an index into {@link #pixels()}
   */
  public int offset() {
    return offset;
  }

  /**
   * The width.
   *
   * @return pixels, &gt; 0
   */
  public int width() {
    return width;
  }

  /**
   * The height.
   *
   * @return pixels, &gt; 0
   */
  public int height() {
    return height;
  }

  /**
   * The distance of two rows.
   *
   * @return bytes, &ge; width x samples per pixel
   */
  public int rowStride() {
    return rowStride;
  }

  /**
   * The order of the samples.
   *
   * @return the format
   */
  public PixelFormat format() {
    return format;
  }

  /**
   * The width of the image that this was reduced from.
   *
   * @return pixels; the width if it was not reduced
   */
  public int fullWidth() {
    return fullWidth;
  }

  /**
   * The height of the image that this was reduced from.
   *
   * @return pixels; the height if it was not reduced
   */
  public int fullHeight() {
    return fullHeight;
  }

  /**
   * Parts of the image that this was reduced from, at that image's own resolution.
   *
   * @return small frames of the same format; empty if it was not reduced, or none were kept
   */
  public List<Frame> patches() {
    return patches;
  }

  /**
   * The same without its patches, for whoever shows it alone.
   *
   * @return a view of the same pixels
   */
  public Frame withoutPatches() {
    return patches.isEmpty() ? this : reducedFrom(fullWidth, fullHeight, List.of());
  }

  /**
   * Copies the pixels into an array of their own, tightly packed; those of the patches, too.
   *
   * @return an equal frame that shares nothing with this one
   */
  public Frame copy() {
    int row = width * format.samplesPerPixel();
    byte[] packed = new byte[row * height];
    for (int y = 0; y < height; y++) {
      System.arraycopy(pixels, offset + y * rowStride, packed, y * row, row);
    }
    List<Frame> copies = patches.stream().map(Frame::copy).toList();
    return new Frame(packed, 0, width, height, row, format, fullWidth, fullHeight, copies);
  }

  /**
   * Converts to a {@link BufferedImage}, to write or to show it.
   *
   * @return a new image of type {@code TYPE_INT_RGB}
   */
  public BufferedImage toBufferedImage() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    int samples = format.samplesPerPixel();
    for (int y = 0; y < height; y++) {
      int at = offset + y * rowStride;
      for (int x = 0; x < width; x++, at += samples) {
        row[x] =
            (pixels[at + format.red()] & 0xff) << 16
                | (pixels[at + format.green()] & 0xff) << 8
                | pixels[at + format.blue()] & 0xff;
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }

  @Override
  public String toString() {
    return "Frame[" + width + "x" + height + " " + format + "]";
  }
}
