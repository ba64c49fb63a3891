package io.virk.signal;

/**
 * The categorical columns of a {@link SignalTable}: {@link Observation#NO_CLASS} where a row lacks
 * one. Not thread-safe.
 */
final class CategoryColumns {
  private final int capacity;
  private final int columns;

  /** [columns x capacity] row-major: a row of the table is a column here. */
  private final int[] values;

  CategoryColumns(int columns, int capacity) {
    this.columns = columns;
    this.capacity = capacity;
    this.values = new int[Math.multiplyExact(columns, capacity)];
  }

  int columns() {
    return columns;
  }

  int value(int column, int row) {
    return values[column * capacity + row];
  }

  void put(int column, int row, int value) {
    values[column * capacity + row] = value;
  }

  /** How many of the first rows have one; 0 for the column -1. */
  int count(int column, int rows) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      n += values[column * capacity + row] == Observation.NO_CLASS ? 0 : 1;
    }
    return n;
  }

  /** Copies those of the first rows that there are. */
  void copy(int column, int rows, int[] target) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      int value = values[column * capacity + row];
      if (value != Observation.NO_CLASS) {
        target[n++] = value;
      }
    }
  }
}
