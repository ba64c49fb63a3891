package io.virk.detect;

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
 * @param warningThreshold the statistic from which on this is a warning
 * @param pValue probability of a statistic at least as large if nothing has changed; never 0; NaN
 *     if there was too little data
 * @param effectSize how large the change is, in the detector's unit
 * @param minimumEffect the effect below which a drift stays a warning
 * @param change windowed mean minus baseline mean in the signal's unit; NaN where that means
 *     nothing
 * @param n values of the window that entered
 * @param effectiveSize n divided by the autocorrelation time of the signal on the baseline
 * @param firstSequence number of the window's first observation
 * @param lastSequence number of the window's last observation
 * @param firstEpochMillis time of the window's first observation
 * @param lastEpochMillis time of the window's last observation
 * @param baselineHash the baseline that was compared with
 */
public record DetectionResult(
    Slice slice,
    String signal,
    String detector,
    Verdict verdict,
    double statistic,
    double threshold,
    double warningThreshold,
    double pValue,
    double effectSize,
    double minimumEffect,
    double change,
    int n,
    double effectiveSize,
    long firstSequence,
    long lastSequence,
    long firstEpochMillis,
    long lastEpochMillis,
    String baselineHash) {
  /**
   * How far the statistic is beyond its threshold.
   *
   * @return 1 at the threshold; NaN if there was too little data
   */
  public double exceedance() {
    return statistic / threshold;
  }
}
