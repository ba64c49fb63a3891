package io.virk.stats.performance;

import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import io.virk.stats.sequence.BernoulliSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Whether a confidence means what it says: bins of equal width, in each the mean confidence beside
 * the share that was right. The expected calibration error ECE is the sum over bins of n_b / n
 * |share right - mean confidence|.
 *
 * <p>ECE is biased upwards: of a perfectly calibrated model it is not 0, but about sum n_b / n
 * sqrt(2 / pi) sqrt(q (1 - q) / n_b), q the mean confidence of a bin. {@link #eceOfCalibrated} is
 * that; an ECE near it says nothing against the model.
 *
 * <p>Mergeable, in any order. Memory: 24 bytes a bin. Cost: a nanosecond an observation. Not
 * thread-safe.
 *
 * <p>Source: C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, <i>On calibration of modern neural
 * networks</i>, ICML (2017), arXiv:1706.04599; the bias: J. Broecker, Q. J. R. Meteorol. Soc. 138
 * (2012), doi:10.1002/qj.1924.
 */
public final class Reliability {
  private static final char KIND = 'y';
  private static final int VERSION = 1;

  private final long[] counts;
  private final long[] rights;
  private final double[] sums;
  private double squares;

  /**
   * One bin.
   *
   * @param low end of its confidences
   * @param high end
   * @param count observations in it
   * @param meanConfidence of them; NaN if there are none
   * @param shareRight of them; NaN if there are none
   * @param interval of the share, at all times at once; 0 to 1 if there are none
   */
  public record Bin(
      double low,
      double high,
      long count,
      double meanConfidence,
      double shareRight,
      Interval interval) {}

  /**
   * Of nothing yet.
   *
   * @param bins 1 to 1,000; 10 or 15 are usual
   */
  public Reliability(int bins) {
    if (bins < 1 || bins > 1000) {
      throw Checks.rejected("bins", bins, "1 to 1000");
    }
    counts = new long[bins];
    rights = new long[bins];
    sums = new double[bins];
  }

  /**
   * Adds an observation.
   *
   * @param confidence of the prediction, 0 to 1
   * @param right whether it was
   */
  public void accept(double confidence, boolean right) {
    int bin = bin(probability(confidence, "confidence"), counts.length);
    counts[bin]++;
    rights[bin] += right ? 1 : 0;
    sums[bin] += confidence;
    double error = confidence - (right ? 1 : 0);
    squares += error * error;
  }

  static double probability(double value, String name) {
    if (!(value >= 0 && value <= 1)) {
      throw Checks.rejected(name, value, "0 to 1");
    }
    return value;
  }

  private static int bin(double confidence, int bins) {
    return Math.min(bins - 1, (int) (confidence * bins));
  }

  /**
   * Adds all that the other has seen.
   *
   * @param other of as many bins; unchanged
   * @return this
   */
  public Reliability combine(Reliability other) {
    Objects.requireNonNull(other, "other");
    if (other.counts.length != counts.length) {
      throw Checks.rejected("bins", other.counts.length, "as many as of this, " + counts.length);
    }
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      rights[i] += other.rights[i];
      sums[i] += other.sums[i];
    }
    squares += other.squares;
    return this;
  }

  /** Number of observations. */
  public long total() {
    long sum = 0;
    for (long count : counts) {
      sum += count;
    }
    return sum;
  }

  /**
   * The table.
   *
   * @param confidence of the intervals, in (0, 1)
   * @return a bin for each, empty ones too
   */
  public List<Bin> bins(double confidence) {
    List<Bin> bins = new ArrayList<>();
    double width = 1.0 / counts.length;
    for (int i = 0; i < counts.length; i++) {
      bins.add(
          new Bin(
              i * width,
              (i + 1) * width,
              counts[i],
              sums[i] / counts[i],
              (double) rights[i] / counts[i],
              BernoulliSequence.interval(rights[i], counts[i], confidence)));
    }
    return bins;
  }

  /** The expected calibration error, 0 to 1; NaN of nothing. */
  public double ece() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += Math.abs(rights[i] - sums[i]);
    }
    return sum / total();
  }

  /** What the ECE would be, on average, of a perfectly calibrated model; NaN of nothing. */
  public double eceOfCalibrated() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double q = Math.min(1, sums[i] / counts[i]);
        sum += Math.sqrt(2 / Math.PI * counts[i] * q * (1 - q));
      }
    }
    return sum / total();
  }

  /** Mean confidence less the share right: above 0 for one that is too sure; NaN of nothing. */
  public double overconfidence() {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      sum += sums[i] - rights[i];
    }
    return sum / total();
  }

  /** Mean of (confidence - right)^2, Brier's score of the predicted class; NaN of nothing. */
  public double brier() {
    return squares / total();
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    BinaryOutput out = new BinaryOutput(KIND, VERSION, 20 + 16 * counts.length);
    out.count(counts.length);
    for (int i = 0; i < counts.length; i++) {
      out.count(counts[i]).count(rights[i]).real(sums[i]);
    }
    return out.real(squares).toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static Reliability fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    Reliability read = new Reliability((int) in.count("bins", 1, 1000));
    for (int i = 0; i < read.counts.length; i++) {
      read.counts[i] = in.count("count", 0, 1L << 52);
      read.rights[i] = in.count("rights", 0, read.counts[i]);
      read.sums[i] = in.nonNegative("sum");
      if (read.sums[i] > read.counts[i] * (1 + 1e-9)) {
        throw Checks.rejected("sum", read.sums[i], "<= count " + read.counts[i]);
      }
    }
    read.squares = in.nonNegative("squares");
    in.end();
    return read;
  }
}
