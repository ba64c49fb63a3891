package io.virk.baseline.content;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.calibrate.EffectiveTests;
import io.virk.cause.Fingerprint;
import io.virk.cause.internal.CauseDirections;
import io.virk.cause.internal.CauseSignature;
import io.virk.cause.internal.ComparedRows;
import io.virk.detect.DetectionResult;
import io.virk.detect.Detector;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.detect.calibrated.SliceWatch;
import io.virk.detect.internal.ShiftScan;
import io.virk.image.internal.Scene;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The baseline of one slice: the rows that windows are compared with, the detectors with their null
 * distributions, and how physical causes look on its own images. Immutable, thread-safe.
 */
public final class Reference {
  private final ReferenceParts parts;
  private final CauseDirections directions;
  private final SignalTable rows;
  private final List<Calibration> judged;
  private final List<CalibratedDetector> calibrated;
  private final DetectorSet embedded;
  private final DetectorSet unembedded;
  private final String baselineHash;

  /**
   * Joins the parts.
   *
   * @param parts what it is made of
   * @param directions of the embedding that its signatures have columns of, or null
   * @param baselineHash of the baseline that this belongs to
   * @param seed of the calibrations
   * @param notJudged names of signals that are kept and not judged
   * @param byName whether images came in the order of their names
   */
  Reference(
      ReferenceParts parts,
      CauseDirections directions,
      String baselineHash,
      long seed,
      Set<String> notJudged,
      boolean byName) {
    this.parts = parts;
    this.directions = directions;
    this.baselineHash = baselineHash;
    this.rows = parts.rows();
    this.judged =
        parts.calibrations().stream().filter(c -> !notJudged.contains(c.signal().name())).toList();
    this.calibrated =
        judged.stream()
            .map(
                c ->
                    new CalibratedDetector(
                        c.signal(),
                        c.detector(),
                        c.detector().against(c.signal(), rows),
                        c.nullDistribution(pool().count(c.signal())),
                        c.autocorrelationTime(),
                        Calibrator.refusal(
                                c.detector(), c.signal(), pool(), c.autocorrelationTime())
                            .map(why -> byName ? Calibrator.readByName(why) : why),
                        new DetectionResult.Calibration(baselineHash, seed)))
            .toList();
    Map<CalibratedDetector, double[]> pValues = new HashMap<>();
    for (int i = 0; i < calibrated.size(); i++) {
      CalibratedDetector detector = calibrated.get(i);
      if (detector.refusal().isEmpty() && detector.nullDistribution().usable()) {
        pValues.put(detector, EffectiveTests.pValues(judged.get(i).statistics()));
      }
    }
    Set<String> standIns =
        calibrated.stream()
            .flatMap(c -> c.detector().standIn().stream())
            .map(Detector::name)
            .collect(Collectors.toSet());
    this.embedded = set(c -> !standIns.contains(c.detector().name()), pValues);
    DetectorSet ofFeatures =
        set(c -> !(c.signal() instanceof VectorSignal) || c.detector().comparesFeatures(), pValues);
    this.unembedded = ofFeatures.list().isEmpty() ? embedded : ofFeatures;
  }

  private DetectorSet set(
      Predicate<CalibratedDetector> chosen, Map<CalibratedDetector, double[]> pValues) {
    List<CalibratedDetector> list = calibrated.stream().filter(chosen).toList();
    List<CalibratedDetector> able = list.stream().filter(pValues::containsKey).toList();
    return new DetectorSet(
        list,
        EffectiveTests.of(
            able.stream().map(pValues::get).toList(),
            able.stream().map(c -> c.detector().share()).toList()));
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
   *     the stand-in of another ({@link Detector#standIn})
   */
  public List<CalibratedDetector> detectors() {
    return embedded.list();
  }

  /**
   * The detectors that judge a window together.
   *
   * @param embedded true for windows that keep their embeddings; false for those that keep the mean
   *     of their random features instead
   * @return {@link #detectors()} if embedded; else those that compare no vectors, and those that
   *     compare features, or, short of data, {@link #detectors()} if that leaves none
   */
  public DetectorSet detectors(boolean embedded) {
    return embedded ? this.embedded : unembedded;
  }

  /** One for each of {@link #judged()}. */
  public List<CalibratedDetector> calibrated() {
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
   * Along which directions the signatures know the embedding.
   *
   * @return empty if they have no part of it
   */
  public Optional<CauseDirections> directions() {
    return Optional.ofNullable(directions);
  }

  /**
   * Which causes explain best what has changed.
   *
   * @param window rows that drifted. Not modified.
   * @return the fingerprint; {@link Fingerprint#none} with the reason where there is too little to
   *     compare
   */
  public Fingerprint fingerprint(SignalTable window) {
    return fingerprint(signatures(), window);
  }

  /**
   * The same by some of the causes.
   *
   * @param of signatures of the slice, or some of them
   * @param window rows that drifted. Not modified.
   */
  public Fingerprint fingerprint(List<CauseSignature> of, SignalTable window) {
    return ComparedRows.match(
        new ComparedRows.Known(of, directions(), pool(), rows, this::autocorrelationTime), window);
  }

  /**
   * The filters by which the detectors look for known causes.
   *
   * @return empty if none looks for them
   */
  public Optional<ShiftScan> scan() {
    return calibrated.stream().flatMap(c -> c.scan().stream()).findFirst();
  }

  /**
   * What the slice's camera sees in the mean.
   *
   * @return empty if the baseline was not built from images, or has too many slices
   */
  public Optional<Scene> scene() {
    return Optional.ofNullable(parts.scene());
  }

  /**
   * How long a signal remembers.
   *
   * @param signal a scalar signal
   * @return integrated autocorrelation time, observations; 1 if the slice does not have the signal
   */
  public double autocorrelationTime(ScalarSignal signal) {
    return calibrations().stream()
        .filter(c -> c.signal().name().equals(signal.name()))
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
    List<Signal> signals = judged.stream().map(Calibration::signal).distinct().toList();
    long pairs =
        signals.stream()
            .mapToLong(s -> sequential.stream().filter(d -> d.appliesTo(s)).count())
            .sum();
    double share = 1.0 / Math.max(1, pairs);
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
              .against(signal, pool(), time, SliceWatch.allowed(falseAlarms, share), seed)
              .map(
                  w ->
                      new SliceWatch(
                          slice(),
                          signal,
                          detector,
                          w,
                          share,
                          time,
                          new DetectionResult.Calibration(baselineHash, seed)))
              .ifPresent(watches::add);
        }
      }
    }
    return watches;
  }

  public SignalTable pool() {
    return parts.pool();
  }

  public boolean[] calibrationRows() {
    return parts.calibrationRows();
  }

  /** Those whose signals are judged. */
  public List<Calibration> judged() {
    return judged;
  }

  public List<Calibration> calibrations() {
    return parts.calibrations();
  }
}
