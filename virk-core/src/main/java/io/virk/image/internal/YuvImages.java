package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;

/** Frames of images of luma and colour planes. */
public final class YuvImages {
  private YuvImages() {}

  /**
   * Converts an image.
   *
   * @param planes one after the other. Not modified.
   * @return a frame of its own memory
   * @throws IllegalArgumentException if a size is not positive or the array is too short
   */
  public static Frame frame(byte[] planes, int width, int height, YuvFormat format) {
    if (width <= 0) {
      throw new IllegalArgumentException("width: " + width + " (expected: > 0)");
    }
    if (height <= 0) {
      throw new IllegalArgumentException("height: " + height + " (expected: > 0)");
    }
    YuvRows rows = new YuvRows(0); // it is not reduced
    if (!rows.open(planes, null, width, height, format)) {
      throw new IllegalArgumentException(
          "planes.length: "
              + planes.length
              + " (expected: >= "
              + YuvFormat.bytes(width, height)
              + ")");
    }
    byte[] pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    for (int y = 0; y < height; y++) {
      rows.read(0, y, width, 1, pixels, 3 * width * y);
    }
    return Frame.of(pixels, width, height, PixelFormat.RGB);
  }
}
