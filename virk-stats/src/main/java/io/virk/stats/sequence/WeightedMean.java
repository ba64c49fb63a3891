package io.virk.stats.sequence;

import io.virk.stats.Interval;
import io.virk.stats.internal.BinaryInput;
import io.virk.stats.internal.BinaryOutput;
import io.virk.stats.internal.Checks;
import java.util.Objects;
import java.util.function.DoublePredicate;

/**
 * The mean of a population from observations that were not drawn alike: sum w x / sum w, with w one
 * over the probability of each to be drawn (Hajek). Its standard error is the square root of sum
 * w^2 (x - mean)^2 / (sum w)^2, by linearisation.
 *
 * <p>The interval holds at all times at once, whatever the distribution: the true mean is outside
 * at some time with probability alpha at most, if E w (x - mean) = 0 for each, given all before.
 * With y = w (x - m) / W, x scaled to [0, 1] and W the largest weight, exp(l sum y - (-ln(1 - l) -
 * l) sum y^2), averaged over 24 l from 0.98 down by the square root of 2, is evidence that the mean
 * is above m; with -y, that it is below. Every m is held of which neither has reached 2 / alpha.
 * The larger the largest weight beside the others, the wider. With weights that are all equal
 * {@link BernoulliSequence} is narrower.
 *
 * <p>Six sums are the whole state: it may be merged, in any order. Cost of an observation: a few
 * nanoseconds, of an interval 0.2 ms.
 *
 * <p>Source: J. Hajek, Ann. Math. Stat. 35 (1964), doi:10.1214/aoms/1177700375; X. Fan, I. Grama
 * and Q. Liu, <i>Exponential inequalities for martingales with applications</i>, Electron. J.
 * Probab. 20 (2015), doi:10.1214/EJP.v20-3496 (the exponential); as in doi:10.1093/jrsssb/qkad009.
 */
public final class WeightedMean {
  private static final char KIND = 'W';
  private static final int VERSION = 1;
  private static final int STEPS = 256;
  private static final int SUMS = 5;
  private static final double ROUNDING = 1e-9;
  private static final double[] BETS = new double[24];
  private static final double[] EVEN = new double[BETS.length];

  static {
    for (int i = 0; i < BETS.length; i++) {
      BETS[i] = 0.98 * Math.pow(2, -i / 2.0);
      EVEN[i] = 1;
    }
  }

  private final double least;
  private final double most;
  private final double largestWeight;
  private long count;

  /** Sums of w, w^2, w x, w^2 x and w^2 x^2, x scaled to 0 to 1. */
  private final double[] sums = new double[SUMS];

  /**
   * Of nothing yet.
   *
   * @param least value possible, finite
   * @param most value possible, above it, finite
   * @param largestWeight possible, above 0, at most 1e100: one over the smallest probability
   */
  public WeightedMean(double least, double most, double largestWeight) {
    this.least = Checks.finite(least, "least");
    this.most = Checks.finite(most, "most");
    Checks.positive(most - least, "most - least");
    if (!(largestWeight > 0 && largestWeight <= 1e100)) {
      throw Checks.rejected("largestWeight", largestWeight, "> 0 and <= 1e100");
    }
    this.largestWeight = largestWeight;
  }

  /**
   * Adds an observation.
   *
   * @param x within the range
   * @param weight one over its probability to be drawn, or in proportion to that; above 0, at most
   *     the largest
   */
  public void accept(double x, double weight) {
    if (!(x >= least && x <= most)) {
      throw Checks.rejected("x", x, least + " to " + most);
    }
    if (!(weight > 0 && weight <= largestWeight)) {
      throw Checks.rejected("weight", weight, "> 0 and <= " + largestWeight);
    }
    double above = (x - least) / (most - least);
    count++;
    sums[0] += weight;
    sums[1] += weight * weight;
    sums[2] += weight * above;
    sums[3] += weight * weight * above;
    sums[4] += weight * weight * above * above;
  }

  /**
   * Adds observations of one value.
   *
   * @param x within the range
   * @param observations so many, 1 or more
   * @param weights sum of their weights, above 0
   * @param squares sum of the squares of their weights, above 0, at most the largest times the sum
   */
  public void accept(double x, long observations, double weights, double squares) {
    if (!(x >= least && x <= most)) {
      throw Checks.rejected("x", x, least + " to " + most);
    }
    if (observations < 1) {
      throw Checks.rejected("observations", observations, ">= 1");
    }
    Checks.positive(weights, "weights");
    if (!(squares > 0 && squares <= largestWeight * weights * (1 + ROUNDING))) {
      throw Checks.rejected("squares", squares, "> 0 and <= " + largestWeight + " x " + weights);
    }
    double above = (x - least) / (most - least);
    count += observations;
    sums[0] += weights;
    sums[1] += squares;
    sums[2] += weights * above;
    sums[3] += squares * above;
    sums[4] += squares * above * above;
  }

