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
  private final byte[] blues;
  private final byte[] bluesToo;
  private final byte[] reds;
  private final byte[] redsToo;
  private YuvFormat format;
  private int lumaStride;
  private int chromaStride;
  private int chromaStep;

  /**
   * Allocates.
   *
   * @param most pixels of a reduced row
   */
  YuvRows(int most) {
    near = new int[most];
    far = new int[most];
    blues = new byte[most];
    bluesToo = new byte[most];
    reds = new byte[most];
    redsToo = new byte[most];
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

    int get(int at) {
      return (array != null ? array[first + at] : buffer.get(first + at)) & 0xff;
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
    format = yuv;
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
    int colours = y / 2 * chromaStride;
    for (int i = 0, t = at, column = x; i < count; i++, t += 3, column += step) {
      int place = colours + column / 2 * chromaStep;
      write(format.rgb(luma.get(row + column), u.get(place), v.get(place)), target, t);
    }
  }

  private static void write(int rgb, byte[] target, int at) {
    target[at] = (byte) rgb;
    target[at + 1] = (byte) (rgb >> 8);
    target[at + 2] = (byte) (rgb >> 16);
  }

  /** Reduces the image. */
  void reduce(Reducer reducer, int width, int height, int factor, byte[] target) {
    if (luma.array == null) {
      bufferRows.open(luma.buffer, luma.first, lumaStride, 1);
      reducer.reduce(bufferRows, width, height, 1, factor, target);
    } else {
      reducer.reduce(
          luma.array, luma.first, width, height, lumaStride, PixelFormat.GRAY, factor, target);
    }
    int blocks = Reduction.ceilDiv(width, factor);
    for (int block = 0; block < blocks; block++) {
      int left = block * factor;
      int columns = Math.min(factor, width - left);
      near[block] = (left + StepAverage.near(columns)) / 2 * chromaStep;
      far[block] = (left + StepAverage.far(columns)) / 2 * chromaStep;
    }
    // from the last block back to the first: the lumas there are read before they are overwritten
    for (int row = Reduction.ceilDiv(height, factor) - 1; row >= 0; row--) {
      int top = row * factor;
      int rows = Math.min(factor, height - top);
      int nearRow = (top + StepAverage.near(rows)) / 2 * chromaStride;
      int farRow = (top + StepAverage.far(rows)) / 2 * chromaStride;
      gather(u, nearRow, near, blocks, blues);
      gather(u, farRow, far, blocks, bluesToo);
      gather(v, nearRow, near, blocks, reds);
      gather(v, farRow, far, blocks, redsToo);
      convert(target, row * blocks, blocks);
    }
  }

  private static void gather(Plane plane, int row, int[] places, int count, byte[] target) {
    int from = plane.first + row;
    byte[] array = plane.array;
    if (array != null) {
      for (int i = 0; i < count; i++) {
        target[i] = array[from + places[i]];
      }
    } else {
      ByteBuffer buffer = plane.buffer;
      for (int i = 0; i < count; i++) {
        target[i] = buffer.get(from + places[i]);
      }
    }
  }

  private void convert(byte[] target, int first, int blocks) {
    for (int block = blocks - 1; block >= 0; block--) {
      int blue = (blues[block] & 0xff) + (bluesToo[block] & 0xff) + 1 >> 1;
      int red = (reds[block] & 0xff) + (redsToo[block] & 0xff) + 1 >> 1;
      int at = first + block;
      write(format.rgb(target[at] & 0xff, blue, red), target, 3 * at);
    }
  }

  /** Bytes of memory held. */
  long memory() {
    return 12L * blues.length;
  }
}
