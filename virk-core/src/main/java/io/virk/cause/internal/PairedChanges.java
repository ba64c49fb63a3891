package io.virk.cause.internal;

import io.virk.signal.AsinhScale;
import io.virk.stats.Moments;
import java.util.ArrayList;
import java.util.List;

/**
 * The changes of images to which a cause happened several times, each time to some of them: their
 * mean, how they scatter within one time, and how the times differ.
 */
final class PairedChanges {
  private final AsinhScale scale;
  private final double[] shift;
  private final List<double[]> now = new ArrayList<>();

  /** Of each time, the mean scaled change. */
  private final List<double[]> means = new ArrayList<>();

  /** Scaled changes less the mean of their time. */
  private final List<double[]> within = new ArrayList<>();

  PairedChanges(AsinhScale scale) {
    this.scale = scale;
    this.shift = new double[scale.length()];
  }

  /** Adds an image. */
  void add(double[] before, double[] after) {
    int n = within.size() + now.size() + 1;
    double[] change = new double[before.length];
    for (int k = 0; k < change.length; k++) {
      shift[k] += (after[k] - before[k] - shift[k]) / n;
      change[k] = scale.scaled(k, after[k]) - scale.scaled(k, before[k]);
    }
    now.add(change);
  }

  void endOfOneTime() {
    double[] mean = new double[shift.length];
    for (double[] change : now) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += change[k] / now.size();
      }
    }
    means.add(mean);
    for (double[] change : now) {
      within.add(minus(change, mean));
    }
    now.clear();
  }

  private static double[] minus(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int k = 0; k < a.length; k++) {
      difference[k] = a[k] - b[k];
    }
    return difference;
  }

  /** All of them. */
  MeanChange change() {
    Scatter spread = spread();
    return new MeanChange(within.size(), shift, scaled(), spread, error(spread));
  }

  /** The mean scaled change: every time counts the same. */
  private double[] scaled() {
    double[] mean = new double[shift.length];
    for (double[] time : means) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += time[k] / means.size();
      }
    }
    return mean;
  }

  /** From image to image, scaled. */
  private Scatter spread() {
    int free = within.size() - means.size();
    double root = free > 0 ? 1 / Math.sqrt(free) : 0;
    return Scatter.of(
        within.stream().map(row -> times(row, root)).toArray(double[][]::new), shift.length);
  }

  /**
   * From one time to the next, scaled, beside what images scatter; and of the mean of these times,
   * as that of another one.
   */
  private Scatter error(Scatter spread) {
    int times = means.size();
    if (times < 2) {
      return Scatter.none(shift.length);
    }
    double[] mean = scaled();
    double[] root = new double[shift.length];
    for (int k = 0; k < root.length; k++) {
      Moments of = new Moments();
      for (double[] time : means) {
        of.accept(time[k]);
      }
      double all = of.variance();
      double apart = Math.max(0, all - spread.variance(k) * times / within.size());
      root[k] = all > 0 ? Math.sqrt(apart / all * (1 + 1.0 / times) / (times - 1)) : 0;
    }
    double[][] rows = new double[times][];
    for (int t = 0; t < times; t++) {
      rows[t] = minus(means.get(t), mean);
      for (int k = 0; k < root.length; k++) {
        rows[t][k] *= root[k];
      }
    }
    return Scatter.of(rows, shift.length);
  }

  private static double[] times(double[] row, double by) {
    double[] product = new double[row.length];
    for (int k = 0; k < row.length; k++) {
      product[k] = by * row[k];
    }
    return product;
  }
}
