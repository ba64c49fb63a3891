package io.virk.detect;

import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Optional;

/**
 * A detector with the reference it compares with and the null distribution of its statistic. Turns
 * windows into verdicts. Immutable, thread-safe.
 */
public final class CalibratedDetector {
  private final Signal signal;
  private final Detector detector;
  private final Detector.Scorer scorer;
  private final NullDistribution nullDistribution;
  private final double autocorrelationTime;
  private final Optional<String> refusal;
  private final String baselineHash;

  /**
   * Joins the parts of a detector that can judge.
   *
   * @param signal the signal that is compared
   * @param detector how
   * @param scorer the detector against the baseline's reference
   * @param nullDistribution the null distribution of its statistic
   * @param autocorrelationTime integrated autocorrelation time of the signal, observations, &ge; 1
   * @param baselineHash hash of the baseline
   */
  public CalibratedDetector(
      Signal signal,
      Detector detector,
      Detector.Scorer scorer,
      NullDistribution nullDistribution,
      double autocorrelationTime,
      String baselineHash) {
    this(
        signal,
        detector,
        scorer,
        nullDistribution,
        autocorrelationTime,
        Optional.empty(),
        baselineHash);
  }

  /**
   * Joins the parts.
   *
   * @param signal the signal that is compared
   * @param detector how
   * @param scorer the detector against the baseline's reference
   * @param nullDistribution the null distribution of its statistic
   * @param autocorrelationTime integrated autocorrelation time of the signal, observations, &ge; 1
   * @param refusal why the null distribution is not to be trusted, or empty
   * @param baselineHash hash of the baseline
   */
  public CalibratedDetector(
      Signal signal,
      Detector detector,
      Detector.Scorer scorer,
      NullDistribution nullDistribution,
      double autocorrelationTime,
      Optional<String> refusal,
      String baselineHash) {
    this.signal = signal;
    this.detector = detector;
    this.scorer = scorer;
    this.nullDistribution = nullDistribution;
    this.autocorrelationTime = autocorrelationTime;
    this.refusal = refusal;
    this.baselineHash = baselineHash;
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
    return refusal;
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
    return judge(slice, window, drift, warning, new Scratch());
  }

  /**
   * Judges a window with memory that is used again and again.
   *
   * @param slice whose window
   * @param window its rows, at least one. Not modified.
   * @param drift probability with which a window may be called a drift by chance, in (0, 0.05]
   * @param warning probability with which it may be called a warning by chance, &ge; drift, &le;
   *     0.05
   * @param scratch of this thread
   * @return the verdict with its evidence
   */
  public DetectionResult judge(
      Slice slice, SignalTable window, double drift, double warning, Scratch scratch) {
    return result(slice, window, scorer.score(window, scratch), drift, warning);
  }

  /**
   * The answer for a window that is too small to be judged.
   *
   * @param slice whose window
   * @param window its rows, at least one. Not modified.
   * @return {@link Verdict#INSUFFICIENT_DATA}
   */
  public DetectionResult insufficient(Slice slice, SignalTable window) {
    return result(slice, window, Score.insufficient(window.rows()), Double.NaN, Double.NaN);
  }

  private DetectionResult result(
      Slice slice, SignalTable window, Score score, double drift, double warning) {
    boolean enough =
        refusal.isEmpty() && nullDistribution.usable() && !Double.isNaN(score.statistic());
    double threshold = enough ? nullDistribution.threshold(drift) : Double.NaN;
    double warningThreshold = enough ? nullDistribution.threshold(warning) : Double.NaN;
    int last = window.rows() - 1;
    return new DetectionResult(
        slice,
        signal.name(),
        detector.name(),
        enough ? verdict(score, threshold, warningThreshold) : Verdict.INSUFFICIENT_DATA,
        score.statistic(),
        threshold,
        warningThreshold,
        enough ? nullDistribution.pValue(score.statistic()) : Double.NaN,
        score.effectSize(),
        detector.minimumEffect(),
        score.change(),
        score.n(),
        score.n() / autocorrelationTime,
        window.sequence(0),
        window.sequence(last),
        window.epochMillis(0),
        window.epochMillis(last),
        baselineHash);
  }

  private Verdict verdict(Score score, double threshold, double warningThreshold) {
    if (!(score.statistic() > warningThreshold)) {
      return Verdict.NORMAL;
    }
    return score.statistic() > threshold && score.effectSize() >= detector.minimumEffect()
        ? Verdict.DRIFT
        : Verdict.WARNING;
  }
}
