package io.virk.capture;

import java.nio.FloatBuffer;

/**
 * The memory of one vector of a fixed length in a slot, and whether the host has given it.
 * Allocates nothing after construction and never throws. A length of 0 stands for a vector that is
 * not monitored: it takes nothing.
 */
final class SlotVector {
  /** Stands for a vector of a length that cannot be used. */
  private static final float[] WRONG_LENGTH = {};

  private final float[] memory;
  private float[] given;
  private int length;

  SlotVector(int length) {
    memory = new float[length];
  }

  /** Forgets what was given. */
  void clear() {
    given = null;
  }

  /** The values; null if none were given, of another length if they cannot be used. */
  float[] given() {
    return given;
  }

  int length() {
    return memory.length;
  }

  /** The length of what was given; -1 if it was no array of as many rows as the batch has. */
  int givenLength() {
    return given == null ? 0 : length;
  }

  void take(float[] source) {
    if (source != null) {
      takeRow(source, 0, 1);
    }
  }

  void take(FloatBuffer source) {
    if (source != null) {
      takeRow(source, 0, 1);
    }
  }

  /** Copies one row of [rows x length] values. */
  void takeRow(float[] source, int row, int rows) {
    if (fits(source.length, rows)) {
      System.arraycopy(source, row * memory.length, memory, 0, memory.length);
    }
  }

  void takeRow(FloatBuffer source, int row, int rows) {
    if (fits(source.remaining(), rows)) {
      try {
        source.get(source.position() + row * memory.length, memory);
      } catch (RuntimeException | InternalError e) {
        // a closed segment's or another thread's, a limit that moved, a file that was truncated
        given = WRONG_LENGTH;
      }
    }
  }

  void takeRow(float[][] source, int row, int rows) {
    if (source.length == rows && source[row] != null) {
      takeRow(source[row], 0, 1);
    } else {
      fits(-1, rows);
    }
  }

  private boolean fits(int values, int rows) {
    if (memory.length == 0) {
      return false;
    }
    boolean fits = values == (long) rows * memory.length;
    length = values < 0 || rows < 1 || values % rows != 0 ? -1 : values / rows;
    given = fits ? memory : WRONG_LENGTH;
    return fits;
  }
}
