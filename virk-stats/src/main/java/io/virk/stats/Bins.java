package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;

/**
 * A partition of the real line: bin i holds the values v with edge[i-1] &lt;= v &lt; edge[i], the
 * outer bins are open to the infinities. Immutable, safe for any thread. Memory: 8 bytes per edge,
 * and once arrays of float have been counted 4 bytes per edge and 2 to 32 KiB more.
 */
public final class Bins {
  private static final char KIND = 'B';
  private static final int VERSION = 1;
  private static final int EDGES = 0;
  private static final int UNIFORM = 1;
  // from a few bytes the reader must not be made to fill the memory
  private static final int MOST_UNIFORM = 1 << 16;

  private final double[] innerEdges;
  private final boolean uniform;
  private final double first;
  private final double perUnit;
  private final double lo;
  private final double hi;
  private volatile FloatBinning forFloats;

  private Bins(double[] innerEdges) {
    this(innerEdges, false, 0, 0);
  }

  private Bins(double[] innerEdges, boolean uniform, double lo, double hi) {
    this.innerEdges = innerEdges;
    this.lo = lo;
    this.hi = hi;
    int last = innerEdges.length - 1;
    this.first = last >= 0 ? innerEdges[0] : 0;
    double scale = last >= 1 ? last / (innerEdges[last] - first) : 0;
    this.perUnit = scale <= Double.MAX_VALUE ? scale : 0;
    this.uniform = uniform;
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
    return new Bins(edges, true, lo, hi);
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
    return new Bins(Arrays.copyOf(edges, kept));
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
    return new Bins(edges);
  }

  /**
   * One position in each bin, its middle, where {@code lo} and {@code hi} close the outer two: what
   * a distance on the real line takes. An outer bin that they leave empty has its edge.
   *
   * @param lo finite
   * @param hi finite, above {@code lo}
   * @return count() numbers, increasing; a new array
   */
  public double[] centres(double lo, double hi) {
    Checks.finite(lo, "lo");
    Checks.finite(hi, "hi");
    if (!(hi > lo)) {
      throw rejected("hi", hi, "> lo " + lo);
    }
    int last = innerEdges.length;
    double[] centres = new double[last + 1];
    for (int i = 0; i <= last; i++) {
      double from = i == 0 ? (last == 0 ? lo : Math.min(lo, innerEdges[0])) : innerEdges[i - 1];
      double to = i == last ? (last == 0 ? hi : Math.max(hi, innerEdges[last - 1])) : innerEdges[i];
      centres[i] = from / 2 + to / 2;
    }
    return centres;
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
    return uniform && perUnit > 0 ? uniformIndex(value) : search(value);
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

  /** The search made for arrays of float; made at the first use. */
  FloatBinning forFloats() {
    FloatBinning made = forFloats;
    if (made == null) {
      made = new FloatBinning(innerEdges);
      forFloats = made;
    }
    return made;
  }

  /** A compact, versioned form for {@link #fromBytes}: 8 bytes per edge, about 24 if uniform. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 16 + 8 * (uniform ? 2 : innerEdges.length));
    writeTo(out);
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible bins
   */
  public static Bins fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    Bins bins = readFrom(in);
    in.end();
    return bins;
  }

  void writeTo(BinaryOutput out) {
    if (uniform && count() <= MOST_UNIFORM) {
      out.count(UNIFORM).count(count()).real(lo).real(hi);
    } else {
      out.count(EDGES).count(innerEdges.length).reals(innerEdges, innerEdges.length);
    }
  }

  static Bins readFrom(BinaryInput in) {
    if (in.count("form of bins", EDGES, UNIFORM) == UNIFORM) {
      int count = (int) in.count("count", 1, MOST_UNIFORM);
      return uniform(in.finite("lo"), in.finite("hi"), count);
    }
    double[] edges = new double[in.size("number of edges", 0, Double.BYTES)];
    in.finites(edges, edges.length, "edge");
    return ofInnerEdges(edges);
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
