package io.virk.detect;

import io.virk.internal.Spread;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.stats.Means;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What all detectors of scalar signals share: the way from tables to ascending values. Rows without
 * a value (NaN) are left out; a window or a reference with fewer than {@link #MINIMUM_VALUES} is
 * insufficient.
 *
 * <p>A null distribution sorts the pool once. A draw is then a count for each row of the pool, read
 * off in ascending order: no draw is sorted. Cost of a draw: the rows of pool, reference and
 * window, and the statistic.
 */
abstract class ScalarDetector implements Detector {
  static final int MINIMUM_VALUES = 8;

  /** What was learned of the values of a reference. Immutable. */
  interface Fitted {
    /**
     * The statistic.
     *
     * @param window ascending, at least {@link #MINIMUM_VALUES} values. Not modified.
     * @return larger = further away
     */
    double statistic(double[] window);

    /**
     * The effect size; the statistic itself unless said otherwise.
     *
     * @param statistic of a window
     * @param n values of that window
     */
    default double effectSize(double statistic, int n) {
      return statistic;
    }
  }

  /**
   * Learns a reference.
   *
   * @param reference ascending, at least {@link #MINIMUM_VALUES} values. Kept, not modified.
   */
  abstract Fitted fit(double[] reference);

  @Override
  public final boolean appliesTo(Signal signal) {
    return signal instanceof ScalarSignal;
  }

  @Override
  public final Comparer against(Signal signal, SignalTable reference) {
    ScalarSignal scalar = (ScalarSignal) signal;
    double[] sample = reference.scalar(scalar);
    if (sample.length < MINIMUM_VALUES) {
      return window -> Comparison.insufficient(window.count(scalar));
    }
    Arrays.sort(sample);
    double mean = Means.of(sample);
    Fitted fitted = fit(sample);
    ScratchComparer comparer =
        (window, scratch) -> {
          double[] values = scratch.values(window, scalar);
          if (values.length < MINIMUM_VALUES) {
            return Comparison.insufficient(values.length);
          }
          Arrays.sort(values);
          double statistic = fitted.statistic(values);
          double change = scalar.raw(Means.of(values)) - scalar.raw(mean);
          return new Comparison(
              statistic, fitted.effectSize(statistic, values.length), change, values.length);
        };
    return comparer;
  }

  @Override
  public final double[] nullStatistics(
      Signal signal, SignalTable pool, Resampler resampler, int draws) {
    int index = pool.schema().indexOf((ScalarSignal) signal);
    int[] ascending =
        IntStream.range(0, pool.rows())
            .filter(row -> !Double.isNaN(pool.scalar(index, row)))
            .boxed()
            .sorted((a, b) -> Double.compare(pool.scalar(index, a), pool.scalar(index, b)))
            .mapToInt(row -> row)
            .toArray();
    double[] values = new double[ascending.length];
    int[] rank = new int[pool.rows()];
    Arrays.fill(rank, -1);
    for (int i = 0; i < ascending.length; i++) {
      values[i] = pool.scalar(index, ascending[i]);
      rank[ascending[i]] = i;
    }
    int[] counts = new int[values.length];
    double[] statistics = new double[draws];
    for (int b = 0; b < draws; b++) {
      double[] reference = chosen(resampler.reference(b), rank, values, counts);
      double[] window = chosen(resampler.window(b), rank, values, counts);
      statistics[b] =
          Math.min(reference.length, window.length) < MINIMUM_VALUES
              ? Double.NaN
              : fit(reference).statistic(window);
    }
    return statistics;
  }

  /** The values of chosen rows, ascending. */
  private static double[] chosen(int[] rows, int[] rank, double[] values, int[] counts) {
    Arrays.fill(counts, 0);
    int n = 0;
    for (int row : rows) {
      if (rank[row] >= 0) {
        counts[rank[row]]++;
        n++;
      }
    }
    double[] chosen = new double[n];
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int c = counts[i]; c > 0; c--) {
        chosen[at++] = values[i];
      }
    }
    return chosen;
  }

  /** Standard deviation with divisor n - 1, not below what a constant reference counts as. */
  static double deviation(double[] values, double mean) {
    return Spread.of(Means.deviation(values, mean), mean);
  }
}
