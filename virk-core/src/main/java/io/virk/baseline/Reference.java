package io.virk.baseline;

import io.virk.detect.CalibratedDetector;
import io.virk.detect.Detector;
import io.virk.detect.MaximumMeanDiscrepancyDetector;
import io.virk.detect.NullDistribution;
import io.virk.detect.RandomFeatureMmd;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.SliceWatch;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.List;

/**
 * The baseline of one slice: the rows that windows are compared with, the detectors with their null
 * distributions, and how physical causes look on its own images. Immutable, thread-safe.
 */
public final class Reference {
  private final ReferenceParts parts;
  private final SignalTable rows;
  private final List<CalibratedDetector> calibrated;
  private final List<CalibratedDetector> detectors;
  private final List<CalibratedDetector> detectorsWithoutEmbeddings;
  private final String baselineHash;

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
  record Calibration(
      Signal signal,
      Detector detector,
      double[] statistics,
      double degrees,
      double autocorrelationTime,
      int block) {}

  /**
   * Joins the parts.
   *
   * @param parts what it is made of
   * @param baselineHash of the baseline that this belongs to
   */
  Reference(ReferenceParts parts, String baselineHash) {
    this.parts = parts;
    this.baselineHash = baselineHash;
    this.rows = parts.rows();
    this.calibrated =
        parts.calibrations().stream()
            .map(
                c ->
                    new CalibratedDetector(
                        c.signal(),
                        c.detector(),
                        c.detector().against(c.signal(), rows),
                        new NullDistribution(c.statistics(), c.degrees()),
                        c.autocorrelationTime(),
                        Calibrator.refusal(values(pool(), c.signal()), c.autocorrelationTime()),
                        baselineHash))
            .toList();
    boolean exact =
        calibrated.stream().anyMatch(c -> c.detector() instanceof MaximumMeanDiscrepancyDetector);
    this.detectors =
        calibrated.stream()
            .filter(c -> !(exact && c.detector() instanceof RandomFeatureMmd))
            .toList();
    List<CalibratedDetector> ofFeatures =
        calibrated.stream()
            .filter(
                c ->
                    !(c.signal() instanceof VectorSignal)
                        || c.detector() instanceof RandomFeatureMmd)
            .toList();
    this.detectorsWithoutEmbeddings = ofFeatures.isEmpty() ? detectors : ofFeatures;
  }

  /** How many rows of a table have a signal. */
  static int values(SignalTable table, Signal signal) {
    if (signal instanceof ScalarSignal scalar) {
      return table.scalar(scalar).length;
    }
    return signal instanceof VectorSignal ? table.embeddedRows() : table.classes().length;
  }

  /**
   * Whose reference this is.
   *
   * @return the slice
   */
  public Slice slice() {
    return parts.slice();
  }

  /**
   * The rows that windows are compared with.
   *
   * @return the table. Not to be modified.
   */
  public SignalTable rows() {
    return rows;
  }

  /**
   * The detectors, ready to judge windows.
   *
   * @return one for each signal that the slice has and each detector that applies to it, but for
   *     {@link RandomFeatureMmd} where {@link MaximumMeanDiscrepancyDetector} is among them
   */
  public List<CalibratedDetector> detectors() {
    return detectors;
  }

  /**
   * The detectors for windows that keep the mean of their random features instead of their
   * embeddings.
   *
   * @return those of {@link #detectors()} that compare no vectors, and {@link RandomFeatureMmd}; as
   *     {@link #detectors()}, and short of data, if that leaves none
   */
  public List<CalibratedDetector> detectorsWithoutEmbeddings() {
    return detectorsWithoutEmbeddings;
  }

  /** One for each of {@link #calibrations()}. */
  List<CalibratedDetector> calibrated() {
    return calibrated;
  }

  ReferenceParts parts() {
    return parts;
  }

  /**
   * How physical causes look on this slice's images.
   *
   * @return signatures; empty if the baseline was not built from images
   */
  public List<CauseSignature> signatures() {
    return parts.signatures();
  }

  /**
   * How long a signal remembers.
   *
   * @param signal a scalar signal
   * @return integrated autocorrelation time, observations; 1 if the slice does not have the signal
   */
  public double autocorrelationTime(ScalarSignal signal) {
    return calibrations().stream()
        .filter(c -> c.signal().equals(signal))
        .mapToDouble(Calibration::autocorrelationTime)
        .findFirst()
        .orElse(1);
  }

  /**
   * Prepares sequential detectors.
   *
   * @param sequential each is put on every signal of this slice that it understands
   * @param falseAlarms allowed in one observation, over all of them together
   * @param seed of whatever they simulate
   * @return a watch for each signal and detector that there is enough data for
   */
  public List<SliceWatch> watches(
      List<SequentialDetector> sequential, double falseAlarms, long seed) {
    List<Signal> signals = calibrations().stream().map(Calibration::signal).distinct().toList();
    long pairs =
        signals.stream()
            .mapToLong(s -> sequential.stream().filter(d -> d.appliesTo(s)).count())
            .sum();
    List<SliceWatch> watches = new ArrayList<>();
    for (Signal signal : signals) {
      double time =
          calibrations().stream()
              .filter(c -> c.signal().equals(signal))
              .mapToDouble(Calibration::autocorrelationTime)
              .findFirst()
              .orElseThrow();
      for (SequentialDetector detector : sequential) {
        if (detector.appliesTo(signal)) {
          detector
              .against(signal, pool(), time, Math.min(0.01, falseAlarms / pairs), seed)
              .map(w -> new SliceWatch(slice(), signal, detector, w, time, baselineHash))
              .ifPresent(watches::add);
        }
      }
    }
    return watches;
  }

  SignalTable pool() {
    return parts.pool();
  }

  boolean[] calibrationRows() {
    return parts.calibrationRows();
  }

  List<Calibration> calibrations() {
    return parts.calibrations();
  }
}
