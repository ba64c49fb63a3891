package io.virk.image.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Rows of a buffer, by absolute reads: its position, limit, mark and byte order do not matter. */
final class BufferRows implements PixelRows {
  private static final VarHandle INTS =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

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
  public void read(int x, int y, int count, int step, byte[] target, int at) {
    int from = first + y * rowStride + x * samples;
    if (step == 1) {
      buffer.get(from, target, at, count * samples);
      return;
    }
    gather(buffer, from, samples, count, step * samples, target, at);
  }

  /** Every so many bytes one pixel; one byte after the last may be overwritten. */
  static void gather(
      ByteBuffer source, int from, int samples, int count, int step, byte[] target, int at) {
    if (samples == 1) {
      for (int i = 0, f = from; i < count; i++, f += step) {
        target[at + i] = source.get(f);
      }
      return;
    }
    int safe = samples == 4 || from + (count - 1) * step + 4 <= source.limit() ? count : count - 1;
    for (int i = 0, f = from, t = at; i < safe; i++, f += step, t += samples) {
      AreaAverage.writeInt(target, t, (int) INTS.get(source, f));
    }
    if (safe < count) {
      source.get(from + safe * step, target, at + safe * samples, samples);
    }
  }
}
