package io.virk.capture.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import io.virk.image.internal.FrameBuffer;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
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
  private Flaw flaw;

  /** Of what is flawed: bytes or values, width, height and row stride, or type. */
  private final int[] found = new int[4];

  /** A format of pixels or of planes. */
  private Object foundFormat;

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
    if (buffer != null
        && note(buffer.take(frame))
        && frame.pixels() != null) { // it has been checked, but its memory may be gone
      found(frame.pixels().length, frame.width(), frame.height(), frame.rowStride());
      foundFormat = frame.format();
    }
  }

  void take(byte[] pixels, int offset, int width, int height, int rowStride, PixelFormat format) {
    if (buffer != null && note(buffer.take(pixels, offset, width, height, rowStride, format))) {
      found(pixels.length - offset, width, height, rowStride);
      foundFormat = format;
    }
  }

  void take(ByteBuffer pixels, int width, int height, int rowStride, PixelFormat format) {
    if (buffer != null && note(buffer.take(pixels, width, height, rowStride, format))) {
      found(pixels.remaining(), width, height, rowStride);
      foundFormat = format;
    }
  }

  /** Of the array, or of the buffer if that is null. */
  void take(byte[] array, ByteBuffer planes, int width, int height, YuvFormat format) {
    if (buffer != null && note(buffer.take(array, planes, width, height, format))) {
      found(array != null ? array.length : planes.remaining(), width, height, width);
      foundFormat = format;
    }
  }

  void take(
      ByteBuffer luma,
      int lumaStride,
      ByteBuffer u,
      ByteBuffer v,
      int chromaStride,
      int width,
      int height,
      YuvFormat format) {
    if (buffer != null
        && note(buffer.take(luma, lumaStride, u, v, chromaStride, width, height, format))) {
      found(luma.remaining(), width, height, lumaStride);
      foundFormat = format;
    }
  }

  void take(BufferedImage image) {
    if (buffer != null && note(buffer.take(image))) {
      try {
        found(image.getType(), image.getWidth(), image.getHeight(), 0);
      } catch (RuntimeException e) { // an image of the host's own making
        found(BufferedImage.TYPE_CUSTOM, 0, 0, 0);
      }
    }
  }

  /** Whether it could not be taken. */
  private boolean note(FrameBuffer.Outcome outcome) {
    if (outcome == FrameBuffer.Outcome.UNUSABLE) {
      flaw = Flaw.IMAGE_SIZE;
    } else if (outcome == FrameBuffer.Outcome.UNSUPPORTED) {
      flaw = Flaw.IMAGE_TYPE;
    }
    return outcome != FrameBuffer.Outcome.TAKEN;
  }

  private void found(int length, int width, int height, int rowStride) {
    found[0] = length;
    found[1] = width;
    found[2] = height;
    found[3] = rowStride;
  }

  /**
   * Says that a tensor could not be used, unless images are not monitored anyway.
   *
   * @param length its values
   * @param at index of the first that is not finite
   */
  void flawed(Flaw value, int length, int at) {
    if (buffer != null) {
      flaw = value;
      found(length, at, 0, 0);
    }
  }

  /**
   * What could not be used; null if nothing. The consumer.
   *
   * @param tensorLength that the monitor was told; 0 if none
   * @param observation number of the observation
   */
  FlawFound flaw(int tensorLength, long observation) {
    return flaw == null
        ? null
        : new FlawFound(flaw, foundInWords(), expectedInWords(tensorLength), observation);
  }

  private String foundInWords() {
    String size = found[1] + " x " + found[2];
    return switch (flaw) {
      case IMAGE_SIZE ->
          found[0] + " bytes for " + size + " " + foundFormat + ", row stride " + found[3];
      case IMAGE_TYPE -> "BufferedImage of type " + found[0] + ", " + size;
      case TENSOR_NOT_FINITE -> "NaN or infinity at index " + found[1];
      default -> found[0] + " values";
    };
  }

  private String expectedInWords(int tensorLength) {
    return switch (flaw) {
      case IMAGE_SIZE -> "rows of pixels that fill the size";
      case IMAGE_TYPE -> "a type that can be read as it is";
      case TENSOR_NOT_FINITE -> "finite values";
      case TENSOR_LENGTH -> tensorLength + ", the format's";
      default -> "none, for the monitor was told no format";
    };
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

  /** Bytes. */
  long memory() {
    return buffer == null ? 0 : buffer.memory();
  }
}
