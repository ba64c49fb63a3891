package io.virk.engine;

import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;

/** Finds the observation with which a change began. */
public final class Onset {
  private Onset() {}

  /**
   * The row from which on a signal is at its new level rather than at the baseline's: the maximum
   * of the log-likelihood ratio of a normal mean that steps from one known level to the other (Page
   * 1954, doi:10.1093/biomet/41.1-2.100). The new level is the mean of the last quarter of the
   * rows.
   *
   * @param rows observations of the drifted slices, in time order, at least one. Not modified.
   * @param signal the signal that drifted most
   * @param baseline its mean on the baseline, on the scale of analysis
   * @return 0 .. rows - 1; 0 if the signal is missing or has not moved
   */
  public static int locate(SignalTable rows, ScalarSignal signal, double baseline) {
    int index = rows.schema().indexOf(signal);
    int n = rows.rows();
    double level = 0;
    int values = 0;
    for (int i = n - Math.max(1, n / 4); i < n; i++) {
      double value = rows.scalar(index, i);
      if (!Double.isNaN(value)) {
        level += value;
        values++;
      }
    }
    if (values == 0) {
      return 0;
    }
    double step = level / values - baseline;
    double sum = 0;
    double best = Double.NEGATIVE_INFINITY;
    int onset = 0;
    for (int i = n - 1; i >= 0; i--) {
      double value = rows.scalar(index, i);
      if (!Double.isNaN(value)) {
        sum += (value - baseline - step / 2) * step;
      }
      if (sum > best) {
        best = sum;
        onset = i;
      }
    }
    return onset;
  }
}
