package io.virk.bench.suite;

import java.util.List;
import org.openjdk.jmh.util.ListStatistics;

/**
 * Some times of the same thing.
 *
 * @param count how many; 0 where there is none, and the rest is NaN
 * @param least of them
 * @param median of them
 * @param low of a 99.9 % interval of the mean, by Student's t; NaN of fewer than two
 * @param high of it
 * @param spread half of the middle half, or the distance of the medians of its JVMs if that is
 *     more, over the median
 */
record Sample(int count, double least, double median, double low, double high, double spread) {
  private static final double CONFIDENCE = 0.999;

  /** Of one JVM. */
  static Sample of(List<Double> times) {
    return of(times, 1);
  }

  /**
   * Of several JVMs.
   *
   * @param times the same number of each JVM, one JVM after the other
   * @param forks JVMs
   */
  static Sample of(List<Double> times, int forks) {
    if (times.isEmpty()) {
      return new Sample(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    ListStatistics all = new ListStatistics();
    times.forEach(all::addValue);
    double[] interval = all.getConfidenceIntervalAt(CONFIDENCE);
    double median = all.getPercentile(50);
    double middle = all.getPercentile(75) - all.getPercentile(25);
    double spread = Math.max(middle / 2, apart(times, forks)) / median;
    return new Sample(times.size(), all.getMin(), median, interval[0], interval[1], spread);
  }

  /** What one JVM decides when it compiles is in all its times. */
  private static double apart(List<Double> times, int forks) {
    if (forks < 2 || times.size() % forks != 0) {
      return 0;
    }
    int each = times.size() / forks;
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int fork = 0; fork < forks; fork++) {
      ListStatistics one = new ListStatistics();
      times.subList(fork * each, (fork + 1) * each).forEach(one::addValue);
      low = Math.min(low, one.getPercentile(50));
      high = Math.max(high, one.getPercentile(50));
    }
    return high - low;
  }
}
