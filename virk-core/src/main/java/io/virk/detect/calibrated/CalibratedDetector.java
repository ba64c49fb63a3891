package io.virk.detect.calibrated;

import io.virk.detect.Comparison;
import io.virk.detect.DetectionResult;
import io.virk.detect.DetectionResult.Calibration;
import io.virk.detect.DetectionResult.Effect;
import io.virk.detect.DetectionResult.Evidence;
import io.virk.detect.DetectionResult.Sample;
import io.virk.detect.Detector;
import io.virk.detect.Scratch;
import io.virk.detect.Slice;
import io.virk.detect.ThresholdInterval;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.internal.KnownShifts;
import io.virk.detect.internal.ShiftScan;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Locale;
import java.util.Optional;

/**
 * A detector with the reference it compares with and the null distribution of its statistic. Turns
 * windows into verdicts. Immutable, thread-safe.
 */
public final class CalibratedDetector {
  private final Signal signal;
  private final Detector detector;
  private final Detector.Comparer comparer;
  private final NullDistribution nullDistribution;
  private final double autocorrelationTime;
  private final Optional<Refusal> refusal;
  private final Calibration calibration;

  /**
   * Joins the parts.
   *
   * @param signal the signal that is compared
   * @param detector how
   * @param comparer the detector against the baseline's reference
   * @param nullDistribution the null distribution of its statistic
   * @param autocorrelationTime integrated autocorrelation time of the signal, observations, &ge; 1
   * @param refusal why the null distribution is not to be trusted, or empty
   * @param calibration the baseline, and the seed of the simulation behind the null distribution
   */
  public CalibratedDetector(
      Signal signal,
      Detector detector,
      Detector.Comparer comparer,
      NullDistribution nullDistribution,
      double autocorrelationTime,
      Optional<Refusal> refusal,
      Calibration calibration) {
    this.signal = signal;
    this.detector = detector;
    this.comparer = comparer;
    this.nullDistribution = nullDistribution;
    this.autocorrelationTime = autocorrelationTime;
    this.refusal = refusal;
    this.calibration = calibration;
  }

  /**
   * The filters for known changes that it compares by.
   *
   * @return empty if it compares in another way
   */
  public Optional<ShiftScan> scan() {
    return comparer instanceof KnownShifts known ? Optional.of(known.scan()) : Optional.empty();
  }

  /**
   * The signal that is compared.
   *
   * @return the signal
   */
  public Signal signal() {
    return signal;
  }

  /**
   * How it is compared.
   *
   * @return the detector
   */
  public Detector detector() {
    return detector;
  }

  /**
   * The null distribution of the statistic.
   *
   * @return what thresholds and p-values come from
   */
  public NullDistribution nullDistribution() {
    return nullDistribution;
  }

  /**
   * Why every verdict is {@link Verdict#INSUFFICIENT_DATA}: the reference data are worth too few
   * independent observations to say what is normal.
   *
   * @return the reason and what would help, or empty if the detector can judge
   */
  public Optional<String> refusal() {
    return refusal.map(Refusal::inWords);
  }

  /**
   * Why it judges no window at all: it was refused, or its null distribution could not be
   * simulated.
   *
   * @return the reason and what would help, or empty if the detector can judge
   */
  public Optional<Refusal> blindness() {
    return refusal.isPresent() || nullDistribution.usable()
        ? refusal
        : Optional.of(
            new Refusal(
                "the baseline has too few values of "
                    + signal.name()
                    + ", or too large ones, to simulate what is normal",
                "take more reference data, or leave out values that are none"));
  }

  /**
   * Judges a window.
   *
   * @param slice whose window
   * @param window its rows, at least one. Not modified.
   * @param drift probability with which a window may be called a drift by chance, in (0, 0.05]
   * @param warning probability with which it may be called a warning by chance, &ge; drift, &le;
   *     0.05
   * @return the verdict with its evidence
   */
  public DetectionResult judge(Slice slice, SignalTable window, double drift, double warning) {
    return judge(slice, window, drift, warning, 1, new Scratch());
  }

