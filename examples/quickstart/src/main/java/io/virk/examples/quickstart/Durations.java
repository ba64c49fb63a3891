package io.virk.examples.quickstart;

import java.util.Arrays;
import java.util.Locale;

/** Collects how long something took, each time, and tells quantiles. */
final class Durations {
  private long[] nanos = new long[1024];
  private int count;

  void add(long value) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = value;
  }

  int count() {
    return count;
  }

  /** The quantile of what was collected; 0 if nothing was. */
  long quantile(double q) {
    if (count == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(count - 1, Math.floor(q * count))];
  }

  double total() {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += nanos[i];
    }
    return sum;
  }

  /** A time in the unit that suits it. */
  static String inWords(double nanos) {
    if (nanos < 1_000) {
      return String.format(Locale.ROOT, "%.0f ns", nanos);
    }
    return nanos < 1_000_000
        ? String.format(Locale.ROOT, "%.1f us", nanos / 1_000)
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1_000_000);
  }
}