  /**
   * Adds all that the other has seen.
   *
   * @param other of the same range; unchanged
   * @return this
   */
  public WeightedMean combine(WeightedMean other) {
    Objects.requireNonNull(other, "other");
    if (other.least != least || other.most != most || other.largestWeight != largestWeight) {
      throw Checks.rejected("range", other.range(), "that of this, " + range());
    }
    long both = count + other.count;
    for (int i = 0; i < SUMS; i++) {
      sums[i] += other.sums[i];
    }
    count = both;
    return this;
  }

  private String range() {
    return least + " to " + most + ", weights to " + largestWeight;
  }

  /** Number of observations. */
  public long count() {
    return count;
  }

  /** (sum w)^2 / sum w^2: as many of equal weight tell as much; 0 without observations. */
  public double effectiveCount() {
    return count == 0 ? 0 : sums[0] * sums[0] / sums[1];
  }

  /** The weighted mean; NaN without observations. */
  public double estimate() {
    return least + (most - least) * (sums[2] / sums[0]);
  }

  /** Of the estimate, for one look; NaN without observations, 0 where all are equal. */
  public double standardError() {
    return (most - least) * Math.sqrt(squares(sums[2] / sums[0])) / sums[0];
  }

  /** Sum of w^2 (x - m)^2. */
  private double squares(double m) {
    return Math.max(0, sums[4] - 2 * m * sums[3] + m * m * sums[1]);
  }

  /**
   * The interval that holds the mean at all times at once.
   *
   * @param confidence in (0, 1)
   * @return within the range; all of it without observations
   */
  public Interval interval(double confidence) {
    double threshold = Levels.logThreshold(confidence) + Math.log(2);
    double low = end(0, 1, m -> logEvidence(m, 1) >= threshold);
    double high = end(1, -1, m -> logEvidence(m, -1) >= threshold);
    return new Interval(
        least + (most - least) * Math.min(low, high), least + (most - least) * high);
  }

  /** The last rejected place before the first that is not, in steps and then by bisection. */
  private double end(double from, int direction, DoublePredicate rejected) {
    if (count == 0 || !rejected.test(from)) {
      return from;
    }
    double before = from;
    for (int i = 1; i <= STEPS; i++) {
      double next = from + direction * (double) i / STEPS;
      if (!rejected.test(next)) {
        return Levels.edge(before, next, rejected);
      }
      before = next;
    }
    return before;
  }

  /** Evidence that the mean is above m, or below it. */
  private double logEvidence(double m, int direction) {
    double sum = direction * (sums[2] - m * sums[0]) / largestWeight;
    double squares = squares(m) / largestWeight / largestWeight;
    double[] logs = new double[BETS.length];
    for (int i = 0; i < BETS.length; i++) {
      logs[i] = BETS[i] * sum - (-Math.log1p(-BETS[i]) - BETS[i]) * squares;
    }
    return Levels.logMean(logs, EVEN);
  }

  /** State in a compact, versioned form with a checksum, for {@link #fromBytes}. */
  public byte[] toBytes() {
    return new BinaryOutput(KIND, VERSION, 70)
        .real(least)
        .real(most)
        .real(largestWeight)
        .count(count)
        .reals(sums, SUMS)
        .toCheckedBytes();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @param bytes Not modified.
   * @throws IllegalArgumentException if they are damaged, cut off, of something else, of a newer
   *     version or no possible state
   */
  public static WeightedMean fromBytes(byte[] bytes) {
    BinaryInput in = BinaryInput.checked(bytes, KIND, VERSION);
    double least = in.real("least");
    double most = in.real("most");
    WeightedMean read = new WeightedMean(least, most, in.real("largest weight"));
    read.count = in.count("count", 0, 1L << 52);
    for (int i = 0; i < SUMS; i++) {
      read.sums[i] = in.nonNegative("sum");
    }
    boolean empty = read.count == 0;
    if (empty != (read.sums[0] == 0)
        || empty != (read.sums[1] == 0)
        || read.sums[2] > read.sums[0] * (1 + 1e-9)) {
      throw Checks.rejected("sums", read.sums[0] + ", " + read.sums[2], "those of a sample");
    }
    in.end();
    return read;
  }
}
