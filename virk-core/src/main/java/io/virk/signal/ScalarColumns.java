package io.virk.signal;

/** The scalar columns of a {@link SignalTable}: NaN where a row lacks one. Not thread-safe. */
final class ScalarColumns {
  private final int capacity;
  private final int columns;

  /** [columns x capacity] row-major: a row of the table is a column here. */
  private final double[] values;

  ScalarColumns(int columns, int capacity) {
    this.columns = columns;
    this.capacity = capacity;
    this.values = new double[Math.multiplyExact(columns, capacity)];
  }

  int columns() {
    return columns;
  }

  double value(int column, int row) {
    return values[column * capacity + row];
  }

  void put(int column, int row, double value) {
    values[column * capacity + row] = value;
  }

  /** How many of the first rows have one; 0 for the column -1. */
  int count(int column, int rows) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      n += Double.isNaN(values[column * capacity + row]) ? 0 : 1;
    }
    return n;
  }

  /** Copies those of the first rows that there are. */
  void copy(int column, int rows, double[] target) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      double value = values[column * capacity + row];
      if (!Double.isNaN(value)) {
        target[n++] = value;
      }
    }
  }
}
