package io.virk.image.internal;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.awt.image.BufferedImage;

/** Frames of images of the Java 2D kind. */
public final class JavaImages {
  private JavaImages() {}

  /**
   * Views or converts an image, with the samples that a {@link FrameBuffer} takes of it.
   *
   * @param image any image. Not modified.
   * @return a frame; of the image's own array where the layout allows it
   */
  public static Frame frame(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    JavaImageRows usual = new JavaImageRows();
    if (usual.open(image)) {
      return usual.isPlain()
          ? Frame.of(usual.bytes(), usual.first(), width, height, usual.rowStride(), usual.format())
          : read(usual, width, height, usual.format());
    }
    SampleRows other = new SampleRows();
    return other.open(image) ? read(other, width, height, other.format()) : converted(image);
  }

  private static Frame read(PixelRows rows, int width, int height, PixelFormat format) {
    int row = Math.multiplyExact(width, format.samplesPerPixel());
    // a byte to spare: see PixelRows
    byte[] pixels = new byte[Math.addExact(Math.multiplyExact(row, height), 1)];
    for (int y = 0; y < height; y++) {
      rows.read(0, y, width, 1, pixels, y * row);
    }
    return Frame.of(pixels, width, height, format);
  }

  /** By Java 2D, to sRGB. */
  private static Frame converted(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    int[] row = new int[width];
    int at = 0;
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (row[x] >> 16);
        rgb[at++] = (byte) (row[x] >> 8);
        rgb[at++] = (byte) row[x];
      }
    }
    return Frame.of(rgb, width, height, PixelFormat.RGB);
  }
}
