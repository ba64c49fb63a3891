package io.virk.detect;

import io.virk.stats.Bins;
import io.virk.stats.divergence.Smoothing;

/**
 * Ten bins between the deciles of a reference, and its counts in them. Ties merge bins; a reference
 * of one value has three: below, equal and above.
 */
record QuantileBins(Bins bins, double[] expected, int n) {
  /** Half a count in every bin, so that an empty one makes no divergence infinite. */
  static final Smoothing SMOOTHING = Smoothing.additive(0.5);

  private static final int COUNT = 10;

  /** Of ascending values. */
  static QuantileBins of(double[] reference) {
    double lowest = reference[0];
    Bins bins =
        lowest == reference[reference.length - 1]
            ? Bins.ofInnerEdges(lowest, Math.nextUp(lowest))
            : Bins.quantiles(reference, COUNT);
    return new QuantileBins(bins, count(bins, reference), reference.length);
  }

  /** The counts of a window. */
  double[] count(double[] values) {
    return count(bins, values);
  }

  private static double[] count(Bins bins, double[] values) {
    double[] counts = new double[bins.count()];
    for (double value : values) {
      counts[bins.indexOf(value)]++;
    }
    return counts;
  }

  /** What a divergence of chi-square type is on average if nothing has changed, times its scale. */
  double noise(int windowSize) {
    return (expected.length - 1) * (1.0 / n + 1.0 / windowSize);
  }
}
