package io.virk.detect.calibrated;

import io.virk.detect.ThresholdInterval;
import io.virk.detect.Verdict;
import io.virk.stats.twosample.NormalTail;
import java.util.Arrays;

/**
 * What a detector's statistic is worth if nothing has changed.
 *
 * <p>Made of simulated statistics. Up to the 90th percentile they are read off; beyond, where too
 * few draws lie to be counted, the tail is continued as a generalised Pareto tail, which is an
 * exponential unless the draws say that it is shorter. Because the draws come from few independent
 * blocks of the baseline, distances from the median are stretched by the ratio of Student's t with
 * that many degrees of freedom to the normal deviate. {@link #thresholdInterval} says how well a
 * threshold is known.
 *
 * <p>How much the draws may say depends on how many <em>independent</em> values are behind those of
 * the tail, k. The shape is the one of the moments (Hosking and Wallis 1987,
 * doi:10.1080/00401706.1987.10488243), times k / (k + 200): a fitted shape scatters by 1 / sqrt(k),
 * and a wrong one costs more than the exponential's bias was worth; it is never above 0 and never
 * below -1/4, and beyond one in a million the tail goes on as an exponential. Where fewer than 60
 * values are independent the tail begins earlier, so that it is made of six, up to the upper
 * quarter of the draws.
 *
 * <p>Measured by virk-bench (table {@code tail}) on autoregressions of 0, 0.5 and 0.9, three
 * signals by two detectors each: where 60 values or more are independent, a threshold for 1 in
 * 1,000 is exceeded 0.1 to 2.1 times as often as asked for, in the mean 0.5 to 1.2, and that for 2
 * in 100,000 in the mean 0.1 to 1.0 times. Statistics whose tail ends, as means over part of a
 * sine, are exceeded more seldom.
 */
public final class NullDistribution {
  /** Largest probability of which a threshold may be asked. */
  private static final double LARGEST = 0.05;

  /** The tail is at least this share of the draws. */
  private static final double TAIL = 0.1;

  /** The tail is at most this share of the draws. */
  private static final double LONGEST_TAIL = 0.25;

  /** The tail is made of so many independent values, if it can. */
  private static final double TAIL_VALUES = 6;

  /** A fitted shape counts half where the tail has so many independent values. */
  private static final double SHAPE_VALUES = 200;

  private static final double SHORTEST_SHAPE = -0.25;
  private static final double LEAST_SHAPE = -1e-6;

  /** Beyond one in a million no draw says anything of the shape: an exponential again. */
  private static final double LOG_SHAPED = Math.log(1e-6);

  private static final double LOG_LARGEST = Math.log(LARGEST);
  private static final double LARGEST_DEVIATE = NormalTail.quantile(LARGEST);

  /** Beyond, a probability would come out as 0. */
  private static final double LAST_DEVIATE = NormalTail.quantile(1e-300);

  /** To which a deviate is found. */
  private static final double PRECISION = 1e-12;

  /** A normal deviate is within so many standard deviations in 95 %. */
  private static final double DEVIATES = 1.96;

  private static final int MINIMUM_DRAWS = 100;

  /** Of all distributions: they are asked for the same. */
  private static final Deviates KNOWN = new Deviates(NormalTail::quantile);

  private final double[] sorted;
  private final double degrees;
  private final double share;
  private final double values;
  private final double median;
  private final double tailStart;
  private final double tailScale;
  private final double tailShape;

  /**
   * Takes simulated statistics of windows that were drawn one by one.
   *
   * @param statistics the draws, each independent; NaN is left out. Not modified.
   * @param degrees number of independent blocks behind them, less one; &ge; 2
   */
  public NullDistribution(double[] statistics, double degrees) {
    this(statistics, degrees, Double.POSITIVE_INFINITY);
  }

