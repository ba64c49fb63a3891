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
 * @param spread half of the middle half, over the median
 */
record Sample(int count, double least, double median, double low, double high, double spread) {
  private static final double CONFIDENCE = 0.999;

  static Sample of(List<Double> times) {
    if (times.isEmpty()) {
      return new Sample(0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
    ListStatistics all = new ListStatistics();
    times.forEach(all::addValue);
    double[] interval = all.getConfidenceIntervalAt(CONFIDENCE);
    double median = all.getPercentile(50);
    double middle = all.getPercentile(75) - all.getPercentile(25);
    return new Sample(
        times.size(), all.getMin(), median, interval[0], interval[1], middle / 2 / median);
  }
}
