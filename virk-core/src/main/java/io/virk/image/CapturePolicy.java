package io.virk.image;

import io.virk.image.internal.Reduction;

/**
 * How large an image VIRK keeps. A larger one is reduced by the smallest whole factor that makes it
 * fit: every pixel of the result is the mean of a block of factor x factor pixels (smaller blocks
 * at the right and lower border), so nothing is cropped. Baseline and monitor must use the same
 * policy, because sharpness and noise depend on the scale.
 *
 * <p>Reading every pixel of a camera's image costs the host's thread about a millisecond at 1920 x
 * 1080. {@linkplain #byStepping By stepping}, every pixel of the result is the mean of four pixels
 * of its block, those where the rows at a quarter and at three quarters of its height cross such
 * columns: a quarter of the time. Means of many pixels stay what they are; a reduced pixel has more
 * of the image's noise and fine texture, and a line or dot may be missed. What is measured on
 * patches does not change. Of blocks of 2 x 2 the four are all of them.
 *
 * <p>A mean of many pixels has lost what noise, focus and compression are made of. So of an image
 * that is reduced, and has {@value #PATCH_SIDE} x {@value #PATCH_SIDE} pixels or more, a few
 * <em>patches</em> are kept beside it as they are, {@linkplain Frame#patches with} the reduced
 * frame: from the middle, the middles of the four quarters, and those of the four sides, in this
 * order. Noise and the like are measured on them. An image that is not reduced is its own patch.
 *
 * @param maxWidth largest width kept, pixels, &gt; 0
 * @param maxHeight largest height kept, pixels, &gt; 0
 * @param patches patches kept of an image that is reduced, 0 .. {@value #MOST_PATCHES}; 0 for none
 * @param stepping whether a reduced pixel is the mean of four pixels of its block, and not of all
 */
public record CapturePolicy(int maxWidth, int maxHeight, int patches, boolean stepping) {
  /** Width and height of a patch, pixels. */
  public static final int PATCH_SIDE = 64;

  /** Patches that can be kept of an image. */
  public static final int MOST_PATCHES = 9;

  private static final int USUAL_PATCHES = 5;

  /** At most 320 x 240 pixels, 230 kB a frame, and 5 patches, 61 kB. */
  public static final CapturePolicy DEFAULT = new CapturePolicy(320, 240);

  public CapturePolicy {
    if (maxWidth <= 0 || maxWidth > 16_384) {
      throw new IllegalArgumentException("maxWidth: " + maxWidth + " (expected: 1 .. 16384)");
    }
    if (maxHeight <= 0 || maxHeight > 16_384) {
      throw new IllegalArgumentException("maxHeight: " + maxHeight + " (expected: 1 .. 16384)");
    }
    if (patches < 0 || patches > MOST_PATCHES) {
      throw new IllegalArgumentException(
          "patches: " + patches + " (expected: 0 .. " + MOST_PATCHES + ")");
    }
  }

  /**
   * With the mean of whole blocks.
   *
   * @param maxWidth largest width kept, pixels, &gt; 0
   * @param maxHeight largest height kept, pixels, &gt; 0
   * @param patches patches kept of an image that is reduced, 0 .. {@value #MOST_PATCHES}
   */
  public CapturePolicy(int maxWidth, int maxHeight, int patches) {
    this(maxWidth, maxHeight, patches, false);
  }

  /**
   * With 5 patches.
   *
   * @param maxWidth largest width kept, pixels, &gt; 0
   * @param maxHeight largest height kept, pixels, &gt; 0
   */
  public CapturePolicy(int maxWidth, int maxHeight) {
    this(maxWidth, maxHeight, USUAL_PATCHES);
  }

  /**
   * The same, reducing by stepping.
   *
   * @return a policy
   */
  public CapturePolicy byStepping() {
    return new CapturePolicy(maxWidth, maxHeight, patches, true);
  }

  /**
   * Reduces a frame where it is larger than this policy allows.
   *
   * @param frame any frame. Not modified.
   * @return a frame of its own memory, tightly packed, with its patches
   */
  public Frame reduce(Frame frame) {
    return Reduction.of(this, frame);
  }

  /**
   * In words.
   *
   * @return for example "at most 320 x 240 pixels, and 5 patches"
   */
  @Override
  public String toString() {
    String size =
        "at most " + maxWidth + " x " + maxHeight + " pixels" + (stepping ? " by stepping" : "");
    return switch (patches) {
      case 0 -> size;
      case 1 -> size + ", and 1 patch";
      default -> size + ", and " + patches + " patches";
    };
  }
}
