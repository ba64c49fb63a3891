package io.virk.baseline.calibrate;

import io.virk.detect.Detector;
import io.virk.detect.calibrated.NullDistribution;
import io.virk.signal.Signal;

/**
 * The null distribution of one detector on one signal.
 *
 * @param signal the signal
 * @param detector the detector
 * @param statistics simulated statistics, NaN where a draw had too few values
 * @param degrees independent blocks behind them, less one
 * @param autocorrelationTime of the signal, observations
 * @param block rows that were drawn together
 */
public record Calibration(
    Signal signal,
    Detector detector,
    double[] statistics,
    double degrees,
    double autocorrelationTime,
    int block) {
  /**
   * What the statistics say.
   *
   * @param values of the signal in the pool
   */
  public NullDistribution nullDistribution(int values) {
    double independent =
        block == 1 ? Double.POSITIVE_INFINITY : Math.max(1, values / autocorrelationTime);
    return new NullDistribution(statistics, degrees, independent);
  }
}
