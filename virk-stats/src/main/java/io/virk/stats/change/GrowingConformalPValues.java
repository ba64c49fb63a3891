package io.virk.stats.change;

import io.virk.stats.internal.Checks;

/**
 * Conformal p-values for a whole stream: every score joins the sample that the next is compared
 * with. If calibration and stream are exchangeable, the p-values are independent and uniform, so
 * that a {@link SimpleJumper}, a {@link PowerMixture} or an {@link EDetector} on them is valid
 * exactly. After a change the sample takes in what is strange too, and slowly gets used to it.
 *
 * <p>Scores are counted in bins, and ties within a bin broken at random: so the memory is fixed, 8
 * bytes a bin and an edge, however long the stream. The edges must not depend on the calibration
 * scores that are counted: take quantiles of other scores. Larger scores are stranger. Not
 * thread-safe. Cost: a binary search and a sum over log2(bins) partial counts.
 *
 * <p>Source: V. Vovk, A. Gammerman and G. Shafer, <i>Algorithmic learning in a random world</i>,
 * Springer (2005), doi:10.1007/b106715, theorem 8.1; counts after P. M. Fenwick,
 * doi:10.1002/spe.4380240306.
 */
public final class GrowingConformalPValues {
  private final double[] edges;

  /** Fenwick tree of the counts of the bins, from 1. */
  private final long[] tree;

  private long count;

  /**
   * An empty sample.
   *
   * @param edges of the bins, ascending, finite, at least one; not from scores that are counted.
   *     Not modified.
   */
  public GrowingConformalPValues(double[] edges) {
    this.edges = Checks.allFinite(edges, "edges").clone();
    for (int i = 1; i < edges.length; i++) {
      if (!(edges[i - 1] < edges[i])) {
        throw Checks.rejected("edges[" + i + "]", edges[i], "above " + edges[i - 1]);
      }
    }
    this.tree = new long[edges.length + 2];
  }

  /**
   * Counts a score without asking for its p-value: for the calibration sample.
   *
   * @param score finite
   */
  public void add(double score) {
    Checks.finite(score, "score");
    count(bin(score));
  }

  /**
   * The p-value of a score among all before and itself, and counts it.
   *
   * @param score finite
   * @param u random, above 0, at most 1
   * @return above 0, at most 1
   */
  public double next(double score, double u) {
    Checks.finite(score, "score");
    if (!(u > 0 && u <= 1)) {
      throw Checks.rejected("u", u, "> 0 and <= 1");
    }
    int bin = bin(score);
    long below = countUpTo(bin);
    long upTo = countUpTo(bin + 1);
    double p = (count - upTo + u * (1.0 + upTo - below)) / (count + 1.0);
    count(bin);
    return p;
  }

  /** Number of scores counted. */
  public long count() {
    return count;
  }

  /** 0 below the first edge, edges.length from the last. */
  private int bin(double score) {
    int low = 0;
    int high = edges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (edges[middle] <= score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void count(int bin) {
    count++;
    for (int i = bin + 1; i < tree.length; i += i & -i) {
      tree[i]++;
    }
  }

  /** Scores in the bins below one. */
  private long countUpTo(int bin) {
    long sum = 0;
    for (int i = bin; i > 0; i -= i & -i) {
      sum += tree[i];
    }
    return sum;
  }
}
