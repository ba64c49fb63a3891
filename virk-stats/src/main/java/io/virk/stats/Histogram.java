package io.virk.stats;

import static io.virk.stats.internal.Checks.rejected;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * Streaming counts per bin. Merging is commutative and associative, with the empty histogram as
 * identity. Not thread-safe.
 *
 * <p>Cost: that of {@link Bins#indexOf} for a value; for an array of float one look into a table,
 * about two nanoseconds each whatever the bins. No allocation after the first array. Memory: 8
 * bytes per bin, 24 once arrays have been counted, and the bins.
 */
public final class Histogram {
  private static final char KIND = 'H';
  private static final int VERSION = 1;

  private final Bins bins;
  private final long[] counts;
  private long total;
  private int[][] scratch;

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
   * Counts many values.
   *
   * @param values finite; may be empty. Not modified.
   * @throws IllegalArgumentException if one is NaN or infinite; this object is then unchanged
   */
  public void accept(float[] values) {
    accept(values, 0, Objects.requireNonNull(values, "values").length);
  }

  /**
   * Counts the values of a part of an array.
   *
   * @param values finite in that part. Not modified.
   * @param from its first element
   * @param to one past its last
   * @throws IllegalArgumentException if one is NaN or infinite; this object is then unchanged
   */
  public void accept(float[] values, int from, int to) {
    Objects.checkFromToIndex(from, to, Objects.requireNonNull(values, "values").length);
    if (scratch == null) {
      scratch = new int[FloatBinning.LANES][counts.length];
    }
    boolean finite = bins.forFloats().count(values, from, to, scratch);
    for (int[] lane : scratch) {
      for (int i = 0; i < lane.length; i++) {
        counts[i] += finite ? lane[i] : 0;
        lane[i] = 0;
      }
    }
    if (!finite) {
      for (int i = from; i < to; i++) {
        Checks.finite(values[i], "values[" + i + "]");
      }
    }
    total += to - from;
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

  /**
   * The counts as double into a given array.
   *
   * @param masses one element per bin. Modified.
   */
  public void masses(double[] masses) {
    Checks.sameLength(masses.length, counts.length, "masses", "counts");
    for (int i = 0; i < masses.length; i++) {
      masses[i] = counts[i];
    }
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

  /** Bins and counts in a compact, versioned form for {@link #fromBytes}. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 16 + 11 * counts.length);
    bins.writeTo(out);
    for (long count : counts) {
      out.count(count);
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are cut off, of something else, of a newer version or
   *     no possible histogram
   */
  public static Histogram fromBytes(byte[] bytes) {
    BinaryInput in = new BinaryInput(bytes, KIND, VERSION);
    Bins bins = Bins.readFrom(in);
    in.holds("number of bins", bins.count());
    Histogram read = new Histogram(bins);
    for (int i = 0; i < read.counts.length; i++) {
      read.counts[i] = in.count("count", 0, Long.MAX_VALUE - read.total);
      read.total += read.counts[i];
    }
    in.end();
    return read;
  }

  @Override
  public String toString() {
    return "Histogram[" + bins + ", total=" + total + "]";
  }
}
