package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import java.util.Objects;

/**
 * What a {@link CapturePolicy} does to an image: every pixel of the result is the mean of a block
 * of factor x factor pixels, or of four of them.
 */
public final class Reduction {
  /** The largest number of bytes that a pixel has. */
  static final int MAX_SAMPLES = 4;

  private Reduction() {}

  /**
   * The memory that one reduced frame of any format needs at most.
   *
   * @param policy how large it may be
   * @return bytes
   */
  public static int capacity(CapturePolicy policy) {
    return Math.multiplyExact(
        Math.multiplyExact(policy.maxWidth(), policy.maxHeight()), MAX_SAMPLES);
  }

  /**
   * The factor by which a frame is reduced.
   *
   * @param policy how large it may be
   * @param width pixels
   * @param height pixels
   * @return 1 if it fits as it is
   */
  public static int factor(CapturePolicy policy, int width, int height) {
    return Math.max(ceilDiv(width, policy.maxWidth()), ceilDiv(height, policy.maxHeight()));
  }

  /**
   * Reduces a frame where it is larger than a policy allows.
   *
   * @param policy how large it may be
   * @param frame any frame. Not modified.
   * @return a frame of its own memory, tightly packed, with the patches that the policy wants
   */
  public static Frame of(CapturePolicy policy, Frame frame) {
    Objects.requireNonNull(frame, "frame");
    int factor = factor(policy, frame.width(), frame.height());
    int width = ceilDiv(frame.width(), factor);
    int height = ceilDiv(frame.height(), factor);
    int samples = frame.format().samplesPerPixel();
    byte[] target = new byte[width * height * samples];
    if (factor == 1) {
      int row = frame.width() * samples;
      FrameBuffer.pack(
          frame.pixels(), frame.offset(), row, frame.height(), frame.rowStride(), target);
    } else {
      new Reducer(policy)
          .reduce(
              frame.pixels(),
              frame.offset(),
              frame.width(),
              frame.height(),
              frame.rowStride(),
              frame.format(),
              factor,
              target,
              0);
    }
    PatchBuffer patches = new PatchBuffer(policy);
    patches.take(frame, factor);
    boolean before = !frame.patches().isEmpty();
    return Frame.of(target, width, height, frame.format())
        .reducedFrom(
            before ? frame.fullWidth() : frame.width(),
            before ? frame.fullHeight() : frame.height(),
            patches.frames(frame.format()));
  }

  /** Integer division, rounded up: value &ge; 0, divisor &gt; 0. */
  static int ceilDiv(int value, int divisor) {
    return value / divisor + (value % divisor == 0 ? 0 : 1);
  }
}
