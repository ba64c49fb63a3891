package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The memory for one frame and its patches, allocated once: images are copied into it, and reduced
 * by a {@link CapturePolicy} while they are copied.
 *
 * <p>The {@code take} methods are made for the host's inference thread. They allocate nothing, take
 * no lock, and throw nothing: what cannot be taken is answered with an {@link Outcome}, and leaves
 * the buffer empty. They check before they read, so that a wrong size never reads beyond an image.
 * They do not keep the host's memory.
 *
 * <p>Not thread-safe; whoever hands a buffer to another thread publishes it.
 */
public final class FrameBuffer {
  /** What became of an image that was to be taken. */
  public enum Outcome {
    /** The buffer holds the image, reduced where it was too large. */
    TAKEN,
    /**
     * The arguments are no image: null, a size that is not positive, a row stride below a row, more
     * pixels than there is memory, or memory that can no longer be read.
     */
    UNUSABLE,
    /**
     * A {@link BufferedImage} of a kind that cannot be read without allocating, or whose raster
     * does not hold its pixels.
     */
    UNSUPPORTED
  }

  private static final int WARM_UP_ROUNDS = 600;
  private static final int WARM_UP_SIDE = 144;

  /** Three samples most often. */
  private static final PixelFormat[] WARM_UP_ORDER = {
    PixelFormat.RGB, PixelFormat.BGR, PixelFormat.RGB, PixelFormat.RGBA, PixelFormat.GRAY
  };

  private final CapturePolicy policy;
  private final byte[] pixels;
  private final Reducer reducer;
  private final PatchBuffer patches;
  private final BufferRows bufferRows = new BufferRows();
  private final JavaImageRows imageRows = new JavaImageRows();
  private final SampleRows sampleRows = new SampleRows();
  private final YuvRows yuvRows;
  private int width;
  private int height;
  private int fullWidth;
  private int fullHeight;
  private PixelFormat format;

  /**
   * Allocates the memory for the largest frame of a policy.
   *
   * @param policy how large a frame may be
   */
  public FrameBuffer(CapturePolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
    this.pixels = new byte[Reduction.capacity(policy)];
    this.reducer = new Reducer(policy);
    this.yuvRows = new YuvRows(policy.maxWidth());
    this.patches = new PatchBuffer(policy);
  }

