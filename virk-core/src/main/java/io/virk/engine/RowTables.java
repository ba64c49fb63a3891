package io.virk.engine;

import io.virk.signal.SignalTable;
import java.util.Comparator;
import java.util.stream.IntStream;

/** What is done with the tables of a window and of the one before it. */
final class RowTables {
  private RowTables() {}

  /** The last rows of two tables, as many as the second has room for. */
  static SignalTable last(SignalTable before, SignalTable own) {
    SignalTable both = SignalTable.concatenate(before, own);
    return both.take(IntStream.range(both.rows() - own.capacity(), both.rows()).toArray());
  }

  /** The rows of a sample in the order in which they came. */
  static SignalTable inOrder(SignalTable sample) {
    return sample.take(
        IntStream.range(0, sample.rows())
            .boxed()
            .sorted(Comparator.comparingLong(sample::sequence))
            .mapToInt(i -> i)
            .toArray());
  }

  /** The rows from an observation on, or the last ones if those are fewer than so many. */
  static SignalTable since(SignalTable rows, long sequence, int fewest) {
    int first = Math.max(0, rows.rows() - fewest);
    while (first > 0 && rows.sequence(first - 1) >= sequence) {
      first--;
    }
    return rows.take(IntStream.range(first, rows.rows()).toArray());
  }

  /** The first row, the third and so on. */
  static SignalTable everySecond(SignalTable rows) {
    return rows.take(IntStream.range(0, (rows.rows() + 1) / 2).map(i -> 2 * i).toArray());
  }

  /** The last rows, as many as there is room for, in the place of those that are there. */
  static void copy(SignalTable from, SignalTable to) {
    to.clear();
    for (int row = Math.max(0, from.rows() - to.capacity()); row < from.rows(); row++) {
      to.append(from, row);
    }
  }

  /** One that shares nothing with it. */
  static SignalTable copy(SignalTable table) {
    return table.copy(table.schema(), Math.max(1, table.rows()));
  }
}
