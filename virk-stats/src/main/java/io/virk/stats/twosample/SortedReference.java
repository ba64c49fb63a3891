package io.virk.stats.twosample;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * A sorted reference sample of a scalar, made once and compared with many windows by {@link
 * ReferenceComparison}.
 *
 * <p>The line is cut into cells by a map that never decreases in float arithmetic: linear in the
 * value, but for far outliers, or in its bits (about its logarithm), whichever spreads the
 * reference more evenly. Each cell knows how many values of the reference lie below it and their
 * sum inside. Immutable, safe for any thread. Memory: 4 bytes per value and 16 per cell, of which
 * there are 2^10 to 2^16. Cost to make: a sort and a few passes. Source: that of what is compared,
 * see {@link KolmogorovSmirnov} and {@link Wasserstein}; the cells are a way of counting alone.
 */
public final class SortedReference {
  private static final int FEWEST_CELLS = 1 << 10;
  private static final int MOST_CELLS = 1 << 16;

  private final float[] sorted;
  private final double standardDeviation;
  private final CellMap map;
  private final int[] below; // by cell, and the whole size at the end
  private final float[] start; // the smallest float of each cell but the first
  private final double[] reach; // sum over the cell of start of the next cell - value

  private SortedReference(float[] sorted) {
    this.sorted = sorted;
    double[] wide = new double[sorted.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = sorted[i];
    }
    standardDeviation = Samples.standardDeviation(wide);
    int cells = FEWEST_CELLS;
    while (cells < MOST_CELLS && cells < sorted.length) {
      cells *= 2;
    }
    map = leastCrowded(cells);
    below = below(map);
    start = new float[cells];
    reach = new double[cells];
    for (int c = 1; c < cells; c++) {
      start[c] = map.start(c);
    }
    for (int c = 0; c < cells - 1; c++) {
      for (int i = below[c]; i < below[c + 1]; i++) {
        reach[c] += (double) start[c + 1] - sorted[i];
      }
    }
  }

  /**
   * Sorts a copy.
   *
   * @param sample finite, at least one value. Not modified.
   */
  public static SortedReference of(float[] sample) {
    float[] sorted = Checks.allFinite(sample, "sample").clone();
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] += 0f; // -0 to 0
    }
    Arrays.sort(sorted);
    return new SortedReference(sorted);
  }

  private int[] below(CellMap of) {
    int[] counts = new int[of.cells() + 1];
    for (float value : sorted) {
      counts[of.cell(value) + 1]++;
    }
    for (int c = 0; c < of.cells(); c++) {
      counts[c + 1] += counts[c];
    }
    return counts;
  }

  /** Linear over all values, linear over all but the outer 0.2 %, or by bits. */
  private CellMap leastCrowded(int cells) {
    CellMap best = CellMap.linear(sorted, 0, cells);
    for (CellMap other :
        new CellMap[] {
          CellMap.linear(sorted, sorted.length / 1000, cells), CellMap.bits(sorted, cells)
        }) {
      best = crowding(other) < crowding(best) ? other : best;
    }
    return best;
  }

  /** Mean number of values in the cell of a value. */
  private double crowding(CellMap of) {
    int[] counts = below(of);
    double sum = 0;
    for (int c = 0; c < of.cells(); c++) {
      double inside = counts[c + 1] - counts[c];
      sum += inside * inside;
    }
    return sum / sorted.length;
  }

  /** Number of values. */
  public int size() {
    return sorted.length;
  }

  /** The values, ascending; a copy. */
  public float[] values() {
    return sorted.clone();
  }

  /** Standard deviation with divisor n. */
  public double standardDeviation() {
    return standardDeviation;
  }

  float[] sorted() {
    return sorted;
  }

  CellMap map() {
    return map;
  }

  int[] below() {
    return below;
  }

  float[] start() {
    return start;
  }

  double[] reach() {
    return reach;
  }

  @Override
  public String toString() {
    return "SortedReference["
        + sorted.length
        + " from "
        + sorted[0]
        + " to "
        + sorted[sorted.length - 1]
        + "]";
  }
}
