package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Kolmogorov-Smirnov and Wasserstein-1 of windows of floats against one {@link SortedReference},
 * exact, without sorting the window.
 *
 * <p>A first pass counts and sums the values of the window in each cell of the reference. That
 * fixes both distribution functions at the borders of the cells, and the area between them wherever
 * they do not cross; a second pass collects the values of the few cells in which they cross or in
 * which the largest difference may lie, and only those are sorted. A reference of which most values
 * share few cells leaves more to sort, at worst all.
 *
 * <p>Cost: a few nanoseconds per value and one per cell. No allocation once the window has reached
 * its largest size, unless a cell holds thousands of values to sort. Memory: 16 bytes per cell of
 * the reference, and up to 4 per value of the window. Holds the last result; not thread-safe, but
 * any number may share a reference.
 *
 * <p>Source: see {@link KolmogorovSmirnov} and {@link Wasserstein}.
 */
public final class ReferenceComparison {
  private static final int MOST_BY_SHELL = 4096;
  private static final int[] GAPS = {1750, 701, 301, 132, 57, 23, 10, 4, 1};

  private final SortedReference reference;
  private final int[] counts;
  private final double[] sums;
  private final int[] slots; // where the next value of a cell goes; -1: not collected
  private float[] collected = {};

  private int size;
  private long greater; // n m max (F_window - F_reference)
  private long less;
  private double area;

  /** Compares with a reference, which may be shared. */
  public ReferenceComparison(SortedReference reference) {
    this.reference = Objects.requireNonNull(reference, "reference");
    int cells = reference.map().cells();
    counts = new int[cells];
    sums = new double[cells];
    slots = new int[cells];
  }

  /**
   * Compares a window; the results are then those of this window.
   *
   * @param window finite, at least one value. Not modified.
   * @throws IllegalArgumentException if it is not; the results are then as before
   */
  public void compare(float[] window) {
    compare(window, 0, Objects.requireNonNull(window, "window").length);
  }

  /**
   * Compares a part of an array; the results are then those of this part.
   *
   * @param window finite in that part. Not modified.
   * @param from its first element
   * @param to one past its last, above {@code from}
   * @throws IllegalArgumentException if it is not so; the results are then as before
   */
  public void compare(float[] window, int from, int to) {
    Objects.checkFromToIndex(from, to, Objects.requireNonNull(window, "window").length);
    Checks.atLeast(to - from, 1, "values of window");
    Arrays.fill(counts, 0);
    Arrays.fill(sums, 0);
    if (!(reference.map().isLinear()
        ? countLinear(window, from, to)
        : countBits(window, from, to))) {
      for (int i = from; i < to; i++) {
        Checks.finite(window[i], "window[" + i + "]");
      }
    }
    size = to - from;
    takeBorders();
    takeCells();
    if (chooseCells()) {
      collect(window, from, to);
    }
    takeChosen();
  }

  private boolean countLinear(float[] window, int from, int to) {
    float origin = reference.map().origin();
    float scale = reference.map().scale();
    int[] n = counts;
    double[] s = sums;
    float lowest = reference.map().lowest();
    float highest = reference.map().highest();
    int last = n.length - 1;
    // v - v is 0 for a finite v and NaN otherwise
    float bad0 = 0;
    float bad1 = 0;
    int i = from;
    for (; i < to - 1; i += 2) {
      float v0 = window[i];
      float v1 = window[i + 1];
      bad0 += v0 - v0;
      bad1 += v1 - v1;
      int c0 = CellMap.cell(v0, v0, origin, scale, lowest, highest, last);
      int c1 = CellMap.cell(v1, v1, origin, scale, lowest, highest, last);
      n[c0]++;
      s[c0] += v0;
      n[c1]++;
      s[c1] += v1;
    }
    if (i < to) {
      float v = window[i];
      bad0 += v - v;
      int c = CellMap.cell(v, v, origin, scale, lowest, highest, last);
      n[c]++;
      s[c] += v;
    }
    return bad0 + bad1 == 0;
  }

  private boolean countBits(float[] window, int from, int to) {
    float origin = reference.map().origin();
    float scale = reference.map().scale();
    int[] n = counts;
    double[] s = sums;
    float lowest = reference.map().lowest();
    float highest = reference.map().highest();
    int last = n.length - 1;
    float bad = 0;
    for (int i = from; i < to; i++) {
      float v = window[i];
      bad += v - v;
      int c = CellMap.cell(v, CellMap.bitsKey(v), origin, scale, lowest, highest, last);
      n[c]++;
      s[c] += v;
    }
    return bad == 0;
  }

  /** The largest differences at the borders of cells. */
  private void takeBorders() {
    int[] below = reference.below();
    long n = size;
    long m = reference.size();
    long seen = 0;
    greater = 0;
    less = 0;
    for (int c = 0; c < counts.length; c++) {
      seen += counts[c];
      long difference = seen * m - below[c + 1] * n;
      greater = Math.max(greater, difference);
      less = Math.max(less, -difference);
    }
  }

  /** The area in the cells in which the functions do not cross; marks the others. */
  private void takeCells() {
    int[] below = reference.below();
    float[] start = reference.start();
    double[] reach = reference.reach();
    double n = size;
    double m = reference.size();
    int last = counts.length - 1;
    double sum = 0;
    long seen = 0;
    for (int c = 0; c <= last; c++) {
      int inside = counts[c];
      double left = seen * m;
      double right = (seen + inside) * m;
      double leftReference = below[c] * n;
      double rightReference = below[c + 1] * n;
      // nothing of the reference is in the first cell or the last: they never cross there
      boolean crossing = left < rightReference && right > leftReference;
      slots[c] = crossing ? 0 : -1;
      if (!crossing) {
        double end = c < last ? start[c + 1] : start[c];
        double width = c == 0 || c == last ? 0 : end - start[c];
        double ofWindow = (inside * end - sums[c]) / n;
        double signed = (left - leftReference) / (n * m) * width + ofWindow - reach[c] / m;
        sum += Math.abs(signed);
      }
      seen += inside;
    }
    area = sum;
  }

