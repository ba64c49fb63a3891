package io.virk.image.internal;

/**
 * The sum of the squares of whole numbers of up to 2^21 by column, exactly, in ints: of a number
 * 1024 h + l the sums of h h, h l and l l apart. Two rows at once, where there are two, so that the
 * sums are read and written half as often. Taken after {@value LaneSum#ROWS} rows at most. Not
 * thread-safe.
 */
final class SquareSum {
  private static final int BITS = 10;
  private static final int MASK = (1 << BITS) - 1;

  private final LaneSum high = new LaneSum();
  private final LaneSum mixed = new LaneSum();
  private final LaneSum low = new LaneSum();

  void start(int width) {
    start(width, width);
  }

  void start(int width, int panel) {
    high.start(width, panel);
    mixed.start(width, panel);
    low.start(width, panel);
  }

  void add(int[] row, int width) {
    add(row, high.lanes, mixed.lanes, low.lanes, width);
  }

  void add(int[] first, int[] second, int width) {
    add(first, second, high.lanes, mixed.lanes, low.lanes, width);
  }

  /** Adds the squares of the Laplacian of a row between two others. */
  void addLaplacian(int[] above, int[] centre, int[] below, int[] bend, int width) {
    addLaplacian(above, centre, below, bend, high.lanes, mixed.lanes, low.lanes, width);
  }

  private static void add(int[] row, int[] high, int[] mixed, int[] low, int width) {
    for (int x = 0; x < width; x++) {
      int h = row[x] >> BITS;
      int l = row[x] & MASK;
      high[x] += h * h;
      mixed[x] += h * l;
      low[x] += l * l;
    }
  }

  /** Product after product: C2 makes no SIMD of sums of two products each. */
  private static void add(
      int[] first, int[] second, int[] high, int[] mixed, int[] low, int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int h = first[x] >> BITS;
      int l = first[x] & MASK;
      int h2 = second[x] >> BITS;
      int l2 = second[x] & MASK;
      high[x] = high[x] + h * h + h2 * h2;
      mixed[x] = mixed[x] + h * l + h2 * l2;
      low[x] = low[x] + l * l + l2 * l2;
    }
  }

  private static void addLaplacian(
      int[] above,
      int[] centre,
      int[] below,
      int[] bend,
      int[] high,
      int[] mixed,
      int[] low,
      int width) {
    for (int x = 0, n = LaneSum.inRange(width); x < n; x++) {
      int value = above[x] + below[x] - 2 * centre[x] + bend[x];
      int h = value >> BITS;
      int l = value & MASK;
      high[x] += h * h;
      mixed[x] += h * l;
      low[x] += l * l;
    }
  }

  /** The sum of some columns since they were taken last; from now on 0. */
  double take(int from, int to) {
    return sum(high.take(from, to), mixed.take(from, to), low.take(from, to));
  }

  /** What was taken of a panel. */
  double total(int panel) {
    return sum(high.total(panel), mixed.total(panel), low.total(panel));
  }

  /** What was taken of the first panel, to be exact; of numbers of up to 2^18, and 2^26 pixels. */
  long exactTotal() {
    return (high.total() << 2 * BITS) + (mixed.total() << BITS + 1) + low.total();
  }

  private static double sum(long high, long mixed, long low) {
    return (double) high * (1 << 2 * BITS) + (double) mixed * (1 << BITS + 1) + low;
  }
}
