package io.virk.stats.ood;

import io.virk.stats.internal.Selection;
import java.util.Arrays;

/**
 * For each of many queries, the reference rows that may be among its k nearest, with what is known
 * of their squared distances. Distances are kept less the squared length of the query.
 *
 * <p>1. An approximate distance comes with a bound for its error, so each candidate lies between a
 * lower and an upper value. 2. At least k rows are no further than the k-th smallest upper value:
 * the limit. 3. A row whose lower value is above the limit is not among the k nearest; all others
 * are kept. So nothing that belongs to the result is ever lost.
 */
final class NeighbourCandidates {
  private int capacity;
  private int[] sizes = new int[0];
  private int[] rows = new int[0];
  private float[] lowers = new float[0];
  private float[] uppers = new float[0];
  private float[] sorted = new float[0];

  /** Per query: what has a lower value above it is out. */
  float[] limits = new float[0];

  /** The same in the terms of whoever adds, and kept up by it; infinity after a reset. */
  float[] thresholds = new float[0];

  private double[] exact = new double[0];

  /** Forgets all; room for k of each query and some more. */
  void reset(int queries, int k) {
    int needed = Math.max(2 * k, k + 128);
    if (needed > capacity || sizes.length < queries) {
      int kept = Math.max(sizes.length, queries);
      capacity = Math.max(capacity, needed);
      sizes = new int[kept];
      limits = new float[kept];
      thresholds = new float[kept];
      rows = new int[Math.multiplyExact(kept, capacity)];
      lowers = new float[kept * capacity];
      uppers = new float[kept * capacity];
      sorted = new float[capacity];
      exact = new double[capacity];
    }
    Arrays.fill(sizes, 0, queries, 0);
    Arrays.fill(limits, 0, queries, Float.POSITIVE_INFINITY);
    Arrays.fill(thresholds, 0, queries, Float.POSITIVE_INFINITY);
  }

  int size(int query) {
    return sizes[query];
  }

  int row(int query, int i) {
    return rows[query * capacity + i];
  }

  /** Adds one; true if the query has no more room and is to be compacted. */
  boolean add(int query, int row, float lower, float upper) {
    int at = query * capacity + sizes[query]++;
    rows[at] = row;
    lowers[at] = lower;
    uppers[at] = upper;
    return sizes[query] == capacity;
  }

  /** Lowers the limit to the k-th smallest upper value and drops what is above it. */
  void compact(int query, int k) {
    int from = query * capacity;
    int size = sizes[query];
    if (size < k) {
      return;
    }
    System.arraycopy(uppers, from, sorted, 0, size);
    float limit = Selection.largestLast(sorted, size, k - 1);
    limits[query] = limit;
    int kept = from;
    for (int i = from; i < from + size; i++) {
      if (lowers[i] <= limit) {
        rows[kept] = rows[i];
        lowers[kept] = lowers[i];
        uppers[kept++] = uppers[i];
      }
    }
    sizes[query] = kept - from;
  }

  /** Whether so little room is left that the next compaction would come at once. */
  boolean isCrowded(int query, int k) {
    return sizes[query] > k + (capacity - k) / 2;
  }

  /** Exact squared distances of the candidates of one query, to be filled in their order. */
  double[] exact() {
    return exact;
  }

  /** Sorts the candidates of one query, and {@link #exact} with them, nearest first. */
  void sortExact(int query) {
    int from = query * capacity;
    int size = sizes[query];
    int gap = 1;
    while (gap < size / 3) {
      gap = 3 * gap + 1;
    }
    for (; gap > 0; gap /= 3) {
      for (int i = gap; i < size; i++) {
        double distance = exact[i];
        int row = rows[from + i];
        int j = i;
        for (; j >= gap && exact[j - gap] > distance; j -= gap) {
          exact[j] = exact[j - gap];
          rows[from + j] = rows[from + j - gap];
        }
        exact[j] = distance;
        rows[from + j] = row;
      }
    }
  }

  /** Keeps the k nearest of sorted candidates, which nothing but a nearer row can displace. */
  void keepNearest(int query, int k, double squares) {
    int from = query * capacity;
    for (int i = 0; i < k; i++) {
      lowers[from + i] = Float.NEGATIVE_INFINITY;
      double slack = 1e-15 * (exact[i] + squares);
      uppers[from + i] = Math.nextUp((float) (exact[i] - squares + slack));
    }
    sizes[query] = k;
    limits[query] = uppers[from + k - 1];
  }
}
