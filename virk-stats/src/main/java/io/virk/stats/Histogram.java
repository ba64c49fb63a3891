package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import java.util.Arrays;
import java.util.Objects;

/**
 * Streaming counts per bin. Merging is commutative and associative, with the empty histogram as
 * identity. Cost: that of {@link Bins#indexOf}, no allocation; 8 bytes per bin. Not thread-safe.
 */
public final class Histogram {
  private final Bins bins;
  private final long[] counts;
  private long total;

  /** Empty, over the given bins. */
  public Histogram(Bins bins) {
    this.bins = Objects.requireNonNull(bins, "bins");
    this.counts = new long[bins.count()];
  }

  /**
   * Of a whole sample.
   *
   * @param bins of the result
   * @param values finite; may be empty. Not modified.
   */
  public static Histogram of(Bins bins, double... values) {
    Histogram histogram = new Histogram(bins);
    for (double value : values) {
      histogram.accept(value);
    }
    return histogram;
  }

  /**
   * Counts one value.
   *
   * @param value finite
   * @throws IllegalArgumentException if it is NaN or infinite; this object is then unchanged
   */
  public void accept(double value) {
    counts[bins.indexOf(value)]++;
    total++;
  }

  /**
   * Adds all counts of the other.
   *
   * @param other of equal bins; unchanged; may be this object itself
   * @return this
   * @throws IllegalArgumentException if the bins differ; this object is then unchanged
   */
  public Histogram combine(Histogram other) {
    if (!bins.equals(other.bins)) {
      throw rejected("other.bins", other.bins, "equal to " + bins);
    }
    long added = other.total;
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += added;
    return this;
  }

  /** The bins. */
  public Bins bins() {
    return bins;
  }

  /** One count per bin; a copy. */
  public long[] counts() {
    return counts.clone();
  }

  /** The counts as double, as the divergences take them; a new array. */
  public double[] masses() {
    double[] masses = new double[counts.length];
    for (int i = 0; i < masses.length; i++) {
      masses[i] = counts[i];
    }
    return masses;
  }

  /** Sum of all counts. */
  public long total() {
    return total;
  }

  /** Back to empty, for the next window. */
  public void clear() {
    Arrays.fill(counts, 0);
    total = 0;
  }

  @Override
  public String toString() {
    return "Histogram[" + bins + ", total=" + total + "]";
  }
}
