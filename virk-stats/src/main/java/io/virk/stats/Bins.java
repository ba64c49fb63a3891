package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * A partition of the real line: bin i holds the values v with edge[i-1] &lt;= v &lt; edge[i], the
 * outer bins are open to the infinities. Immutable. Memory: 8 bytes per edge.
 */
public final class Bins {
  private final double[] innerEdges;
  private final boolean uniform;
  private final double first;
  private final double perUnit;

  private Bins(double[] innerEdges, boolean uniform) {
    this.innerEdges = innerEdges;
    int last = innerEdges.length - 1;
    this.first = last >= 0 ? innerEdges[0] : 0;
    this.perUnit = last >= 1 ? last / (innerEdges[last] - first) : 0;
    this.uniform = uniform && last >= 1 && Double.isFinite(perUnit);
  }

  /**
   * Bins of equal width from {@code lo} to {@code hi}; the outer two also take what lies beyond.
   *
   * @param lo finite
   * @param hi finite, above {@code lo}
   * @param count 1 or more
   */
  public static Bins uniform(double lo, double hi, int count) {
    Checks.finite(lo, "lo");
    Checks.finite(hi, "hi");
    Checks.atLeast(count, 1, "count");
    if (!(hi > lo)) {
      throw rejected("hi", hi, "> lo " + lo);
    }
    double width = Checks.finite((hi - lo) / count, "hi - lo");
    double[] edges = new double[count - 1];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = lo + (i + 1) * width;
      if (!(edges[i] > (i == 0 ? lo : edges[i - 1]))) {
        throw rejected("count", count, "bins wide enough for double between " + lo + " and " + hi);
      }
    }
    return new Bins(edges, true);
  }

  /**
   * Bins that hold about equally many of a sample: the inner edges are its quantiles i / count,
   * interpolated linearly (type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566, as
   * numpy's default). Equal edges are merged, so that ties may leave fewer bins than asked for.
   *
   * @param sample finite, at least one value. Not modified.
   * @param count 1 or more
   */
  public static Bins quantiles(double[] sample, int count) {
    Checks.allFinite(sample, "sample");
    Checks.atLeast(count, 1, "count");
    double[] sorted = sample.clone();
    Arrays.sort(sorted);
    double[] edges = new double[count - 1];
    int kept = 0;
    for (int i = 1; i < count; i++) {
      // position (n - 1) i / count in whole numbers: an edge on a value of the sample is that value
      long position = (long) (sorted.length - 1) * i;
      int below = (int) (position / count);
      double fraction = (double) (position % count) / count;
      double edge = sorted[below];
      if (fraction > 0) {
        edge = between(edge, sorted[below + 1], fraction);
      }
      edge += 0.0; // -0.0 to 0.0
      if (kept == 0 || edge > edges[kept - 1]) {
        edges[kept++] = edge;
      }
    }
    return new Bins(Arrays.copyOf(edges, kept), false);
  }

  private static double between(double a, double b, double fraction) {
    double width = b - a;
    if (Double.isInfinite(width)) {
      return a * (1 - fraction) + b * fraction;
    }
    return fraction < 0.5 ? a + width * fraction : b - width * (1 - fraction);
  }

  /** The 256 levels of an 8-bit pixel: bin i holds the values from i to below i + 1. */
  public static Bins levels256() {
    return uniform(0, 256, 256);
  }

  /**
   * Bins with the given inner edges.
   *
   * @param innerEdges finite, strictly increasing; may be empty (one bin). Not modified.
   */
  public static Bins ofInnerEdges(double... innerEdges) {
    double[] edges = innerEdges.clone();
    for (int i = 0; i < edges.length; i++) {
      edges[i] = Checks.finite(edges[i], "innerEdges[" + i + "]") + 0.0;
      if (i > 0 && !(edges[i] > edges[i - 1])) {
        throw rejected("innerEdges[" + i + "]", edges[i], "> " + edges[i - 1]);
      }
    }
    return new Bins(edges, false);
  }

  /** Number of bins: one more than the inner edges. */
  public int count() {
    return innerEdges.length + 1;
  }

  /** The edges between bins, strictly increasing; a copy. */
  public double[] innerEdges() {
    return innerEdges.clone();
  }

  /**
   * The bin of a value. Cost: constant for uniform bins, else a binary search.
   *
   * @param value finite
   * @return 0 to count() - 1
   * @throws IllegalArgumentException if the value is NaN or infinite
   */
  public int indexOf(double value) {
    Checks.finite(value, "value");
    return uniform ? uniformIndex(value) : search(value);
  }

  private int uniformIndex(double value) {
    int last = innerEdges.length;
    double position = (value - first) * perUnit;
    int index = position < 0 ? 0 : position >= last ? last : (int) position + 1;
    // the product may round across an edge
    while (index > 0 && value < innerEdges[index - 1]) {
      index--;
    }
    while (index < last && value >= innerEdges[index]) {
      index++;
    }
    return index;
  }

  private int search(double value) {
    int low = 0;
    int high = innerEdges.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value >= innerEdges[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Equal if all edges are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bins bins && Arrays.equals(innerEdges, bins.innerEdges);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(innerEdges);
  }

  @Override
  public String toString() {
    return "Bins[count="
        + count()
        + (innerEdges.length == 0
            ? ""
            : ", from " + innerEdges[0] + " to " + innerEdges[innerEdges.length - 1])
        + "]";
  }
}
