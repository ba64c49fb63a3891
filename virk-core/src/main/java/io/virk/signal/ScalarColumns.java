package io.virk.signal;

import java.util.List;

/**
 * The scalar columns of a {@link SignalTable}: NaN where a row lacks one. Those of the image that
 * are not tested are kept as floats, for there are many, or not at all. Not thread-safe.
 */
final class ScalarColumns {
  private final int capacity;

  /** Of each column its place among those of its width, from 0 on; ~ place of a narrow one. */
  private final int[] places;

  /** [columns x capacity] row-major: a row of the table is a column here. */
  private final double[] wide;

  private final float[] narrow;

  ScalarColumns(List<ScalarSignal> signals, int capacity, boolean keepsDiagnostics) {
    this.capacity = capacity;
    this.places = new int[signals.size()];
    int tested = 0;
    for (int column = 0; column < places.length; column++) {
      places[column] = isNarrow(signals.get(column)) ? ~(column - tested) : tested++;
    }
    this.wide = new double[Math.multiplyExact(tested, capacity)];
    this.narrow =
        new float[keepsDiagnostics ? Math.multiplyExact(places.length - tested, capacity) : 0];
  }

  /** A host's own are kept as they come. */
  private static boolean isNarrow(ScalarSignal signal) {
    return !signal.isTested() && signal.source().equals(SignalSources.IMAGE);
  }

  int columns() {
    return places.length;
  }

  /** Bytes of its arrays. */
  long memory() {
    return 8L * wide.length + 4L * narrow.length + 4L * places.length;
  }

  double value(int column, int row) {
    int place = places[column];
    if (place < 0) {
      return narrow.length == 0 ? Double.NaN : narrow[~place * capacity + row];
    }
    return wide[place * capacity + row];
  }

  void put(int column, int row, double value) {
    int place = places[column];
    if (place < 0 && narrow.length == 0) {
      return;
    }
    if (place < 0) {
      narrow[~place * capacity + row] = (float) value;
    } else {
      wide[place * capacity + row] = value;
    }
  }

  /** How many of the first rows have one; 0 for the column -1. */
  int count(int column, int rows) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      n += Double.isNaN(value(column, row)) ? 0 : 1;
    }
    return n;
  }

  /** Copies those of the first rows that there are. */
  void copy(int column, int rows, double[] target) {
    int n = 0;
    for (int row = 0; row < rows && column >= 0; row++) {
      double value = value(column, row);
      if (!Double.isNaN(value)) {
        target[n++] = value;
      }
    }
  }
}
