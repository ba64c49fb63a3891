package io.virk.detect;

import java.util.Arrays;

/**
 * What a detector's statistic is worth if nothing has changed.
 *
 * <p>Made of simulated statistics. Up to the 95th percentile they are read off; beyond, where too
 * few draws lie to be counted, the tail is continued as an exponential with the mean excess of the
 * draws above it. Because the draws come from few independent blocks of the baseline, distances
 * from the median are stretched by the ratio of Student's t with that many degrees of freedom to
 * the normal deviate. {@link #thresholdInterval} says how well a threshold is known.
 *
 * <p>Why exponential and not a generalised Pareto tail with a fitted shape: of 2,000 draws, the
 * exponential's threshold for 1 in 1,000 is exceeded 0.7 times as often as asked for by normal
 * means and Kolmogorov-Smirnov distances, 1.2 times by quadratic distances; for 5 in 100,000, which
 * is what one of twenty detectors gets, 0.2 and 1.8 times. The Pareto tail is nearer at 1 in 1,000
 * (0.9 to 1.3), but at 5 in 100,000 the scatter of its shape costs more than its bias was worth:
 * 1.5 to 2 times shrunk by half, 3 to 5 times as fitted.
 */
public final class NullDistribution {
  private static final double TAIL = 0.05;
  private static final double LOG_TAIL = Math.log(TAIL);
  private static final double TAIL_DEVIATE = NormalTail.quantile(TAIL);

  /** Beyond, a probability would come out as 0. */
  private static final double LAST_DEVIATE = NormalTail.quantile(1e-300);

  /** A normal deviate is within so many standard deviations in 95 %. */
  private static final double DEVIATES = 1.96;

  private static final int MINIMUM_DRAWS = 100;

  private final double[] sorted;
  private final double degrees;
  private final double median;
  private final double tailStart;
  private final double tailScale;

  /**
   * Takes simulated statistics.
   *
   * @param statistics the draws; NaN is left out. Not modified.
   * @param degrees number of independent blocks behind them, less one; &ge; 2
   */
  public NullDistribution(double[] statistics, double degrees) {
    if (!(degrees >= 2)) {
      throw new IllegalArgumentException("degrees: " + degrees + " (expected: >= 2)");
    }
    this.sorted = Arrays.stream(statistics).filter(s -> !Double.isNaN(s)).sorted().toArray();
    this.degrees = degrees;
    int n = sorted.length;
    if (n < MINIMUM_DRAWS) {
      median = Double.NaN;
      tailStart = Double.NaN;
      tailScale = Double.NaN;
      return;
    }
    int tail = (int) Math.floor(n * (1 - TAIL));
    median = sorted[n / 2];
    tailStart = sorted[tail];
    double excess = 0;
    for (int i = tail; i < n; i++) {
      excess += sorted[i] - tailStart;
    }
    // constant data: any change at all is beyond the null
    tailScale = Math.max(excess / (n - tail - 1), 1e-9 * Math.max(1e-6, Math.abs(tailStart)));
  }

  /**
   * Whether there were enough draws to say anything.
   *
   * @return false if every verdict must be {@link Verdict#INSUFFICIENT_DATA}
   */
  public boolean usable() {
    return sorted.length >= MINIMUM_DRAWS;
  }

  /**
   * The statistic that is exceeded with a probability if nothing has changed.
   *
   * @param probability in (0, 0.05]
   * @return the threshold
   */
  public double threshold(double probability) {
    if (!(probability > 0 && probability <= TAIL)) {
      throw new IllegalArgumentException(
          "probability: " + probability + " (expected: in (0, 0.05])");
    }
    return threshold(Math.log(probability), NormalTail.quantile(probability));
  }

  /**
   * How well a threshold is known: a 95 % interval. It holds two errors, of which both shrink with
   * more reference data and only the first with more draws: that of the tail, read off and fitted
   * to a finite number of draws (normal approximation: the variance of the 95th percentile, and
   * that of the mean excess times the distance extrapolated), and that of the scale of the null
   * distribution itself, estimated from as many independent blocks as the degrees of freedom say
   * (relative standard error 1 / sqrt(2 degrees)). It does not hold the error of the tail's shape,
   * which is taken to be exponential: for the normal means and the quadratic distances that
   * detectors use, that is on the safe side.
   *
   * @param probability in (0, 0.05]
   * @return the interval around {@link #threshold(double)}
   */
  public Interval thresholdInterval(double probability) {
    return interval(probability, threshold(probability));
  }

  /** The interval of a threshold that is known already, which saves the normal deviate. */
  Interval interval(double probability, double threshold) {
    double reach = LOG_TAIL - Math.log(probability);
    double plain = tailStart + tailScale * reach - median;
    double stretch = plain > 0 ? tailScale * (threshold - median) / plain : tailScale;
    double tailDraws = Math.max(1, TAIL * sorted.length);
    double ofTail = stretch * Math.sqrt((1 - TAIL + reach * reach) / tailDraws);
    double ofScale = (threshold - median) / Math.sqrt(2 * degrees);
    double half = DEVIATES * Math.hypot(ofTail, ofScale);
    return new Interval(threshold - half, threshold + half);
  }

  /**
   * An interval.
   *
   * @param low end
   * @param high end
   */
  public record Interval(double low, double high) {
    /** Of what has none. */
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);
  }

  private double threshold(double logProbability, double deviate) {
    double plain = tailStart + tailScale * (LOG_TAIL - logProbability);
    return median + NormalTail.studentInflationAt(deviate, degrees) * (plain - median);
  }

  /**
   * The probability of a statistic at least as large if nothing has changed.
   *
   * @param statistic of a window
   * @return in (0, 1], never 0
   */
  public double pValue(double statistic) {
    if (statistic <= tailStart || statistic <= threshold(TAIL)) {
      int at = Arrays.binarySearch(sorted, statistic);
      int below = at >= 0 ? firstEqual(at) : -at - 1;
      return Math.max(TAIL, (1.0 + sorted.length - below) / (1.0 + sorted.length));
    }
    // by the normal deviate, which needs no inversion at each step
    double low = TAIL_DEVIATE;
    double high = LAST_DEVIATE;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (threshold(NormalTail.logSurvival(middle), middle) > statistic) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.exp(NormalTail.logSurvival(low));
  }

  private int firstEqual(int at) {
    int first = at;
    while (first > 0 && sorted[first - 1] == sorted[at]) {
      first--;
    }
    return first;
  }

  /**
   * The simulated statistics.
   *
   * @return a copy, ascending
   */
  public double[] statistics() {
    return sorted.clone();
  }

  /**
   * The degrees of freedom behind them.
   *
   * @return independent blocks less one
   */
  public double degrees() {
    return degrees;
  }
}