  /**
   * Takes simulated statistics.
   *
   * @param statistics the draws; NaN is left out. Not modified.
   * @param degrees number of independent blocks behind them, less one; &ge; 2
   * @param independent independent values behind the draws, &ge; 1; more than there are draws count
   *     as so many as there are draws
   */
  public NullDistribution(double[] statistics, double degrees, double independent) {
    if (!(degrees >= 2)) {
      throw new IllegalArgumentException("degrees: " + degrees + " (expected: >= 2)");
    }
    if (!(independent >= 1)) {
      throw new IllegalArgumentException("independent: " + independent + " (expected: >= 1)");
    }
    this.sorted = Arrays.stream(statistics).filter(s -> !Double.isNaN(s)).sorted().toArray();
    this.degrees = degrees;
    this.share = Math.max(TAIL, Math.min(LONGEST_TAIL, TAIL_VALUES / independent));
    this.values = share * Math.min(independent, sorted.length);
    int n = sorted.length;
    if (n < MINIMUM_DRAWS) {
      median = Double.NaN;
      tailStart = Double.NaN;
      tailScale = Double.NaN;
      tailShape = Double.NaN;
      return;
    }
    int tail = (int) Math.floor(n * (1 - share));
    median = sorted[n / 2];
    tailStart = sorted[tail];
    int excesses = n - tail - 1;
    double mean = 0;
    for (int i = tail + 1; i < n; i++) {
      mean += (sorted[i] - tailStart) / excesses;
    }
    double variance = 0;
    for (int i = tail + 1; i < n; i++) {
      double difference = sorted[i] - tailStart - mean;
      variance += difference * difference / (excesses - 1);
    }
    double fitted = variance > 0 ? 0.5 * (1 - mean * mean / variance) : 0;
    double trusted = fitted * values / (values + SHAPE_VALUES);
    tailShape = trusted < LEAST_SHAPE ? Math.max(SHORTEST_SHAPE, trusted) : 0;
    // constant data: any change at all is beyond the null
    double scale = Math.max(mean * (1 - tailShape), 1e-9 * Math.max(1e-6, Math.abs(tailStart)));
    // where a square overflows nothing is known of the tail
    tailScale = Double.isFinite(variance + tailStart * tailStart) ? scale : Double.NaN;
  }

  /**
   * Whether there were enough draws to say anything, and finite ones.
   *
   * @return false if every verdict must be {@link Verdict#INSUFFICIENT_DATA}
   */
  public boolean usable() {
    return Double.isFinite(tailScale);
  }

  /**
   * The statistic that is exceeded with a probability if nothing has changed.
   *
   * @param probability in (0, 0.05]
   * @return the threshold
   */
  public double threshold(double probability) {
    if (!(probability > 0 && probability <= LARGEST)) {
      throw new IllegalArgumentException(
          "probability: " + probability + " (expected: in (0, 0.05])");
    }
    return threshold(Math.log(probability), KNOWN.of(probability));
  }

  /**
   * How well a threshold is known: a 95 % interval. It holds two errors, of which both shrink with
   * more reference data and only the first with more draws: that of the tail, read off and fitted
   * to a finite number of independent values (normal approximation: the variance of the percentile
   * where it begins, and that of the mean excess times the distance extrapolated), and that of the
   * scale of the null distribution itself, estimated from as many independent blocks as the degrees
   * of freedom say (relative standard error 1 / sqrt(2 degrees)). It does not hold the error of the
   * tail's shape.
   *
   * @param probability in (0, 0.05]
   * @return the interval around {@link #threshold(double)}
   */
  public ThresholdInterval thresholdInterval(double probability) {
    return interval(probability, threshold(probability));
  }

  /** The interval of a threshold that is known already, which saves the normal deviate. */
  ThresholdInterval interval(double probability, double threshold) {
    double reach = reach(Math.log(probability));
    double plain = tailStart + reach - median;
    double stretch = plain > 0 ? (threshold - median) / plain : 1;
    double ofTail =
        stretch * Math.sqrt((tailScale * tailScale * (1 - share) + reach * reach) / values);
    double ofScale = (threshold - median) / Math.sqrt(2 * degrees);
    double half = DEVIATES * Math.hypot(ofTail, ofScale);
    return new ThresholdInterval(threshold - half, threshold + half);
  }

  private double threshold(double logProbability, double deviate) {
    double plain = tailStart + reach(logProbability);
    return median + NormalTail.studentInflationAt(deviate, degrees) * (plain - median);
  }

  /** How far beyond its start the tail reaches with a probability, before it is stretched. */
  private double reach(double logProbability) {
    double beyond = Math.log(share) - logProbability;
    if (tailShape == 0) {
      return tailScale * beyond;
    }
    double shaped = Math.min(beyond, Math.log(share) - LOG_SHAPED);
    return tailScale
        * (Math.expm1(tailShape * shaped) / tailShape
            + Math.exp(tailShape * shaped) * (beyond - shaped));
  }

  /**
   * The probability of a statistic at least as large if nothing has changed.
   *
   * @param statistic of a window
   * @return in (0, 1], never 0
   */
  public double pValue(double statistic) {
    if (statistic < threshold(LOG_LARGEST, LARGEST_DEVIATE)) {
      int at = Arrays.binarySearch(sorted, statistic);
      int below = at >= 0 ? firstEqual(at) : -at - 1;
      return Math.max(LARGEST, (1.0 + sorted.length - below) / (1.0 + sorted.length));
    }
    // by the normal deviate, which needs no inversion at each step
    double low = LARGEST_DEVIATE;
    double high = LAST_DEVIATE;
    while (high - low > PRECISION * low) {
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
