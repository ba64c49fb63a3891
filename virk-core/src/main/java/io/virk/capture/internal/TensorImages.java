package io.virk.capture.internal;

import io.virk.image.PixelFormat;
import io.virk.image.TensorFormat;
import io.virk.signal.Flaw;

/**
 * Turns input tensors back into the images that the model sees, so that they are monitored like any
 * other. VIRK's thread alone.
 */
final class TensorImages {
  private final TensorFormat format;
  private final PixelFormat order;
  private final byte[] pixels;

  TensorImages(TensorFormat format) {
    this.format = format;
    this.order = format.pixelFormat();
    this.pixels = new byte[format.length()];
  }

  /** Gives a slot the image of its tensor, where it has a tensor and no image. */
  void complete(SlotObservation slot) {
    float[] values = slot.tensor.given();
    if (values == null) {
      return;
    }
    if (values.length != format.length()) {
      slot.image.flawed(Flaw.TENSOR_LENGTH, slot.tensor.givenLength(), 0);
    } else if (!format.toPixels(values, 0, pixels)) {
      slot.image.flawed(Flaw.TENSOR_NOT_FINITE, values.length, firstNotFinite(values));
    } else if (slot.image.isEmpty()) {
      int row = format.width() * order.samplesPerPixel();
      slot.image.take(pixels, 0, format.width(), format.height(), row, order);
    }
  }

  private static int firstNotFinite(float[] values) {
    int at = 0;
    while (at < values.length && Float.isFinite(values[at])) {
      at++;
    }
    return at;
  }
}
