package io.virk.image.internal;

import java.nio.ByteBuffer;

/** Rows of a buffer, by absolute reads: its position, limit, mark and byte order do not matter. */
final class BufferRows implements PixelRows {
  private ByteBuffer buffer;
  private int first;
  private int rowStride;
  private int samples;

  void open(ByteBuffer source, int position, int stride, int samplesPerPixel) {
    buffer = source;
    first = position;
    rowStride = stride;
    samples = samplesPerPixel;
  }

  /** Lets go of the host's buffer. */
  void close() {
    buffer = null;
  }

  @Override
  public void read(int x, int y, int count, byte[] target, int at) {
    buffer.get(first + y * rowStride + x * samples, target, at, count * samples);
  }
}