  /** Marks the cells that may hold a larger difference; slots of all marked; whether any value. */
  private boolean chooseCells() {
    int[] below = reference.below();
    long n = size;
    long m = reference.size();
    long seen = 0;
    int next = 0;
    for (int c = 0; c < counts.length; c++) {
      int inside = counts[c];
      long most = (seen + inside) * m - below[c] * n;
      long least = seen * m - below[c + 1] * n;
      boolean larger = inside > 0 && below[c + 1] > below[c] && (most > greater || -least > less);
      if (slots[c] == 0) {
        slots[c] = next;
        next += inside;
      } else if (larger) {
        // the area of this cell is known: the complement says that only the difference is wanted
        slots[c] = next;
        next += inside;
        sums[c] = Double.NaN;
      }
      seen += inside;
    }
    if (collected.length < next) {
      collected = new float[next];
    }
    return next > 0;
  }

  private void collect(float[] window, int from, int to) {
    CellMap map = reference.map();
    float origin = map.origin();
    float scale = map.scale();
    float lowest = map.lowest();
    float highest = map.highest();
    boolean linear = map.isLinear();
    int[] slot = slots;
    int last = slot.length - 1;
    for (int i = from; i < to; i++) {
      float v = window[i];
      float key = linear ? v : CellMap.bitsKey(v);
      int c = CellMap.cell(v, key, origin, scale, lowest, highest, last);
      if (slot[c] >= 0) {
        collected[slot[c]++] = v + 0f;
      }
    }
  }

  private void takeChosen() {
    long seen = 0;
    for (int c = 0; c < counts.length; c++) {
      if (slots[c] >= 0) {
        sort(collected, slots[c] - counts[c], slots[c]);
        takeChosen(c, seen, !Double.isNaN(sums[c]));
      }
      seen += counts[c];
    }
  }

  /** Shell's sort for what are mostly a few dozen values: it allocates nothing, unlike JDK 25's. */
  private static void sort(float[] values, int from, int to) {
    if (to - from > MOST_BY_SHELL) {
      Arrays.sort(values, from, to);
      return;
    }
    for (int gap : GAPS) {
      for (int i = from + gap; i < to; i++) {
        float value = values[i];
        int j = i;
        while (j >= from + gap && values[j - gap] > value) {
          values[j] = values[j - gap];
          j -= gap;
        }
        values[j] = value;
      }
    }
  }

  /** Walks both samples through one cell. */
  private void takeChosen(int cell, long seen, boolean withArea) {
    float[] sorted = reference.sorted();
    long n = size;
    long m = reference.size();
    int i = slots[cell] - counts[cell];
    int endI = slots[cell];
    int j = reference.below()[cell];
    int endJ = reference.below()[cell + 1];
    double end = reference.start()[cell + 1];
    double position = reference.start()[cell];
    long difference = seen * m - j * n;
    double sum = 0;
    while (i < endI || j < endJ) {
      float next =
          i == endI ? sorted[j] : j == endJ ? collected[i] : Math.min(collected[i], sorted[j]);
      sum += Math.abs(difference) * (next - position);
      position = next;
      while (i < endI && collected[i] <= next) {
        i++;
        difference += m;
      }
      while (j < endJ && sorted[j] <= next) {
        j++;
        difference -= n;
      }
      greater = Math.max(greater, difference);
      less = Math.max(less, -difference);
    }
    if (withArea) {
      area += (sum + Math.abs(difference) * (end - position)) / ((double) n * m);
    }
  }

  /** Number of values of the last window; 0 before the first. */
  public int size() {
    return size;
  }

  /** D = max |F_window - F_reference|, 0 to 1; NaN before the first window. */
  public double kolmogorovSmirnov() {
    return Math.max(greater, less) / pairs();
  }

  /** max (F_window - F_reference): the window tends to be smaller. NaN before the first window. */
  public double kolmogorovSmirnovGreater() {
    return greater / pairs();
  }

  /** max (F_reference - F_window): the window tends to be larger. NaN before the first window. */
  public double kolmogorovSmirnovLess() {
    return less / pairs();
  }

  /** P(D at least as large) as both sizes grow; NaN before the first window. */
  public double asymptoticP() {
    return size == 0
        ? Double.NaN
        : KolmogorovSmirnov.asymptoticP(kolmogorovSmirnov(), size, reference.size());
  }

  /** Wasserstein-1 distance, in the unit of the data; NaN before the first window. */
  public double wasserstein() {
    return size == 0 ? Double.NaN : area;
  }

  /**
   * Wasserstein-1 distance in standard deviations of the reference; of a constant reference 0 if
   * the distance is 0, else +Infinity. NaN before the first window.
   */
  public double normedWasserstein() {
    return size == 0 || area > 0 ? wasserstein() / reference.standardDeviation() : 0;
  }

  private double pairs() {
    return (double) size * reference.size();
  }

  @Override
  public String toString() {
    return size == 0
        ? "ReferenceComparison[no window yet]"
        : "ReferenceComparison[size=" + size + ", D=" + kolmogorovSmirnov() + ", W1=" + area + "]";
  }
}
