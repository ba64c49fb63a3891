package io.virk.image.internal;

import io.virk.image.CapturePolicy;
import io.virk.image.PixelFormat;

/**
 * Reduces images as a {@link CapturePolicy} says, with memory that is allocated once. Not
 * thread-safe.
 */
final class Reducer {
  /** Bytes for rows of images that are not a {@code byte[]}: below the first cache's size. */
  private static final int ROOM = 24 * 1024;

  private final AreaAverage average; // null: by stepping
  private final StepAverage step; // null: whole blocks
  private final byte[] rows;
  private final ArrayRows array = new ArrayRows();

  Reducer(CapturePolicy policy) {
    int blocks = policy.maxWidth();
    average = policy.stepping() ? null : new AreaAverage(blocks);
    step = policy.stepping() ? new StepAverage(blocks) : null;
    rows = new byte[policy.stepping() ? 0 : ROOM + Long.BYTES];
  }

  /**
   * Reduces an image in an array.
   *
   * @param factor &gt; 1
   * @param target Modified: tightly packed.
   * @param at index of its first sample
   */
  void reduce(
      byte[] source,
      int offset,
      int width,
      int height,
      int rowStride,
      PixelFormat format,
      int factor,
      byte[] target,
      int at) {
    int samples = format.samplesPerPixel();
    if (step == null) {
      average.reduce(source, offset, width, height, rowStride, samples, factor, target, at);
      return;
    }
    array.open(source, offset, rowStride, format);
    step.reduce(array, width, height, samples, factor, target, at);
    array.close();
  }

  /** Reduces any other image. */
  void reduce(
      PixelRows source, int width, int height, int samples, int factor, byte[] target, int at) {
    if (step == null) {
      reduceRows(source, width, height, samples, factor, target, at);
    } else {
      step.reduce(source, width, height, samples, factor, target, at);
    }
  }

  /** Row of blocks by row of blocks, in parts of as many whole blocks as there is room for. */
  private void reduceRows(
      PixelRows source,
      int sourceWidth,
      int sourceHeight,
      int samples,
      int factor,
      byte[] target,
      int first) {
    int blocks =
        (int) Math.max(1, ROOM / ((long) Math.min(factor, sourceHeight) * factor * samples));
    int at = first;
    int bandRows;
    for (int top = 0; top < sourceHeight; top += bandRows) {
      bandRows = Math.min(factor, sourceHeight - top);
      int columns;
      for (int left = 0; left < sourceWidth; left += columns) {
        columns = (int) Math.min(sourceWidth - left, (long) blocks * factor);
        reducePart(source, left, top, columns, bandRows, samples, factor, target, at);
        at += Reduction.ceilDiv(columns, factor) * samples;
      }
    }
  }

  private void reducePart(
      PixelRows source,
      int left,
      int top,
      int columns,
      int bandRows,
      int samples,
      int factor,
      byte[] target,
      int at) {
    if ((long) columns * samples * bandRows <= ROOM) {
      int row = columns * samples;
      for (int y = 0; y < bandRows; y++) {
        source.read(left, top + y, columns, 1, rows, y * row);
      }
      average.band(rows, 0, row, bandRows, columns, factor, samples, target, at);
      return;
    }
    // one block larger than the room
    average.begin(columns, factor, samples);
    int piece = ROOM / samples;
    for (int y = 0; y < bandRows; y++) {
      int count;
      for (int x = 0; x < columns; x += count) {
        count = Math.min(piece, columns - x);
        source.read(left + x, top + y, count, 1, rows, 0);
        average.addBlock(rows, 0, 0, 1, count, samples, 0);
      }
    }
    average.finish(bandRows, columns, factor, samples, target, at);
  }

  /** Bytes of memory held. */
  long memory() {
    return rows.length + (step == null ? average.memory() : step.memory());
  }
}
