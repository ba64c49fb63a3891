package io.virk.stats.change;

import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Arrays;
import java.util.Objects;

/**
 * ADWIN2: a window that grows while its mean stays and is cut where two parts of it differ. The
 * rule sets of river and of MOA, see {@link AdwinOptions.Rule}.
 *
 * <p>Not only for numbers between 0 and 1: the bound is that of Bernstein, with the variance of the
 * window, and its last term takes differences in units of 1. Scale the stream so that a change to
 * be found is not far below 1.
 *
 * <p>Memory: fixed, 16 bytes for each of 40 (maxBuckets + 1) buckets, 4 KiB as a rule; the window
 * may hold 2^40 observations, after which its oldest half is dropped. Cost of an update: constant
 * on average, and every {@code clock} observations some 10 ns for each of about maxBuckets
 * log2(window / maxBuckets) boundaries.
 *
 * <p>Source: A. Bifet and R. Gavalda, <i>Learning from time-changing data with adaptive
 * windowing</i>, SDM (2007), doi:10.1137/1.9781611972771.42; the variance after B. Babcock, M.
 * Datar, R. Motwani and L. O'Callaghan, PODS (2003), doi:10.1145/773153.773176.
 */
public final class Adwin implements ChangeDetector {
  static final char KIND = 'a';
  private static final int VERSION = 1;

  /* Row r holds up to maxBuckets buckets of 2^r observations each, the oldest first; a row with one
   * more is thinned by merging its two oldest into one of the next row. */
  private static final int ROWS = 40;

  /** Subtracted, with a minimum of 5, from the sizes of both parts in the bound. */
  private static final int BOUND_OFFSET = 4;

  private final AdwinOptions options;
  private final int stride;
  private final double[] totals;
  private final double[] variances;
  private final int[] sizes = new int[ROWS];
  private int rows = 1;
  private int untilCheck;
  private long width;
  private double total;

  /** Sum of squared differences from the mean. */
  private double variance;

  /**
   * An empty window.
   *
   * @param options how it is cut
   */
  public Adwin(AdwinOptions options) {
    this.options = Objects.requireNonNull(options, "options");
    this.stride = options.maxBuckets() + 1;
    this.totals = new double[ROWS * stride];
    this.variances = new double[ROWS * stride];
    this.untilCheck = options.clock();
  }

  @Override
  public Change update(double x) {
    if (!(Math.abs(x) <= Observations.LARGEST)) {
      throw Observations.rejected(x);
    }
    insert(x);
    if (--untilCheck > 0) {
      return Change.NONE;
    }
    untilCheck = options.clock();
    return width > options.grace() ? cut() : Change.NONE;
  }

  private void insert(double x) {
    if (width > 0) {
      double difference = x - total / width;
      variance += width * difference * difference / (width + 1);
    }
    width++;
    total += x;
    int at = sizes[0]++;
    totals[at] = x;
    variances[at] = 0;
    if (at == options.maxBuckets()) {
      merge();
    }
  }

  private void merge() {
    for (int row = 0; row < rows && sizes[row] == stride; row++) {
      if (row == ROWS - 1) {
        deleteOldest();
        return;
      }
      int at = row * stride;
      double size = 1L << row;
      double difference = (totals[at] - totals[at + 1]) / size;
      double mergedTotal = totals[at] + totals[at + 1];
      double mergedVariance =
          variances[at] + variances[at + 1] + size * difference * difference / 2;
      remove(row, 2);
      rows = Math.max(rows, row + 2);
      int next = at + stride + sizes[row + 1]++;
      totals[next] = mergedTotal;
      variances[next] = mergedVariance;
    }
  }

  /** Takes the oldest buckets out of a row. */
  private void remove(int row, int count) {
    int at = row * stride;
    int left = sizes[row] - count;
    for (int i = at; i < at + left; i++) {
      totals[i] = totals[i + count];
      variances[i] = variances[i + count];
    }
    sizes[row] = left;
  }

  private void deleteOldest() {
    int row = rows - 1;
    int at = row * stride;
    double size = 1L << row;
    double mean = totals[at] / size;
    width -= 1L << row;
    total -= totals[at];
    if (width == 0) {
      variance = 0;
    } else {
      double difference = mean - total / width;
      double between = size * width * difference * difference / (size + width);
      variance = Math.max(0, variance - variances[at] - between);
    }
    remove(row, 1);
    while (rows > 1 && sizes[rows - 1] == 0) {
      rows--;
    }
  }

