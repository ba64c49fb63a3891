package io.virk.baseline;

import io.virk.detect.CalibratedDetector;
import io.virk.detect.Detector;
import io.virk.detect.NullDistribution;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.SliceWatch;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The baseline of one slice: the rows that windows are compared with, the detectors with their null
 * distributions, and how physical causes look on its own images. Immutable, thread-safe.
 */
public final class Reference {
  private final Slice slice;
  private final SignalTable pool;
  private final boolean[] calibrationRows;
  private final SignalTable rows;
  private final List<Calibration> calibrations;
  private final List<CauseSignature> signatures;
  private final List<CalibratedDetector> detectors;
  private final double tests;
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
      int block) {
    /**
     * What the statistics say.
     *
     * @param values of the signal in the pool
     */
    NullDistribution nullDistribution(int values) {
      double independent =
          block == 1 ? Double.POSITIVE_INFINITY : Math.max(1, values / autocorrelationTime);
      return new NullDistribution(statistics, degrees, independent);
    }
  }

  /**
   * Joins the parts.
   *
   * @param slice whose reference
   * @param pool reference and calibration rows, in their order. Not modified, kept.
   * @param calibrationRows which of them are calibration rows. Kept.
   * @param calibrations one for each detector and signal
   * @param signatures of the slice's images; empty if there were none
   * @param baselineHash of the baseline that this belongs to
   * @param seed of the calibrations
   */
  Reference(
      Slice slice,
      SignalTable pool,
      boolean[] calibrationRows,
      List<Calibration> calibrations,
      List<CauseSignature> signatures,
      String baselineHash,
      long seed) {
    this.slice = slice;
    this.baselineHash = baselineHash;
    this.pool = pool;
    this.calibrationRows = calibrationRows;
    this.rows =
        pool.take(IntStream.range(0, pool.rows()).filter(i -> !calibrationRows[i]).toArray());
    this.calibrations = List.copyOf(calibrations);
    this.signatures = List.copyOf(signatures);
    this.detectors =
        calibrations.stream()
            .map(
                c ->
                    new CalibratedDetector(
                        c.signal(),
                        c.detector(),
                        c.detector().against(c.signal(), rows),
                        c.nullDistribution(values(pool, c.signal())),
                        c.autocorrelationTime(),
                        Calibrator.refusal(values(pool, c.signal()), c.autocorrelationTime()),
                        baselineHash,
                        seed))
            .toList();
    this.tests =
        EffectiveTests.of(
            IntStream.range(0, calibrations.size())
                .filter(i -> detectors.get(i).refusal().isEmpty())
                .filter(i -> detectors.get(i).nullDistribution().usable())
                .mapToObj(i -> calibrations.get(i).statistics())
                .toList());
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
    return slice;
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
   * @return one for each signal that the slice has and each detector that applies to it
   */
  public List<CalibratedDetector> detectors() {
    return detectors;
  }

  /**
   * How many independent tests the detectors are worth that can judge. A window's probability of a
   * false drift is divided by it.
   *
   * @return 1 .. number of detectors
   */
  public double tests() {
    return tests;
  }

  /**
   * How physical causes look on this slice's images.
   *
   * @return signatures; empty if the baseline was not built from images
   */
  public List<CauseSignature> signatures() {
    return signatures;
  }

  /**
   * How long a signal remembers.
   *
   * @param signal a scalar signal
   * @return integrated autocorrelation time, observations; 1 if the slice does not have the signal
   */
  public double autocorrelationTime(ScalarSignal signal) {
    return calibrations.stream()
        .filter(c -> c.signal().equals(signal))
        .mapToDouble(Calibration::autocorrelationTime)
        .findFirst()
        .orElse(1);
  }

  /**
   * Prepares sequential detectors.
   *
   * @param sequential each is put on every signal of this slice that it understands
   * @param falseAlarms allowed in one observation, over all of them together, until {@link
   *     SliceWatch#allow} says otherwise
   * @param seed of whatever they simulate
   * @return a watch for each signal and detector that there is enough data for
   */
  public List<SliceWatch> watches(
      List<SequentialDetector> sequential, double falseAlarms, long seed) {
    List<Signal> signals = calibrations.stream().map(Calibration::signal).distinct().toList();
    long pairs =
        signals.stream()
            .mapToLong(s -> sequential.stream().filter(d -> d.appliesTo(s)).count())
            .sum();
    double share = 1.0 / Math.max(1, pairs);
    List<SliceWatch> watches = new ArrayList<>();
    for (Signal signal : signals) {
      double time =
          calibrations.stream()
              .filter(c -> c.signal().equals(signal))
              .mapToDouble(Calibration::autocorrelationTime)
              .findFirst()
              .orElseThrow();
      for (SequentialDetector detector : sequential) {
        if (detector.appliesTo(signal)) {
          detector
              .against(signal, pool, time, SliceWatch.allowed(falseAlarms, share), seed)
              .map(w -> new SliceWatch(slice, signal, detector, w, share, time, baselineHash, seed))
              .ifPresent(watches::add);
        }
      }
    }
    return watches;
  }

  SignalTable pool() {
    return pool;
  }

  boolean[] calibrationRows() {
    return calibrationRows;
  }

  List<Calibration> calibrations() {
    return calibrations;
  }
}
