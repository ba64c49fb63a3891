package io.virk.cause.internal;

import io.virk.stats.Moments;

/**
 * The changes of images to which a cause happened several times, each time to some of them: their
 * mean, their spread within one time, and the error of the mean, to which the times differ.
 */
final class PairedChanges {
  private final Moments[] now;
  private final Moments[] means;
  private final double[] squares;
  private int images;
  private int times;

  PairedChanges(int columns) {
    now = moments(columns);
    means = moments(columns);
    squares = new double[columns];
  }

  private static Moments[] moments(int columns) {
    Moments[] moments = new Moments[columns];
    for (int k = 0; k < columns; k++) {
      moments[k] = new Moments();
    }
    return moments;
  }

  void add(double[] change) {
    for (int k = 0; k < change.length; k++) {
      now[k].accept(change[k]);
    }
  }

  void endOfOneTime() {
    int n = (int) now[0].count();
    images += n;
    times++;
    for (int k = 0; k < now.length; k++) {
      means[k].accept(now[k].mean());
      squares[k] += n < 2 ? 0 : (n - 1) * now[k].variance();
      now[k] = new Moments();
    }
  }

  double[] mean() {
    double[] mean = new double[means.length];
    for (int k = 0; k < mean.length; k++) {
      mean[k] = means[k].mean();
    }
    return mean;
  }

  /** Standard deviation from image to image. */
  double[] spread() {
    double[] spread = new double[means.length];
    for (int k = 0; k < spread.length; k++) {
      spread[k] = Math.sqrt(within(k));
    }
    return spread;
  }

  private double within(int k) {
    return images > times ? squares[k] / (images - times) : 0;
  }

  /** Standard deviation of the mean, taken as that of another time. */
  double[] error() {
    double[] error = new double[means.length];
    for (int k = 0; k < error.length; k++) {
      double apart = times < 2 ? 0 : Math.max(0, means[k].variance() - within(k) * times / images);
      error[k] = Math.sqrt(apart * (1 + 1.0 / times) + within(k) / images);
    }
    return error;
  }
}
