package io.virk.image;

import java.util.Objects;

/**
 * How large an image VIRK keeps. A larger one is reduced by the smallest whole factor that makes it
 * fit: every pixel of the result is the mean of a block of factor x factor pixels (smaller blocks
 * at the right and lower border), so nothing is cropped. Baseline and monitor must use the same
 * policy, because sharpness and noise depend on the scale.
 *
 * @param maxWidth largest width kept, pixels, &gt; 0
 * @param maxHeight largest height kept, pixels, &gt; 0
 */
public record CapturePolicy(int maxWidth, int maxHeight) {
  /** At most 320 x 240 pixels: 230 kB a frame. */
  public static final CapturePolicy DEFAULT = new CapturePolicy(320, 240);

  /** The largest number of bytes that a pixel has. */
  private static final int MAX_SAMPLES = 4;

  public CapturePolicy {
    if (maxWidth <= 0 || maxWidth > 16_384) {
      throw new IllegalArgumentException("maxWidth: " + maxWidth + " (expected: 1 .. 16384)");
    }
    if (maxHeight <= 0 || maxHeight > 16_384) {
      throw new IllegalArgumentException("maxHeight: " + maxHeight + " (expected: 1 .. 16384)");
    }
  }

  /**
   * The memory that one reduced frame of any format needs at most.
   *
   * @return bytes
   */
  public int capacity() {
    return Math.multiplyExact(Math.multiplyExact(maxWidth, maxHeight), MAX_SAMPLES);
  }

  /**
   * The factor by which a frame is reduced.
   *
   * @param width pixels
   * @param height pixels
   * @return 1 if it fits as it is
   */
  public int factor(int width, int height) {
    return Math.max(ceilDiv(width, maxWidth), ceilDiv(height, maxHeight));
  }

  /**
   * Reduces a frame where it is larger than this policy allows.
   *
   * @param frame any frame. Not modified.
   * @return a frame of its own memory, tightly packed
   */
  public Frame reduce(Frame frame) {
    Objects.requireNonNull(frame, "frame");
    int factor = factor(frame.width(), frame.height());
    int width = ceilDiv(frame.width(), factor);
    int height = ceilDiv(frame.height(), factor);
    int samples = frame.format().samplesPerPixel();
    byte[] target = new byte[width * height * samples];
    if (factor == 1) {
      int row = frame.width() * samples;
      FrameBuffer.pack(
          frame.pixels(), frame.offset(), row, frame.height(), frame.rowStride(), target);
    } else {
      new AreaAverage(width)
          .reduce(
              frame.pixels(),
              frame.offset(),
              frame.width(),
              frame.height(),
              frame.rowStride(),
              samples,
              factor,
              target);
    }
    return Frame.of(target, width, height, frame.format());
  }

  /**
   * Integer division, rounded up.
   *
   * @param value &ge; 0
   * @param divisor &gt; 0
   * @return ceil(value / divisor)
   */
  public static int ceilDiv(int value, int divisor) {
    return value / divisor + (value % divisor == 0 ? 0 : 1);
  }

  /**
   * In words.
   *
   * @return for example "at most 320 x 240 pixels"
   */
  @Override
  public String toString() {
    return "at most " + maxWidth + " x " + maxHeight + " pixels";
  }
}
