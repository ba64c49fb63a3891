package io.virk.cause.internal;

import io.virk.stats.Moments;
import java.util.Arrays;

/**
 * Cuts values that are far from the middle of theirs, so that one odd picture does not move a mean:
 * at {@value #REACH} deviations of the baseline, a window's around its own middle, so that a change
 * is measured however large it is. Means of what is left scatter far less where tails are heavy. A
 * deviation is half the range of the middle 68 % of the baseline, but at least a third of the
 * standard deviation: most rows of a signal may be equal.
 *
 * <p>Source: P. J. Huber, Ann. Math. Statist. 35 (1964), doi:10.1214/aoms/1177703732.
 */
final class Winsor {
  private static final double REACH = 2.5;

  /** Of a normal distribution, one standard deviation on either side of the middle. */
  private static final double LOWER = 0.16;

  private static final double UPPER = 0.84;
  private static final double LEAST_PART = 0.3;
  private static final double LEAST = 1e-12;

  private final double[] reach;

  /**
   * Learns how far values reach.
   *
   * @param base [2 or more][k] rows, finite. Not modified.
   * @param resolutions of each column the smallest deviation that means anything; 0 if it is not
   *     known
   */
  Winsor(double[][] base, double[] resolutions) {
    reach = new double[resolutions.length];
    for (int k = 0; k < reach.length; k++) {
      double[] sorted = sorted(base, k);
      double middle = (quantile(sorted, UPPER) - quantile(sorted, LOWER)) / 2;
      double least = Math.max(LEAST_PART * Moments.of(sorted).standardDeviation(), LEAST);
      double deviation = REACH * Math.max(Math.max(middle, least), resolutions[k]);
      reach[k] = Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : deviation;
    }
  }

  /**
   * Cuts rows around their own middle.
   *
   * @param rows [1 or more][k], finite. Not modified.
   * @return new rows: cut around their medians, and once more around the means of those
   */
  double[][] cut(double[][] rows) {
    double[] middle = new double[reach.length];
    Arrays.setAll(middle, k -> quantile(sorted(rows, k), 0.5));
    double[][] once = around(middle, rows);
    Arrays.setAll(middle, k -> Arrays.stream(once).mapToDouble(row -> row[k]).average().orElse(0));
    return around(middle, rows);
  }

  private double[][] around(double[] middle, double[][] rows) {
    double[][] cut = new double[rows.length][reach.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < reach.length; k++) {
        double far = Math.min(reach[k], rows[i][k] - middle[k]);
        cut[i][k] = middle[k] + Math.max(-reach[k], far);
      }
    }
    return cut;
  }

  private static double[] sorted(double[][] rows, int column) {
    double[] values = Arrays.stream(rows).mapToDouble(row -> row[column]).toArray();
    Arrays.sort(values);
    return values;
  }

  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
