package io.virk.capture;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.FrameBuffer;
import io.virk.image.PixelFormat;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The memory of one image in a slot, and what is wrong with what the host gave. Allocates nothing
 * after construction and never throws. Without a capture policy images are not monitored, and it
 * takes nothing.
 */
final class SlotImage {
  private final FrameBuffer buffer;
  private ImageFlaw flaw;

  SlotImage(Optional<CapturePolicy> policy) {
    buffer = policy.map(FrameBuffer::new).orElse(null);
  }

  /** Forgets what was given. */
  void clear() {
    flaw = null;
    if (buffer != null) {
      buffer.clear();
    }
  }

  void take(Frame frame) {
    if (buffer != null) {
      note(buffer.take(frame));
    }
  }

  void take(byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    if (buffer != null) {
      note(buffer.take(pixels, offset, width, height, rowStride, format));
    }
  }

  void take(ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format) {
    if (buffer != null) {
      note(buffer.take(pixels, width, height, rowStride, format));
    }
  }

  void take(BufferedImage image) {
    if (buffer != null) {
      note(buffer.take(image));
    }
  }

  private void note(FrameBuffer.Outcome outcome) {
    if (outcome == FrameBuffer.Outcome.UNUSABLE) {
      flaw = ImageFlaw.IMAGE_SIZE;
    } else if (outcome == FrameBuffer.Outcome.UNSUPPORTED) {
      flaw = ImageFlaw.IMAGE_TYPE;
    }
  }

  /** Says that something could not be used, unless images are not monitored anyway. */
  void flawed(ImageFlaw value) {
    if (buffer != null) {
      flaw = value;
    }
  }

  /** What could not be used; null if nothing. */
  ImageFlaw flaw() {
    return flaw;
  }

  /** Whether images are monitored. */
  boolean isMonitored() {
    return buffer != null;
  }

  /** Whether the host gave no image that can be used. */
  boolean isEmpty() {
    return buffer == null || buffer.isEmpty();
  }

  /** The image, as a view on this memory; null if there is none. */
  Frame frame() {
    return buffer == null ? null : buffer.frame();
  }
}
