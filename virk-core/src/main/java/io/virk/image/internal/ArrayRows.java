package io.virk.image.internal;

import io.virk.image.PixelFormat;

/** Rows of interleaved pixels in an array. */
final class ArrayRows implements PixelRows {
  private byte[] pixels;
  private int first;
  private int rowStride;
  private int samples;

  void open(byte[] source, int offset, int stride, PixelFormat format) {
    pixels = source;
    first = offset;
    rowStride = stride;
    samples = format.samplesPerPixel();
  }

  /** Lets go of the host's array. */
  void close() {
    pixels = null;
  }

  @Override
  public void read(int x, int y, int count, int step, byte[] target, int at) {
    int from = first + y * rowStride + x * samples;
    if (step == 1) {
      System.arraycopy(pixels, from, target, at, count * samples);
    } else {
      gather(pixels, from, samples, count, step * samples, target, at);
    }
  }

  /** Every so many bytes one pixel; one byte after the last may be overwritten. */
  static void gather(
      byte[] source, int from, int samples, int count, int step, byte[] target, int at) {
    if (samples == 1) {
      for (int i = 0, f = from; i < count; i++, f += step) {
        target[at + i] = source[f];
      }
      return;
    }
    // four bytes at once, of three samples one too many: not beyond the array's end
    int safe = samples == 4 || from + (count - 1) * step + 4 <= source.length ? count : count - 1;
    if (samples == 3) {
      for (int i = 0, f = from, t = at; i < safe; i++, f += step, t += 3) {
        AreaAverage.writeInt(target, t, AreaAverage.readInt(source, f));
      }
    } else {
      for (int i = 0, f = from, t = at; i < safe; i++, f += step, t += 4) {
        AreaAverage.writeInt(target, t, AreaAverage.readInt(source, f));
      }
    }
    if (safe < count) {
      System.arraycopy(source, from + safe * step, target, at + safe * samples, samples);
    }
  }
}
