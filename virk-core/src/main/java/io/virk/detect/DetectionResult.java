package io.virk.detect;

import io.virk.internal.Text;
import java.util.Locale;
import java.util.Objects;

/**
 * What one detector found in one window of one signal, with the evidence.
 *
 * @param slice whose observations
 * @param signal name of the signal
 * @param detector name of the detector
 * @param verdict what follows
 * @param evidence how far the window is from the baseline, and how far it may be by chance
 * @param effect how large the change is
 * @param sample what was looked at
 * @param calibration what was compared with
 * @param reason why there is no verdict, in words, if it is {@link Verdict#INSUFFICIENT_DATA}; why
 *     it is no drift, if only because the stream has differed so since it was found to fit; what a
 *     change looks like, where the detector can say; "" otherwise
 */
public record DetectionResult(
    Slice slice,
    String signal,
    String detector,
    Verdict verdict,
    Evidence evidence,
    Effect effect,
    Sample sample,
    Calibration calibration,
    String reason) {

  /**
   * How far a window is from the baseline.
   *
   * @param statistic the detector's statistic; larger = further from the baseline; NaN if there was
   *     too little data
   * @param threshold the statistic from which on this is a drift; NaN if there was too little data
   * @param interval of that threshold; {@link ThresholdInterval#NONE} if there was too little data,
   *     and for a sequential detector
   * @param warningThreshold the statistic from which on this is a warning; NaN if there was too
   *     little data
   * @param pValue probability of a statistic at least as large if nothing has changed; of a
   *     sequential detector, the false alarms in one observation if the threshold were at the
   *     statistic; never 0; NaN if there was too little data
   */
  public record Evidence(
      double statistic,
      double threshold,
      ThresholdInterval interval,
      double warningThreshold,
      double pValue) {
    public Evidence {
      Objects.requireNonNull(interval, "interval");
    }

    /**
     * Evidence with thresholds that have no interval.
     *
     * @param statistic larger = further from the baseline
     * @param threshold from which on this is a drift
     * @param warningThreshold from which on this is a warning
     * @param pValue in (0, 1]
     */
    public Evidence(double statistic, double threshold, double warningThreshold, double pValue) {
      this(statistic, threshold, ThresholdInterval.NONE, warningThreshold, pValue);
    }

    /**
     * A statistic that nothing is known of, for there was too little data.
     *
     * @param statistic NaN if there is not even that
     * @return without thresholds
     */
    public static Evidence none(double statistic) {
      return new Evidence(statistic, Double.NaN, Double.NaN, Double.NaN);
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

  /**
   * How large a change is, which significance does not say.
   *
   * @param size in the detector's unit, &ge; 0; NaN if there was too little data
   * @param minimum the size below which a drift stays a warning
   * @param change windowed mean minus baseline mean in the signal's unit; NaN where that means
   *     nothing
   */
  public record Effect(double size, double minimum, double change) {}

  /**
   * What was looked at.
   *
   * @param n values of the window that entered
   * @param effectiveSize n divided by the autocorrelation time of the signal on the baseline
   * @param bounds the window's first and last observation
   */
  public record Sample(int n, double effectiveSize, WindowBounds bounds) {
    public Sample {
      Objects.requireNonNull(bounds, "bounds");
    }
  }

  /**
   * What was compared with.
   *
   * @param baselineHash the baseline
   * @param seed of the simulation that thresholds and p-values come from
   */
  public record Calibration(String baselineHash, long seed) {
    /** Digits of a hash that tell baselines apart. */
    private static final int DIGITS = 12;

    public Calibration {
      Objects.requireNonNull(baselineHash, "baselineHash");
    }

    private String text() {
      String hash = Text.clean(baselineHash);
      return "baseline " + hash.substring(0, Math.min(DIGITS, hash.length())) + ", seed " + seed;
    }
  }

  public DetectionResult {
    Objects.requireNonNull(slice, "slice");
    Objects.requireNonNull(signal, "signal");
    Objects.requireNonNull(detector, "detector");
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(evidence, "evidence");
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(calibration, "calibration");
    Objects.requireNonNull(reason, "reason");
  }

  /**
   * The result in one line.
   *
   * @return for example "camera=cam-7, sharpness by mean-shift: DRIFT, statistic 3.21 (drift from
   *     1.10, known to 0.990 .. 1.21, warning from 0.550), p-value 2.0e-07, effect 3.21 (at least
   *     0.500), change -12.3, 32 values worth 30.0, observations 100 .. 131, baseline 0123456789ab,
   *     seed 42"
   */
  public String text() {
    String head =
        slice + ", " + Text.clean(signal) + " by " + Text.clean(detector) + ": " + verdict;
    String seen =
        String.format(
            Locale.ROOT,
            "%d values worth %.3g, observations %d .. %d, %s",
            sample.n(),
            sample.effectiveSize(),
            sample.bounds().first().sequence(),
            sample.bounds().last().sequence(),
            calibration.text());
    if (verdict == Verdict.INSUFFICIENT_DATA) {
      return head + ", " + Text.clean(reason) + "; " + seen;
    }
    String known =
        Double.isNaN(evidence.interval().low())
            ? ""
            : String.format(
                Locale.ROOT,
                ", known to %.3g .. %.3g",
                evidence.interval().low(),
                evidence.interval().high());
    String change =
        Double.isNaN(effect.change())
            ? ""
            : String.format(Locale.ROOT, ", change %.3g", effect.change());
    return String.format(
        Locale.ROOT,
        "%s, statistic %.3g (drift from %.3g%s, warning from %.3g), p-value %.2g,"
            + " effect %.3g (at least %.3g)%s, %s%s",
        head,
        evidence.statistic(),
        evidence.threshold(),
        known,
        evidence.warningThreshold(),
        evidence.pValue(),
        effect.size(),
        effect.minimum(),
        change,
        reason.isEmpty() ? "" : Text.clean(reason) + "; ",
        seen);
  }
}
