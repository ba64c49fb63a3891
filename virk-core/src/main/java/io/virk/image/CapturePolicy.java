package io.virk.image;

import io.virk.image.internal.Reduction;

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

  public CapturePolicy {
    if (maxWidth <= 0 || maxWidth > 16_384) {
      throw new IllegalArgumentException("maxWidth: " + maxWidth + " (expected: 1 .. 16384)");
    }
    if (maxHeight <= 0 || maxHeight > 16_384) {
      throw new IllegalArgumentException("maxHeight: " + maxHeight + " (expected: 1 .. 16384)");
    }
  }

  /**
   * Reduces a frame where it is larger than this policy allows.
   *
   * @param frame any frame. Not modified.
   * @return a frame of its own memory, tightly packed
   */
  public Frame reduce(Frame frame) {
    return Reduction.of(this, frame);
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
