package io.virk.fleet;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the observations of some time were like, of every tested signal of one baseline: how many,
 * their moments, their counts by the deciles or classes of the baseline, sums of random features of
 * embeddings, verdicts, and how many independent observations they are worth. What the numbers are,
 * a {@link SummaryScheme} says. Immutable, thread-safe.
 *
 * <p>A commutative monoid: {@link #empty} is its identity, and {@link #merge} is associative and
 * commutative to the last bit, for all sums are whole numbers: of standard deviations of the
 * baseline in 2<sup>-20</sup>, of their squares and of vectors in 2<sup>-16</sup>. So a fleet may
 * be merged in any order, on any machine, and gives the same bytes.
 *
 * <p>No image and no embedding of one person is in it: vectors are there as sums alone, and a
 * summary of fewer than {@value SummaryScheme#FEWEST_VECTORS} of them has none. Of scalar signals
 * the smallest and largest value is kept, and a summary of one observation has its values: what a
 * host measures of single persons is not to be a tested signal of it.
 *
 * <p>Bytes: about 2,000 at an embedding of any length with the image's signals, never more than
 * 8,000 with up to 40 signals of up to 100 classes; memory about 8 for each number.
 */
public final class Summary {
  private static final char KIND = 'U';
  private static final int VERSION = 1;
  private static final int HASH = 64;

  /** Sums of more than this many units are refused rather than wrong. */
  static final long LARGEST = 1L << 61;

  private static final Summary EMPTY = new Summary("", 0, 0, new long[0], new double[0]);

  private final String baseline;
  private final long first;
  private final long last;
  private final long[] cells;

  /** Of each scalar signal the smallest value, then of each the largest. */
  private final double[] extremes;

  Summary(String baseline, long first, long last, long[] cells, double[] extremes) {
    this.baseline = baseline;
    this.first = first;
    this.last = last;
    this.cells = cells;
    this.extremes = extremes;
  }

  /** Of nothing: merged with any other it gives that. */
  public static Summary empty() {
    return EMPTY;
  }

  /**
   * Of all observations of both.
   *
   * @param other of the same baseline, and not of the same observations
   * @return a summary of both
   * @throws IllegalArgumentException if they are of two baselines, or of more than 2<sup>35</sup>
   *     observations together
   */
  public Summary merge(Summary other) {
    Objects.requireNonNull(other, "other");
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    if (!baseline.equals(other.baseline)
        || cells.length != other.cells.length
        || extremes.length != other.extremes.length) {
      throw new IllegalArgumentException(
          "other: of the baseline " + other.baseline + " (expected: " + baseline + ")");
    }
    long[] sums = new long[cells.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = checked(cells[i] + other.cells[i]);
    }
    double[] outer = new double[extremes.length];
    for (int i = 0; i < outer.length; i++) {
      outer[i] =
          i < outer.length / 2
              ? Math.min(extremes[i], other.extremes[i])
              : Math.max(extremes[i], other.extremes[i]);
    }
    return new Summary(
        baseline, Math.min(first, other.first), Math.max(last, other.last), sums, outer);
  }

  private static long checked(long sum) {
    if (Math.abs(sum) > LARGEST) {
      throw new IllegalArgumentException(
          "other: too many observations together (expected: at most 2^35)");
    }
    return sum;
  }

  /** Whether it is of nothing. */
  public boolean isEmpty() {
    return cells.length == 0;
  }

  /** The hash of the baseline whose signals they are; "" of nothing. */
  public String baseline() {
    return baseline;
  }

  /** Observations, of whatever signals. */
  public long observations() {
    return isEmpty() ? 0 : cells[0];
  }

  /** Time of the first observation, milliseconds since 1970; 0 of nothing. */
  public long firstMillis() {
    return first;
  }

  /** Time of the last observation, milliseconds since 1970; 0 of nothing. */
  public long lastMillis() {
    return last;
  }

  /** How many numbers there are, as the scheme lays them out. */
  int size() {
    return cells.length;
  }

  /** Scalar signals. */
  int scalars() {
    return extremes.length / 2;
  }

  long cell(int at) {
    return cells[at];
  }

  double least(int scalar) {
    return extremes[scalar];
  }

  double most(int scalar) {
    return extremes[scalars() + scalar];
  }

  /**
   * A compact, versioned, checksummed form.
   *
   * @return for {@link #fromBytes}; equal summaries give equal bytes
   */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 64 + 2 * cells.length + 16 * scalars());
    out.flag(!isEmpty());
    if (!isEmpty()) {
      for (int at = 0; at < HASH; at += 16) {
        out.bits(Long.parseUnsignedLong(baseline, at, at + 16, 16));
      }
      out.bits(first).count(last - first).count(cells.length).count(scalars());
      out.reals(extremes, extremes.length);
      for (long cell : cells) {
        out.count(cell << 1 ^ cell >> 63);
      }
    }
    return out.toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote. The bytes may be anyone's.
   *
   * @param bytes Not modified.
   * @return the summary; whether it is of a baseline, its scheme says
   * @throws IllegalArgumentException if they are cut off, damaged, of something else, of a newer
   *     version or no possible summary
   */
  public static Summary fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    if (!in.flag("whether there is something")) {
      in.end();
      return EMPTY;
    }
    StringBuilder hash = new StringBuilder(HASH);
    for (int at = 0; at < HASH; at += 16) {
      String part = Long.toHexString(in.bits("hash of the baseline"));
      hash.append("0".repeat(16 - part.length())).append(part);
    }
    long first = in.bits("time of the first observation");
    if (first > LARGEST || first < -LARGEST) { // the least number has no absolute value
      throw Checks.rejected("time of the first observation", first, "-2^61 to 2^61");
    }
    long last = first + in.count("time from the first to the last", 0, LARGEST);
    int size = in.size("numbers", 1, 1);
    int scalars = in.size("scalar signals", 0, 2 * Double.BYTES);
    double[] extremes = new double[2 * scalars];
    for (int i = 0; i < extremes.length; i++) {
      extremes[i] = in.real("extremes"); // infinite where a signal has no value
      if (Double.isNaN(extremes[i])) {
        throw Checks.rejected("extremes", extremes[i], "a number");
      }
    }
    in.holds("numbers", size);
    long[] cells = new long[size];
    for (int i = 0; i < size; i++) {
      long folded = in.count("number", 0, Long.MAX_VALUE);
      cells[i] = folded >>> 1 ^ -(folded & 1);
      if (Math.abs(cells[i]) > LARGEST) {
        throw Checks.rejected("number", cells[i], "-2^61 to 2^61");
      }
    }
    in.end();
    if (cells[0] < 1) {
      throw Checks.rejected("observations", cells[0], ">= 1");
    }
    return new Summary(hash.toString(), first, last, cells, extremes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Summary that
        && baseline.equals(that.baseline)
        && first == that.first
        && last == that.last
        && Arrays.equals(cells, that.cells)
        && Arrays.equals(extremes, that.extremes);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(cells) + baseline.hashCode();
  }

  @Override
  public String toString() {
    return isEmpty()
        ? "Summary[of nothing]"
        : "Summary[" + observations() + " observations, baseline " + baseline.substring(0, 8) + "]";
  }
}
