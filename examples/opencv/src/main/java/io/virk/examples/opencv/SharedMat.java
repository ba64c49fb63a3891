package io.virk.examples.opencv;

import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import java.nio.ByteBuffer;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.videoio.VideoCapture;

/**
 * Memory that OpenCV writes frames into and VIRK reads them from: nothing is copied between the
 * two. BGR, 3 bytes a pixel, row after row. Not thread-safe.
 */
final class SharedMat implements AutoCloseable {
  final int width;
  final int height;

  /** For {@code capture.image(pixels, width, height, rowStride, BGR)}. */
  final ByteBuffer pixels;

  final int rowStride;

  private final Mat mat;
  private final long address;

  SharedMat(int width, int height) {
    this.width = width;
    this.height = height;
    rowStride = 3 * width;
    pixels = ByteBuffer.allocateDirect(height * rowStride);
    mat = new Mat(height, width, CvType.CV_8UC3, pixels); // keeps the buffer alive
    address = mat.dataAddr();
  }

  /** Reads the next frame; false at the end. */
  boolean read(VideoCapture video) {
    if (!video.read(mat)) {
      return false;
    }
    if (mat.dataAddr() != address) { // OpenCV takes other memory for another size or type
      throw new IllegalStateException(
          "frame: " + mat + " (expected: " + width + "x" + height + " of 8-bit BGR, as the first)");
    }
    return true;
  }

  /** The frame in an array of its own, for a baseline. */
  Frame copy() {
    byte[] copy = new byte[pixels.capacity()];
    pixels.get(0, copy);
    return Frame.of(copy, width, height, PixelFormat.BGR);
  }

  @Override
  public void close() {
    mat.release();
  }
}
