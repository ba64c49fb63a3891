package io.virk.detect;

import io.virk.detect.NullDistribution.Interval;
import java.util.Objects;

/**
 * What one detector found in one window of one signal, with the evidence.
 *
 * @param slice whose observations
 * @param signal name of the signal
 * @param detector name of the detector
 * @param verdict what follows
 * @param statistic the detector's statistic; larger = further from the baseline; NaN if there was
 *     too little data
 * @param threshold the statistic from which on this is a drift
 * @param thresholdInterval the 95 % interval of that threshold, which is estimated from the
 *     baseline; NaN if there was too little data, and for a sequential detector
 * @param warningThreshold the statistic from which on this is a warning
 * @param pValue probability of a statistic at least as large if nothing has changed; never 0; NaN
 *     if there was too little data
 * @param effectSize how large the change is, in the detector's unit
 * @param minimumEffect the effect below which a drift stays a warning
 * @param change windowed mean minus baseline mean in the signal's unit; NaN where that means
 *     nothing
 * @param n values of the window that entered
 * @param effectiveSize n divided by the autocorrelation time of the signal on the baseline
 * @param bounds the window's first and last observation
 * @param baselineHash the baseline that was compared with
 * @param seed of the simulation that the threshold and the p-value come from
 * @param reason why there is no verdict, in words, if it is {@link Verdict#INSUFFICIENT_DATA}; ""
 *     otherwise
 */
public record DetectionResult(
    Slice slice,
    String signal,
    String detector,
    Verdict verdict,
    double statistic,
    double threshold,
    Interval thresholdInterval,
    double warningThreshold,
    double pValue,
    double effectSize,
    double minimumEffect,
    double change,
    int n,
    double effectiveSize,
    WindowBounds bounds,
    String baselineHash,
    long seed,
    String reason) {
  public DetectionResult {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(thresholdInterval, "thresholdInterval");
    Objects.requireNonNull(bounds, "bounds");
    Objects.requireNonNull(baselineHash, "baselineHash");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * How far the statistic is beyond its threshold.
   *
   * @return 1 at the threshold; NaN if there was too little data
   */
  public double exceedance() {
    return statistic / threshold;
  }
}
