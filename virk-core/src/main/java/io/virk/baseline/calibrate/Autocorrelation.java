package io.virk.baseline.calibrate;

import java.util.Arrays;

/** How long a signal remembers. */
public final class Autocorrelation {
  /** The sum stops where it is this many times longer than the time it has found (Sokal). */
  private static final int WINDOW_FACTOR = 5;

  private Autocorrelation() {}

  /**
   * The integrated autocorrelation time, 1 + 2 (r1 + r2 + ...), summed up to Sokal's
   * self-consistent window (Sokal 1997, "Monte Carlo methods in statistical mechanics", section 3).
   * n observations are worth n / time independent ones.
   *
   * <p>The mean is taken from the same values, which makes the sum too small by about (2 lags + 1)
   * / n of itself; that is put back (Wolff 2004, doi:10.1016/S0010-4655(03)00467-3, equation 49).
   * Below some twenty independent values the estimate is too short all the same: of 600 values of
   * an autoregression of 0.98, worth 6, it is half of the truth.
   *
   * @param values in time order, no NaN. Not modified.
   * @return observations, &ge; 1; 1 for constant or very short series
   */
  public static double integratedTime(double[] values) {
    return integratedTime(new double[][] {values});
  }

  /**
   * The time of several series together, as of the components of a vector: of their autocovariances
   * added up, which is what the variance of a mean vector follows. Far less uncertain than the
   * longest of their times.
   *
   * @param series of the same length, in time order, no NaN. Not modified.
   * @return observations, &ge; 1; 1 for constant or very short series
   */
  public static double integratedTime(double[][] series) {
    int n = series.length == 0 ? 0 : series[0].length;
    double[][] centred = new double[series.length][];
    for (int s = 0; s < series.length; s++) {
      double mean = Arrays.stream(series[s]).average().orElse(0);
      centred[s] = Arrays.stream(series[s]).map(v -> v - mean).toArray();
    }
    double variance = covariance(centred, 0);
    if (n < 8 || !(variance > 0)) {
      return 1;
    }
    double time = 1;
    int lag = 1;
    for (; lag < n / 2 && lag < WINDOW_FACTOR * time; lag++) {
      time = Math.max(1, time + 2 * covariance(centred, lag) / variance);
    }
    return time * (1 + (2.0 * lag - 1) / n);
  }

  private static double covariance(double[][] centred, int lag) {
    double sum = 0;
    for (double[] values : centred) {
      for (int i = lag; i < values.length; i++) {
        sum += values[i] * values[i - lag];
      }
    }
    return sum;
  }
}
