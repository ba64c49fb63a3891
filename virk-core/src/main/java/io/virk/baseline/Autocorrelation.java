package io.virk.baseline;

/** How long a signal remembers. */
final class Autocorrelation {
  /** The sum stops where it is this many times longer than the time it has found (Sokal). */
  private static final int WINDOW_FACTOR = 5;

  private Autocorrelation() {}

  /**
   * The integrated autocorrelation time, 1 + 2 (r1 + r2 + ...), summed up to Sokal's
   * self-consistent window (Sokal 1997, "Monte Carlo methods in statistical mechanics", section 3).
   * n observations are worth n / time independent ones.
   *
   * @param values in time order, no NaN. Not modified.
   * @return observations, &ge; 1; 1 for constant or very short series
   */
  static double integratedTime(double[] values) {
    int n = values.length;
    double mean = 0;
    for (double v : values) {
      mean += v / n;
    }
    double variance = 0;
    for (double v : values) {
      variance += (v - mean) * (v - mean);
    }
    if (n < 8 || !(variance > 0)) {
      return 1;
    }
    double time = 1;
    for (int lag = 1; lag < n / 2 && lag < WINDOW_FACTOR * time; lag++) {
      double sum = 0;
      for (int i = lag; i < n; i++) {
        sum += (values[i] - mean) * (values[i - lag] - mean);
      }
      time = Math.max(1, time + 2 * sum / variance);
    }
    return time;
  }
}
