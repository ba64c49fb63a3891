package io.virk.stats.performance;

import io.virk.stats.Interval;
import io.virk.stats.internal.Checks;
import io.virk.stats.sequence.WeightedShare;
import java.util.ArrayList;
import java.util.Arrays;
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
 * <p>Observations that a plan chose, or a sampler, count with their weights: n_b is then their sum,
 * and the chance of it sqrt(sum w^2 q (1 - q)) instead.
 *
 * <p>Mergeable, in any order. Memory: 70 bytes a bin. Cost: some nanoseconds an observation. Not
 * thread-safe.
 *
 * <p>Source: C. Guo, G. Pleiss, Y. Sun and K. Q. Weinberger, <i>On calibration of modern neural
 * networks</i>, ICML (2017), arXiv:1706.04599; the bias: J. Broecker, Q. J. R. Meteorol. Soc. 138
 * (2012), doi:10.1002/qj.1924.
 */
public final class Reliability {
  private static final int TENTHS = 10;

  private final WeightedShare[] shares;
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
    shares = new WeightedShare[bins];
    Arrays.setAll(shares, i -> new WeightedShare());
    sums = new double[bins];
  }

  /**
   * Of tenths, by sums that are kept. Brier's score is then that of the means of their bins.
   *
   * @param right of the observations that were right
   * @param wrong of the others
   */
  public static Reliability of(ConfidenceSums right, ConfidenceSums wrong) {
    Reliability made = new Reliability(TENTHS);
    for (int fine = 0; fine < ConfidenceSums.bins(); fine++) {
      made.accept(right, fine, true);
      made.accept(wrong, fine, false);
    }
    return made;
  }

  private void accept(ConfidenceSums of, int fine, boolean right) {
    if (of.count(fine) > 0) {
      int bin = bin(ConfidenceSums.low(fine) + 1e-9, sums.length);
      shares[bin].accept(right, (long) of.count(fine), of.weight(fine), of.squares(fine));
      sums[bin] += of.confidences(fine);
      double error = of.mean(fine) - (right ? 1 : 0);
      squares += of.weight(fine) * error * error;
    }
  }

  /**
   * Adds an observation.
   *
   * @param confidence of the prediction, 0 to 1
   * @param right whether it was
   */
  public void accept(double confidence, boolean right) {
    accept(confidence, right, 1);
  }

  /**
   * Adds an observation.
   *
   * @param confidence of the prediction, 0 to 1
   * @param right whether it was
   * @param weight one over its probability to be drawn, or in proportion to that; above 0, finite
   */
  public void accept(double confidence, boolean right, double weight) {
    int bin = bin(probability(confidence, "confidence"), sums.length);
    shares[bin].accept(right, weight);
    sums[bin] += weight * confidence;
    double error = confidence - (right ? 1 : 0);
    squares += weight * error * error;
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
    if (other.sums.length != sums.length) {
      throw Checks.rejected("bins", other.sums.length, "as many as of this, " + sums.length);
    }
    for (int i = 0; i < sums.length; i++) {
      shares[i].combine(other.shares[i]);
      sums[i] += other.sums[i];
    }
    squares += other.squares;
    return this;
  }

  /** Number of observations. */
  public long total() {
    long sum = 0;
    for (WeightedShare share : shares) {
      sum += share.trials();
    }
    return sum;
  }

  private double weight() {
    double sum = 0;
    for (WeightedShare share : shares) {
      sum += share.weight();
    }
    return sum;
  }

  /**
   * The table, of observations that all weigh 1.
   *
   * @param confidence of the intervals, in (0, 1)
   * @return a bin for each, empty ones too
   */
  public List<Bin> bins(double confidence) {
    return bins(confidence, 1);
  }

  /**
   * The table.
   *
   * @param confidence of the intervals, in (0, 1)
   * @param largestWeight that could have come
   * @return a bin for each, empty ones too
   */
  public List<Bin> bins(double confidence, double largestWeight) {
    List<Bin> bins = new ArrayList<>();
    double width = 1.0 / sums.length;
    for (int i = 0; i < sums.length; i++) {
      bins.add(
          new Bin(
              i * width,
              (i + 1) * width,
              shares[i].trials(),
              sums[i] / shares[i].weight(),
              shares[i].trials() == 0 ? Double.NaN : shares[i].estimate(),
              shares[i].interval(confidence, largestWeight)));
    }
    return bins;
  }

  private double right(int bin) {
    return shares[bin].trials() == 0 ? 0 : shares[bin].estimate() * shares[bin].weight();
  }

  /** The expected calibration error, 0 to 1; NaN of nothing. */
  public double ece() {
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += Math.abs(right(i) - sums[i]);
    }
    return sum / weight();
  }

  /** What the ECE would be, on average, of a perfectly calibrated model; NaN of nothing. */
  public double eceOfCalibrated() {
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      if (shares[i].trials() > 0) {
        double q = Math.min(1, sums[i] / shares[i].weight());
        sum += Math.sqrt(2 / Math.PI * shares[i].squares() * q * (1 - q));
      }
    }
    return sum / weight();
  }

  /** Mean confidence less the share right: above 0 for one that is too sure; NaN of nothing. */
  public double overconfidence() {
    double sum = 0;
    for (int i = 0; i < sums.length; i++) {
      sum += sums[i] - right(i);
    }
    return sum / weight();
  }

  /** Mean of (confidence - right)^2, Brier's score of the predicted class; NaN of nothing. */
  public double brier() {
    return squares / weight();
  }
}