  /**
   * Takes small images of every kind until the JVM has loaded, linked and, mostly, compiled what
   * the first frames of a host would otherwise wait for. About 50 ms, more on a busy machine; for a
   * thread that may wait, before the first frame. Does not start Java 2D, which a host may not use.
   */
  public static void warmUp() {
    FrameBuffer buffer = new FrameBuffer(new CapturePolicy(48, 36));
    byte[] source = new byte[WARM_UP_SIDE * WARM_UP_SIDE * 4];
    ByteBuffer direct = ByteBuffer.allocateDirect(source.length);
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      // by 2, as it is, and by other factors; odd sides too
      int factor = round % 2 == 0 ? 2 : 1 + round / 2 % 6;
      int side = Math.min(WARM_UP_SIDE, 36 * factor - round % 2);
      PixelFormat order = WARM_UP_ORDER[round % WARM_UP_ORDER.length];
      int row = side * order.samplesPerPixel();
      buffer.take(source, 0, side, side, row, order);
      buffer.take(direct, side, side, row, order);
      buffer.imageRows.warmUp(buffer.pixels);
      buffer.take(source, null, side / 2 * 2, side / 2 * 2, YuvFormat.NV12);
    }
  }

  /**
   * Takes a frame.
   *
   * @param source any frame, or null. Not modified.
   * @return what became of it
   */
  public Outcome take(Frame source) {
    if (source == null) {
      return refuse(Outcome.UNUSABLE);
    }
    takeChecked(
        source.pixels(),
        source.offset(),
        source.width(),
        source.height(),
        source.rowStride(),
        source.format());
    if (!source.patches().isEmpty()) { // it was reduced before
      patches.take(source, 1);
      fullWidth = source.fullWidth();
      fullHeight = source.fullHeight();
    }
    return Outcome.TAKEN;
  }

  /**
   * Takes interleaved pixels of an array.
   *
   * @param source the array. Not modified.
   * @param offset index of the first sample, &ge; 0
   * @param sourceWidth pixels of a row, &gt; 0
   * @param sourceHeight rows, &gt; 0
   * @param rowStride bytes from one row to the next, &ge; {@code sourceWidth} x samples; the last
   *     row needs no padding
   * @param order the order of the samples
   * @return what became of it
   */
  public Outcome take(
      byte[] source,
      int offset,
      int sourceWidth,
      int sourceHeight,
      int rowStride,
      PixelFormat order) {
    if (source == null
        || order == null
        || offset < 0
        || !fits(source.length - offset, sourceWidth, sourceHeight, rowStride, order)) {
      return refuse(Outcome.UNUSABLE);
    }
    return takeChecked(source, offset, sourceWidth, sourceHeight, rowStride, order);
  }

  /**
   * Takes interleaved pixels of a buffer, heap or direct, from its position; they must end before
   * its limit. Position, limit, mark and byte order are neither used up nor changed.
   *
   * @param source the buffer. Not modified.
   * @param sourceWidth pixels of a row, &gt; 0
   * @param sourceHeight rows, &gt; 0
   * @param rowStride bytes from one row to the next, &ge; {@code sourceWidth} x samples; the last
   *     row needs no padding
   * @param order the order of the samples
   * @return what became of it
   */
  public Outcome take(
      ByteBuffer source, int sourceWidth, int sourceHeight, int rowStride, PixelFormat order) {
    if (source == null || order == null) {
      return refuse(Outcome.UNUSABLE);
    }
    int position = source.position();
    int available = source.limit() - position;
    if (!fits(available, sourceWidth, sourceHeight, rowStride, order)) {
      return refuse(Outcome.UNUSABLE);
    }
    try {
      if (source.hasArray()) {
        int offset = source.arrayOffset() + position;
        return takeChecked(source.array(), offset, sourceWidth, sourceHeight, rowStride, order);
      }
      bufferRows.open(source, position, rowStride, order.samplesPerPixel());
      return takeRows(bufferRows, sourceWidth, sourceHeight, order);
    } catch (RuntimeException | InternalError e) {
      // the view of a segment that was closed, or belongs to another thread; or the limit moved; or
      // the file behind it was truncated
      return refuse(Outcome.UNUSABLE);
    } finally {
      bufferRows.close();
    }
  }

  /**
   * Takes an image of the Java 2D kind, or a part of one, with the colours that {@link
   * Frame#of(BufferedImage)} gives it: gray, RGB, CMYK and palettes, of 1 to 16 bits or floats,
   * with alpha or without. Alpha is dropped; colours that were multiplied by it are divided again.
   * Other colour spaces are unsupported. An image in planes of their own allocates some 32 bytes.
   *
   * <p>Reading its array takes an image off Java 2D's list of those that may be cached in video
   * memory; that matters to programs that draw it on a screen again and again.
   *
   * @param source the image. Not modified.
   * @return what became of it
   */
  public Outcome take(BufferedImage source) {
    if (source == null) {
      return refuse(Outcome.UNUSABLE);
    }
    try {
      if (!imageRows.open(source)) {
        return sampleRows.open(source)
            ? takeRows(sampleRows, sampleRows.width(), sampleRows.height(), sampleRows.format())
            : refuse(Outcome.UNSUPPORTED);
      }
      PixelFormat order = imageRows.format();
      if (imageRows.isPlain()) {
        return take(
            imageRows.bytes(),
            imageRows.first(),
            imageRows.width(),
            imageRows.height(),
            imageRows.rowStride(),
            order);
      }
      return takeRows(imageRows, imageRows.width(), imageRows.height(), order);
    } catch (RuntimeException e) {
      // an image, raster or sample model of the host's own making
      return refuse(Outcome.UNUSABLE);
    } finally {
      imageRows.close();
      sampleRows.close();
    }
  }

  /**
   * Takes planes of luma and colour that follow one another without padding.
   *
   * @param array the bytes, or null. Not modified.
   * @param buffer the bytes from its position on, where there is no array. Not modified.
   * @param sourceWidth pixels of a row, &gt; 0
   * @param sourceHeight rows, &gt; 0
   * @param yuv how they lie
   * @return what became of it
   */
  public Outcome take(
      byte[] array, ByteBuffer buffer, int sourceWidth, int sourceHeight, YuvFormat yuv) {
    if (array == null && buffer == null || yuv == null) {
      return refuse(Outcome.UNUSABLE);
    }
    boolean opened = yuvRows.open(array, buffer, sourceWidth, sourceHeight, yuv);
    return takeYuv(opened, sourceWidth, sourceHeight);
  }

  /**
   * Takes planes of luma and colour, each from the position of its buffer.
   *
   * @param luma of all pixels. Not modified.
   * @param lumaStride bytes from one row to the next
   * @param u blue differences, or both in turn. Not modified.
   * @param v red differences; null if both share a plane. Not modified.
   * @param chromaStride bytes from one row of them to the next
   * @param sourceWidth pixels of a row, &gt; 0
   * @param sourceHeight rows, &gt; 0
   * @param yuv how they lie
   * @return what became of it
   */
  public Outcome take(
      ByteBuffer luma,
      int lumaStride,
      ByteBuffer u,
      ByteBuffer v,
      int chromaStride,
      int sourceWidth,
      int sourceHeight,
      YuvFormat yuv) {
    if (luma == null || u == null || yuv == null || v == null && !yuv.isInterleaved()) {
      return refuse(Outcome.UNUSABLE);
    }
    boolean opened =
        yuvRows.open(luma, lumaStride, u, v, chromaStride, sourceWidth, sourceHeight, yuv);
    return takeYuv(opened, sourceWidth, sourceHeight);
  }

  private Outcome takeYuv(boolean opened, int sourceWidth, int sourceHeight) {
    try {
      if (!opened) {
        return refuse(Outcome.UNUSABLE);
      }
      int factor = Reduction.factor(policy, sourceWidth, sourceHeight);
      if (factor == 1) {
        return takeRows(yuvRows, sourceWidth, sourceHeight, PixelFormat.RGB);
      }
      yuvRows.reduce(reducer, sourceWidth, sourceHeight, factor, pixels);
      patches.take(yuvRows, sourceWidth, sourceHeight, 3, factor);
      return taken(sourceWidth, sourceHeight, factor, PixelFormat.RGB);
    } catch (RuntimeException | InternalError e) {
      return refuse(Outcome.UNUSABLE); // as with buffers of pixels
    } finally {
      yuvRows.close();
    }
  }

  private static boolean fits(
      int available, int width, int height, int rowStride, PixelFormat order) {
    if (width <= 0 || height <= 0) {
      return false;
    }
    long row = (long) width * order.samplesPerPixel();
    return rowStride >= row && (height - 1L) * rowStride + row <= available;
  }

  private Outcome refuse(Outcome outcome) {
    format = null;
    return outcome;
  }

  private Outcome takeChecked(
      byte[] source,
      int offset,
      int sourceWidth,
      int sourceHeight,
      int rowStride,
      PixelFormat order) {
    int samples = order.samplesPerPixel();
    int factor = Reduction.factor(policy, sourceWidth, sourceHeight);
    if (factor > 1) {
      reducer.reduce(
          source, offset, sourceWidth, sourceHeight, rowStride, order, factor, pixels, 0);
    } else {
      pack(source, offset, sourceWidth * samples, sourceHeight, rowStride, pixels);
    }
    patches.take(source, offset, sourceWidth, sourceHeight, rowStride, samples, factor);
    return taken(sourceWidth, sourceHeight, factor, order);
  }

  /** Copies rows to follow one another without padding. */
  static void pack(byte[] source, int offset, int row, int height, int rowStride, byte[] target) {
    if (row == rowStride) {
      System.arraycopy(source, offset, target, 0, row * height);
    } else {
      for (int y = 0; y < height; y++) {
        System.arraycopy(source, offset + y * rowStride, target, y * row, row);
      }
    }
  }

  private Outcome takeRows(PixelRows source, int sourceWidth, int sourceHeight, PixelFormat order) {
    int samples = order.samplesPerPixel();
    int factor = Reduction.factor(policy, sourceWidth, sourceHeight);
    if (factor == 1) {
      for (int y = 0; y < sourceHeight; y++) {
        source.read(0, y, sourceWidth, 1, pixels, y * sourceWidth * samples);
      }
    } else {
      reducer.reduce(source, sourceWidth, sourceHeight, samples, factor, pixels, 0);
    }
    patches.take(source, sourceWidth, sourceHeight, samples, factor);
    return taken(sourceWidth, sourceHeight, factor, order);
  }

  private Outcome taken(int sourceWidth, int sourceHeight, int factor, PixelFormat order) {
    width = Reduction.ceilDiv(sourceWidth, factor);
    height = Reduction.ceilDiv(sourceHeight, factor);
    fullWidth = sourceWidth;
    fullHeight = sourceHeight;
    format = order;
    return Outcome.TAKEN;
  }

  /** Empties the buffer. */
  public void clear() {
    format = null;
  }

  /**
   * Whether there is no frame in the buffer: none taken since it was made or cleared, or the last
   * could not be taken.
   *
   * @return true if so
   */
  public boolean isEmpty() {
    return format == null;
  }

  /**
   * The frame with its patches, as views that last until something else is taken. Allocates the
   * view.
   *
   * @return the frame, or null if the buffer is empty
   */
  public Frame frame() {
    if (format == null) {
      return null;
    }
    Frame frame = Frame.of(pixels, width, height, format);
    return fullWidth == width && fullHeight == height
        ? frame
        : frame.reducedFrom(fullWidth, fullHeight, patches.frames(format));
  }

  /**
   * The policy.
   *
   * @return as it was given
   */
  public CapturePolicy policy() {
    return policy;
  }

  /**
   * The memory held.
   *
   * @return bytes
   */
  public long memory() {
    return pixels.length + reducer.memory() + yuvRows.memory() + patches.memory() + 256;
  }
}
