package io.virk.image.internal;

import io.virk.image.PixelFormat;
import io.virk.image.YuvFormat;
import java.nio.ByteBuffer;

/**
 * Reads an image of luma and colour planes as one of red, green and blue. Where it is reduced, luma
 * is reduced as a gray image is, colour is the mean of two of its values of each block, and the
 * conversion comes last. Not thread-safe; allocates nothing after construction.
 */
final class YuvRows implements PixelRows {
  private final Plane luma = new Plane();
  private final Plane u = new Plane();
  private final Plane v = new Plane();
  private final BufferRows bufferRows = new BufferRows();

  /** Where in a row of colours the two of each block are. */
  private final int[] near;

  private final int[] far;
  private final int[] lumas;
  private final int[] blues;
  private final int[] reds;
  private final YuvColours colours;
  private int lumaStride;
  private int chromaStride;
  private int chromaStep;

  /**
   * Allocates.
   *
   * @param most pixels of a reduced row
   */
  YuvRows(int most) {
    int room = Math.max(most, PatchPlaces.SIDE);
    near = new int[room];
    far = new int[room];
    lumas = new int[room];
    blues = new int[room];
    reds = new int[room];
    colours = new YuvColours(room);
  }

  /** A part of an array or of a buffer. */
  private static final class Plane {
    private byte[] array;
    private ByteBuffer buffer;
    private int first;
    private int limit;

    void set(byte[] source, int from, int end) {
      array = source;
      buffer = null;
      first = from;
      limit = end;
    }

    /** From the position to the limit. */
    void set(ByteBuffer source) {
      if (source.hasArray()) {
        int offset = source.arrayOffset();
        set(source.array(), offset + source.position(), offset + source.limit());
      } else {
        array = null;
        buffer = source;
        first = source.position();
        limit = source.limit();
      }
    }

    /** The same bytes, some further on. */
    void set(Plane other, long skipped) {
      array = other.array;
      buffer = other.buffer;
      limit = other.limit;
      first = (int) Math.min(limit, other.first + skipped);
    }

    void clear() {
      array = null;
      buffer = null;
    }

    boolean holds(long row, int rows, int stride) {
      return stride >= row && first + (rows - 1L) * stride + row <= limit;
    }

    /** Reads every so many bytes one. */
    void read(int from, int step, int count, int[] target) {
      int at = first + from;
      byte[] bytes = array;
      if (bytes != null) {
        for (int i = 0; i < count; i++, at += step) {
          target[i] = bytes[at] & 0xff;
        }
      } else {
        for (int i = 0; i < count; i++, at += step) {
          target[i] = buffer.get(at) & 0xff;
        }
      }
    }

    /** Reads the bytes at some places of a row. */
    void read(int row, int[] places, int count, int[] target) {
      int at = first + row;
      byte[] bytes = array;
      if (bytes != null) {
        for (int i = 0; i < count; i++) {
          target[i] = bytes[at + places[i]] & 0xff;
        }
      } else {
        for (int i = 0; i < count; i++) {
          target[i] = buffer.get(at + places[i]) & 0xff;
        }
      }
    }

    /** Reads the means of bytes of two rows. */
    void readMeans(int row, int[] places, int row2, int[] places2, int count, int[] target) {
      int at = first + row;
      int at2 = first + row2;
      byte[] bytes = array;
      if (bytes != null) {
        for (int i = 0; i < count; i++) {
          target[i] = (bytes[at + places[i]] & 0xff) + (bytes[at2 + places2[i]] & 0xff) + 1 >> 1;
        }
      } else {
        for (int i = 0; i < count; i++) {
          int sum = (buffer.get(at + places[i]) & 0xff) + (buffer.get(at2 + places2[i]) & 0xff);
          target[i] = sum + 1 >> 1;
        }
      }
    }
  }

  /**
   * Looks at planes that follow one another without padding.
   *
   * @param array the bytes, or null
   * @param buffer the bytes from its position on, if there is no array
   * @return whether all are inside
   */
  boolean open(byte[] array, ByteBuffer buffer, int width, int height, YuvFormat yuv) {
    if (width <= 0 || height <= 0) {
      return false;
    }
    if (array != null) {
      luma.set(array, 0, array.length);
    } else {
      luma.set(buffer);
    }
    int columns = YuvFormat.half(width);
    long pixels = (long) width * height;
    u.set(luma, pixels);
    v.set(luma, pixels + (long) columns * YuvFormat.half(height));
    return open(width, columns * (yuv.isInterleaved() ? 2 : 1), width, height, yuv);
  }

