package io.virk.baseline.content;

import io.virk.baseline.calibrate.Calibration;
import io.virk.baseline.calibrate.Calibrator;
import io.virk.baseline.calibrate.DetectorChoice;
import io.virk.cause.internal.AppearanceChanges;
import io.virk.cause.internal.CauseSignature;
import io.virk.detect.Slice;
import io.virk.image.internal.Scene;
import io.virk.signal.FeatureMean;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a reference is made of, before it has a hash.
 *
 * @param slice whose reference
 * @param pool reference and calibration rows, in their order. Not modified, kept.
 * @param calibrationRows which of them are calibration rows. Kept.
 * @param featureMean mean random features of the reference rows; null without features
 * @param calibrations one for each detector and signal
 * @param signatures of the slice's images; empty if there were none
 * @param scene mean of the slice's images; null if there were none, or too many slices
 */
public record ReferenceParts(
    Slice slice,
    SignalTable pool,
    boolean[] calibrationRows,
    double[] featureMean,
    List<Calibration> calibrations,
    List<CauseSignature> signatures,
    Scene scene) {

  /** The pool is told what the causes look like, for detectors that look for them. */
  public ReferenceParts {
    pool.withChanges(
        VectorSignal.APPEARANCE, () -> AppearanceChanges.of(signatures, pool.schema()));
  }

  /** Rows that a reference keeps at most. */
  public static final int MAXIMUM_ROWS = 2000;

  /** Not calibrated yet. The features are the pool's. */
  public static ReferenceParts of(
      Slice slice,
      SignalTable pool,
      boolean[] calibrationRows,
      List<CauseSignature> signatures,
      Scene scene) {
    float[] embeddings = pool.take(referenceRows(calibrationRows)).embeddings().values();
    double[] featureMean =
        embeddings.length == 0
            ? null
            : pool.embeddings()
                .features()
                .map(f -> FeatureMean.of(f, embeddings).mean())
                .orElse(null);
    return new ReferenceParts(
        slice, pool, calibrationRows, featureMean, List.of(), signatures, scene);
  }

  /** The same, with null distributions for windows of a length. */
  public ReferenceParts calibrated(int window, long seed, DetectorChoice detectors) {
    return new ReferenceParts(
        slice,
        pool,
        calibrationRows,
        featureMean,
        Calibrator.calibrate(pool, referenceRows(calibrationRows).length, window, seed, detectors),
        signatures,
        scene);
  }

  /** The rows that windows are compared with. */
  public SignalTable rows() {
    SignalTable rows = pool.take(referenceRows(calibrationRows));
    if (featureMean != null) {
      FeatureMean mean = new FeatureMean(featureMean, rows.embeddings().count());
      rows.withFeatureMean(() -> mean);
    }
    return rows;
  }

  private static int[] referenceRows(boolean[] calibrationRows) {
    return IntStream.range(0, calibrationRows.length).filter(i -> !calibrationRows[i]).toArray();
  }

  /** Keeps evenly spaced runs, so that neighbours stay neighbours. */
  public static int[] thin(int[] rows) {
    if (rows.length <= MAXIMUM_ROWS) {
      return rows;
    }
    int run = MAXIMUM_ROWS / 20;
    double stride = (double) (rows.length - run) / 19;
    return IntStream.range(0, 20)
        .flatMap(r -> IntStream.range(0, run).map(i -> rows[(int) (r * stride) + i]))
        .toArray();
  }
}