  /** Drops the oldest buckets as long as there is a boundary whose sides differ. */
  private Change cut() {
    double before = total / width;
    boolean changed = false;
    while (hasCut()) {
      changed = true;
      deleteOldest();
    }
    if (!changed) {
      return Change.NONE;
    }
    double after = total / width;
    if (!options.rule().keepsWindow) {
      int left = untilCheck;
      reset();
      untilCheck = left;
    }
    return after > before ? Change.UP : Change.DOWN;
  }

  private boolean hasCut() {
    int least = options.rule().leastPart;
    double perObservation = variance / width;
    double confidence = Math.log(2 * Math.log(width) / options.delta());
    double twice = 2 * perObservation * confidence;
    double linear = 2.0 / 3 * confidence;
    long older = 0;
    double olderTotal = 0;
    for (int row = rows - 1; row >= 0; row--) {
      int at = row * stride;
      for (int i = at; i < at + sizes[row]; i++) {
        older += 1L << row;
        olderTotal += totals[i];
        long newer = width - older;
        if (newer < least) {
          return false;
        }
        if (older < least) {
          continue;
        }
        double inverse = 1.0 / (older - BOUND_OFFSET) + 1.0 / (newer - BOUND_OFFSET);
        double difference =
            Math.abs(olderTotal / older - (total - olderTotal) / newer) - linear * inverse;
        // the root on the other side: |difference| > sqrt(a) + b
        if (difference > 0 && difference * difference > twice * inverse) {
          return true;
        }
      }
    }
    return false;
  }

  @Override
  public void reset() {
    Arrays.fill(sizes, 0);
    rows = 1;
    width = 0;
    total = 0;
    variance = 0;
    untilCheck = options.clock();
  }

  /** Number of observations in the window. */
  public long width() {
    return width;
  }

  /** Sum of the window. */
  public double total() {
    return total;
  }

  /** Mean of the window; 0 if it is empty. */
  public double mean() {
    return width == 0 ? 0 : total / width;
  }

  /** Sum of squared differences from the mean, of the window. */
  public double varianceSum() {
    return variance;
  }

  /** As {@link ChangeDetector#toBytes}: 8 bytes for a bucket of one, 16 for another, and 50. */
  @Override
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 80 + 16 * rows * stride);
    options.writeTo(out);
    out.count(untilCheck).real(total).real(variance).count(rows);
    for (int row = 0; row < rows; row++) {
      out.count(sizes[row]);
      for (int i = row * stride; i < row * stride + sizes[row]; i++) {
        out.real(totals[i]);
        if (row > 0) {
          out.real(variances[i]);
        }
      }
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
  public static Adwin fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    Adwin read = new Adwin(AdwinOptions.readFrom(in));
    read.untilCheck = (int) in.count("observations to the next check", 1, read.options.clock());
    double total = in.real("total");
    double variance = in.real("variance");
    read.rows = (int) in.count("rows", 1, ROWS);
    for (int row = 0; row < read.rows; row++) {
      // the last row is not empty, but for an empty window
      int least = row > 0 && row == read.rows - 1 ? 1 : 0;
      int size = (int) in.count("buckets of a row", least, read.options.maxBuckets());
      read.sizes[row] = size;
      read.width += (long) size << row;
      for (int i = row * read.stride; i < row * read.stride + size; i++) {
        read.totals[i] = possibleTotal(in.real("total of a bucket"), 1L << row);
        read.variances[i] =
            row > 0 ? possibleVariance(in.real("variance of a bucket"), 1L << row) : 0;
      }
    }
    read.total = possibleTotal(total, read.width);
    read.variance = possibleVariance(variance, read.width);
    in.end();
    return read;
  }

  /** With room for rounding. */
  private static double possibleTotal(double total, long size) {
    if (!(Math.abs(total) <= 1.01 * Observations.LARGEST * size)) {
      throw Checks.rejected("total", total, "at most 1e100 for each of " + size);
    }
    return total;
  }

  private static double possibleVariance(double variance, long size) {
    if (!(variance >= 0 && variance <= 1.01 * Observations.LARGEST * Observations.LARGEST * size)) {
      throw Checks.rejected("variance", variance, "0 to 1e200 for each of " + size);
    }
    return variance;
  }
}
