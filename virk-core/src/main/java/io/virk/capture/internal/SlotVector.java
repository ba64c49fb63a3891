package io.virk.capture.internal;

import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import java.nio.FloatBuffer;

/**
 * The memory of one vector of a fixed length in a slot, and whether the host has given it.
 * Allocates nothing after construction and never throws. A length of 0 stands for a vector that is
 * not monitored: it takes nothing, and knows that something was given.
 */
final class SlotVector {
  /** Stands for a vector of a length that cannot be used. */
  private static final float[] WRONG_LENGTH = {};

  /** An array of the batch is null. */
  private static final int NO_ROW = -1;

  /** A buffer could not be read. */
  private static final int UNREADABLE = -2;

  /** The values are no whole number of rows. */
  private static final int NOT_IN_ROWS = -3;

  private final float[] memory;
  private float[] given;
  private int length;

  /** Rows of the batch whose arrays had another number of them, or could not be read; or 0. */
  private int rowsExpected;

  /** Rows that were given, or one of {@link #NO_ROW}, {@link #UNREADABLE}, {@link #NOT_IN_ROWS}. */
  private int rowsGiven;

  private int valuesGiven;

  /** Whether there were values though the vector is not monitored. */
  private boolean unasked;

  SlotVector(int length) {
    memory = new float[length];
  }

  /** Forgets what was given. */
  void clear() {
    given = null;
    rowsExpected = 0;
    unasked = false;
  }

  /** The values; null if none were given, of another length if they cannot be used. */
  float[] given() {
    return given;
  }

  int length() {
    return memory.length;
  }

  /** The values; null if none were given that can be used. */
  float[] fitting() {
    return given == memory ? memory : null;
  }

  /** Whether what was given has another length. */
  boolean isWrong() {
    return given == WRONG_LENGTH;
  }

  /** Of a vector whose length was declared; null if it fits. The consumer. */
  FlawFound lengthFlaw(Flaw kind, long observation) {
    return isWrong() ? FlawFound.declared(kind, length, memory.length, observation) : null;
  }

  /** The length of what was given; 0 if nothing was, or what cannot be told apart in rows. */
  int givenLength() {
    return given == null ? 0 : length;
  }

  /** Whether it was given though it is not monitored. */
  boolean isUnasked() {
    return unasked;
  }

  /** Whether something was wrong with the rows of a batch. */
  boolean hasRowsFlaw() {
    return rowsExpected != 0;
  }

  /**
   * What was wrong with the rows of a batch; null if nothing was. Nothing was given then. The
   * consumer.
   *
   * @param kind of this vector's rows
   * @param observation number of the observation
   */
  FlawFound rowsFlaw(Flaw kind, long observation) {
    if (rowsExpected == 0) {
      return null;
    }
    String found =
        switch (rowsGiven) {
          case NO_ROW -> "a row that is null";
          case UNREADABLE -> "a buffer that cannot be read";
          case NOT_IN_ROWS -> valuesGiven + " values";
          default -> rowsGiven + " rows";
        };
    return new FlawFound(
        kind,
        found,
        rowsExpected + (rowsExpected == 1 ? " row" : " rows") + " of " + memory.length,
        observation);
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
        unusable(UNREADABLE, rows);
      }
    }
  }

  void takeRow(float[][] source, int row, int rows) {
    if (source.length != rows) {
      unusable(source.length, rows);
    } else if (source[row] == null) {
      unusable(NO_ROW, rows);
    } else {
      takeRow(source[row], 0, 1);
    }
  }

  private boolean fits(int values, int rows) {
    if (memory.length == 0) {
      unasked |= values > 0;
      return false;
    }
    if (values % rows != 0) {
      valuesGiven = values;
      unusable(values % memory.length == 0 ? values / memory.length : NOT_IN_ROWS, rows);
      return false;
    }
    length = values / rows;
    rowsExpected = 0;
    given = length == memory.length ? memory : WRONG_LENGTH;
    return given == memory;
  }

  private void unusable(int found, int rows) {
    if (memory.length > 0) {
      rowsGiven = found;
      rowsExpected = rows;
      given = null;
    }
  }
}