  /**
   * Judges a window with memory that is used again and again.
   *
   * @param slice whose window
   * @param window its rows, at least one. Not modified.
   * @param drift probability with which a window may be called a drift by chance, in (0, 0.05]
   * @param warning probability with which it may be called a warning by chance, &ge; drift, &le;
   *     0.05
   * @param inflation how many times as much the mean of such a window scatters as that of windows
   *     of the baseline, for its rows resemble each other more; &ge; 1
   * @param scratch of this thread
   * @return the verdict with its evidence
   */
  public DetectionResult judge(
      Slice slice,
      SignalTable window,
      double drift,
      double warning,
      double inflation,
      Scratch scratch) {
    double stretch = Math.pow(inflation, detector.growth());
    Comparison comparison = comparer.compare(window, scratch);
    Optional<String> missing = missing(window, comparison);
    if (missing.isPresent()) {
      return insufficient(slice, window, comparison, missing.get());
    }
    double plain = nullDistribution.threshold(drift);
    double threshold = stretch * plain;
    double warningThreshold = stretch * nullDistribution.threshold(warning);
    ThresholdInterval interval = nullDistribution.interval(drift, plain);
    Verdict verdict = verdict(comparison, threshold, warningThreshold);
    return result(
        slice,
        window,
        comparison,
        inflation,
        verdict,
        new Evidence(
            comparison.statistic(),
            threshold,
            new ThresholdInterval(stretch * interval.low(), stretch * interval.high()),
            warningThreshold,
            nullDistribution.pValue(comparison.statistic() / stretch)),
        verdict == Verdict.NORMAL ? "" : comparison.like());
  }

  /**
   * The answer for a window that is too small to be judged.
   *
   * @param slice whose window
   * @param window its rows, at least one. Not modified.
   * @param reason why, in words
   * @return {@link Verdict#INSUFFICIENT_DATA}
   */
  public DetectionResult insufficient(Slice slice, SignalTable window, String reason) {
    return insufficient(slice, window, Comparison.insufficient(window.rows()), reason);
  }

  private DetectionResult insufficient(
      Slice slice, SignalTable window, Comparison comparison, String reason) {
    return result(
        slice,
        window,
        comparison,
        1,
        Verdict.INSUFFICIENT_DATA,
        Evidence.none(comparison.statistic()),
        reason);
  }

  /** What keeps a window from being judged, in words; empty if nothing does. */
  private Optional<String> missing(SignalTable window, Comparison comparison) {
    Optional<Refusal> blindness = blindness();
    if (blindness.isPresent()) {
      return blindness.map(Refusal::inWords);
    }
    return Double.isNaN(comparison.statistic())
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "%d values of %s in %d observations are too few for %s",
                comparison.n(),
                signal.name(),
                window.rows(),
                detector.name()))
        : Optional.empty();
  }

  private DetectionResult result(
      Slice slice,
      SignalTable window,
      Comparison comparison,
      double inflation,
      Verdict verdict,
      Evidence evidence,
      String reason) {
    return new DetectionResult(
        slice,
        signal.name(),
        detector.name(),
        verdict,
        evidence,
        new Effect(comparison.effectSize(), detector.minimumEffect(), comparison.change()),
        new Sample(
            comparison.n(),
            comparison.n() / autocorrelationTime / inflation,
            WindowBounds.of(window)),
        calibration,
        reason);
  }

  private Verdict verdict(Comparison comparison, double threshold, double warningThreshold) {
    if (!(comparison.statistic() > warningThreshold)) {
      return Verdict.NORMAL;
    }
    return comparison.statistic() > threshold && comparison.effectSize() >= detector.minimumEffect()
        ? Verdict.DRIFT
        : Verdict.WARNING;
  }
}
