package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
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
  private static final char KIND = 'Q';
  private static final int VERSION = 1;

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
    count(bin, 1);
  }

  private void count(int bin, long scores) {
    count += scores;
    for (int i = bin + 1; i < tree.length; i += i & -i) {
      tree[i] += scores;
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

  /**
   * Edges and counts in a compact, versioned form with a checksum, for {@link #fromBytes}: some 10
   * bytes for a bin.
   */
  public byte[] toBytes() {
    BinaryOutput out =
        new BinaryOutput(KIND, VERSION, Math.toIntExact(24 + 12L * edges.length))
            .count(edges.length)
            .reals(edges, edges.length);
    for (int bin = 0; bin <= edges.length; bin++) {
      out.count(countUpTo(bin + 1) - countUpTo(bin));
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote: what is read goes on exactly as this would.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static GrowingConformalPValues fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double[] edges = new double[in.size("edges", 1, Double.BYTES)];
    in.finites(edges, edges.length, "edge");
    GrowingConformalPValues read = new GrowingConformalPValues(edges);
    for (int bin = 0; bin <= edges.length; bin++) {
      read.count(bin, in.count("scores of a bin", 0, Long.MAX_VALUE - 1 - read.count));
    }
    in.end();
    return read;
  }
}