  /**
   * Looks at planes of their own.
   *
   * @param planeU begins at the first U, or V of NV21
   * @param planeV begins at the first V; of interleaved formats not looked at
   * @return whether all are inside their buffers
   */
  boolean open(
      ByteBuffer planeY,
      int yStride,
      ByteBuffer planeU,
      ByteBuffer planeV,
      int uvStride,
      int width,
      int height,
      YuvFormat yuv) {
    if (width <= 0 || height <= 0) {
      return false;
    }
    luma.set(planeY);
    u.set(planeU);
    v.set(yuv.isInterleaved() ? planeU : planeV);
    return open(yStride, uvStride, width, height, yuv);
  }

  private boolean open(int yStride, int uvStride, int width, int height, YuvFormat yuv) {
    colours.of(yuv);
    lumaStride = yStride;
    chromaStride = uvStride;
    chromaStep = yuv.isInterleaved() ? 2 : 1;
    int rows = YuvFormat.half(height);
    long row = (long) YuvFormat.half(width) * chromaStep;
    if (!luma.holds(width, height, yStride) || !u.holds(row, rows, uvStride)) {
      return false;
    }
    if (yuv.isInterleaved()) {
      v.set(u, yuv.isVFirst() ? 0 : 1);
      u.first += yuv.isVFirst() ? 1 : 0;
      return true;
    }
    return v.holds(row, rows, uvStride);
  }

  /** Lets go of the host's memory. */
  void close() {
    luma.clear();
    u.clear();
    v.clear();
    bufferRows.close();
  }

  @Override
  public void read(int x, int y, int count, int step, byte[] target, int at) {
    int row = y * lumaStride;
    int chromaRow = y / 2 * chromaStride;
    int some;
    for (int done = 0; done < count; done += some) {
      some = Math.min(lumas.length, count - done);
      for (int i = 0; i < some; i++) {
        near[i] = (x + (done + i) * step) / 2 * chromaStep;
      }
      luma.read(row + x + done * step, step, some, lumas);
      u.read(chromaRow, near, some, blues);
      v.read(chromaRow, near, some, reds);
      convert(target, at + 3 * done, some);
    }
  }

  private void convert(byte[] target, int at, int count) {
    colours.toRgb(lumas, blues, reds, count);
    for (int i = 0, t = at; i < count - 1; i++, t += 3) {
      AreaAverage.writeInt(target, t, lumas[i]);
    }
    int last = lumas[count - 1];
    int t = at + 3 * (count - 1);
    target[t] = (byte) last;
    target[t + 1] = (byte) (last >> 8);
    target[t + 2] = (byte) (last >> 16);
  }

  /**
   * Reduces the image.
   *
   * @param target room for four bytes a pixel. Modified.
   */
  void reduce(Reducer reducer, int width, int height, int factor, byte[] target) {
    int blocks = Reduction.ceilDiv(width, factor);
    // lumas at the end, where the colours come last
    int first = 3 * blocks * Reduction.ceilDiv(height, factor);
    if (luma.array == null) {
      bufferRows.open(luma.buffer, luma.first, lumaStride, 1);
      reducer.reduce(bufferRows, width, height, 1, factor, target, first);
    } else {
      reducer.reduce(
          luma.array,
          luma.first,
          width,
          height,
          lumaStride,
          PixelFormat.GRAY,
          factor,
          target,
          first);
    }
    for (int block = 0; block < blocks; block++) {
      int left = block * factor;
      int columns = Math.min(factor, width - left);
      near[block] = (left + StepAverage.near(columns)) / 2 * chromaStep;
      far[block] = (left + StepAverage.far(columns)) / 2 * chromaStep;
    }
    int at = 0;
    for (int top = 0; top < height; top += factor) {
      int rows = Math.min(factor, height - top);
      int nearRow = (top + StepAverage.near(rows)) / 2 * chromaStride;
      int farRow = (top + StepAverage.far(rows)) / 2 * chromaStride;
      for (int i = 0; i < blocks; i++) {
        lumas[i] = target[first + i] & 0xff;
      }
      u.readMeans(nearRow, near, farRow, far, blocks, blues);
      v.readMeans(nearRow, near, farRow, far, blocks, reds);
      convert(target, at, blocks);
      first += blocks;
      at += 3 * blocks;
    }
  }

  /** Bytes of memory held. */
  long memory() {
    return 24L * lumas.length;
  }
}
