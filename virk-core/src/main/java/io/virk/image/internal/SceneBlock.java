package io.virk.image.internal;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The sums of a few images in a row on one grid, in sixteenths of a step, so that a cell is 16
 * bits. Not thread-safe.
 */
public final class SceneBlock {
  /** Images at most. */
  public static final int IMAGES = 16;

  private static final int SCALE = 16;

  private final char[] sums;
  private int images;
  private long first;

  /** Of nothing yet, for so many cells. */
  public SceneBlock(int cells) {
    sums = new char[cells];
  }

  /** Begins anew. */
  public void clear() {
    Arrays.fill(sums, (char) 0);
    images = 0;
  }

  /**
   * Adds an image, of which there is room for.
   *
   * @param values of the cells, 0 .. 255. Not modified.
   * @param sequence its number
   */
  void add(float[] values, long sequence) {
    assert images < IMAGES : images;
    first = images == 0 ? sequence : first;
    images++;
    for (int i = 0; i < sums.length; i++) {
      sums[i] += (char) (values[i] * SCALE + 0.5f);
    }
  }

  public int images() {
    return images;
  }

  /** Number of the first image; meaningless without any. */
  public long first() {
    return first;
  }

  /** Adds its sums to a mean that is being made, of so many images. */
  void addTo(float[] mean, int ofAll) {
    float share = 1f / (SCALE * ofAll);
    for (int i = 0; i < sums.length; i++) {
      mean[i] += sums[i] * share;
    }
  }

  /** As many as are written. */
  int bytes() {
    return Integer.BYTES + Long.BYTES + Character.BYTES * sums.length;
  }

  void writeTo(ByteBuffer out) {
    out.putInt(images).putLong(first);
    for (char sum : sums) {
      out.putChar(sum);
    }
  }

  /**
   * Goes on from what was written.
   *
   * @throws IllegalArgumentException if that is more than so many images can come to
   */
  void readFrom(ByteBuffer in) {
    images = in.getInt();
    first = in.getLong();
    if (images < 0 || images > IMAGES || first < 0) {
      throw new IllegalArgumentException(
          "images, first: " + images + ", " + first + " (expected: 0 .. " + IMAGES + ", >= 0)");
    }
    int most = 255 * SCALE * images;
    for (int i = 0; i < sums.length; i++) {
      sums[i] = in.getChar();
      if (sums[i] > most) {
        throw new IllegalArgumentException(
            "sum: " + (int) sums[i] + " (expected: 0 .. " + most + ", of " + images + " images)");
      }
    }
  }
}
