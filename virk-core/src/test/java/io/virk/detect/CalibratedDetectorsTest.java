package io.virk.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.detect.calibrated.NullDistribution;
import io.virk.signal.Signal;
import io.virk.signal.SignalTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every detector with the threshold that its own null distribution gives. */
class CalibratedDetectorsTest {
  private static final int D = 6;
  private static final double DRIFT = 1e-4;
  private static final double WARNING = 0.02;

  static List<Detector> detectors() {
    return Detector.all().stream()
        .filter(d -> Tables.SIGNALS.stream().anyMatch(d::appliesTo)) // not the scan of images
        .toList();
  }

  private static CalibratedDetector calibrated(Detector detector, long seed) {
    Signal signal = Tables.signal(detector);
    SignalTable pool = Tables.random(450, D, 0, 0, seed);
    int[] reference = new int[300];
    Arrays.setAll(reference, i -> i);
    double[] nulls = detector.nullStatistics(signal, pool, Tables.resampler(450), 1000);
    return new CalibratedDetector(
        signal,
        detector,
        detector.against(signal, pool.take(reference)),
        new NullDistribution(nulls, 449),
        1,
        Optional.empty(),
        new DetectionResult.Calibration("hash", seed));
  }

  private static int count(
      CalibratedDetector detector, double moved, double turned, boolean drift) {
    int count = 0;
    for (int w = 0; w < 100; w++) {
      SignalTable window = Tables.random(32, D, moved, turned, 7_000 + w);
      Verdict verdict = detector.judge(Slice.ALL, window, DRIFT, WARNING).verdict();
      count += verdict == Verdict.DRIFT || !drift && verdict == Verdict.WARNING ? 1 : 0;
    }
    return count;
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("detectors")
  void silentWithoutAShiftAndSureOfOne(Detector detector) {
    int drifts = 0;
    int warnings = 0;
    for (long seed = 1; seed <= 4; seed++) {
      CalibratedDetector calibrated = calibrated(detector, seed);
      drifts += count(calibrated, 0, 0, true);
      warnings += count(calibrated, 0, 0, false);
      // one standard deviation and a half; six in ten observations of one new class
      int found = count(calibrated, 1.5, 0.6, true);
      assertTrue(found >= 90, detector.name() + ": " + found);
    }
    // 0.04 were asked for
    assertTrue(drifts <= 1, detector.name() + ": " + drifts);
    // 2 % of 400 were asked for; four baselines are few, so twice that and three deviations
    assertTrue(warnings <= 28, detector.name() + ": " + warnings);
  }

  /** Which a covariance that is estimated on few rows makes hard: 16 dimensions of 400 rows. */
  @Test
  void thresholdsOfMeansOfVectorsAreWhatWasAskedForWhereRowsAreIndependent() {
    int alarms = 0;
    for (long seed = 11; seed <= 18; seed++) {
      CalibratedDetector calibrated = calibrated(new MahalanobisShift(), seed);
      double threshold = calibrated.nullDistribution().threshold(0.02);
      for (int w = 0; w < 250; w++) {
        SignalTable window = Tables.random(32, D, 0, 0, 90_000 + 250 * seed + w);
        double statistic =
            calibrated.judge(Slice.ALL, window, DRIFT, WARNING).evidence().statistic();
        alarms += statistic > threshold ? 1 : 0;
      }
    }
    // 40 of 2,000 were asked for
    assertTrue(alarms >= 20 && alarms <= 60, "" + alarms);
  }

  @Test
  void allOfThemHaveNamesUnitsAndAFloor() {
    assertEquals(15, Detector.all().stream().map(Detector::name).distinct().count());
    for (Detector detector : Detector.all()) {
      assertTrue(detector.name().matches("[a-z]+(-[a-z]+)*"), detector.name());
      assertTrue(detector.minimumEffect() > 0);
      assertTrue(!detector.effectUnit().startsWith("units of"), detector.name());
      assertEquals(detector.getClass(), Detector.named(detector.name()).getClass());
    }
    List<String> all = Detector.all().stream().map(Detector::name).toList();
    for (Detector detector : Detector.standard()) {
      assertTrue(all.contains(detector.name()));
    }
  }

  @Test
  void anUnknownNameIsAnsweredWithAllNames() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Detector.named("wassertein"))
            .getMessage();
    assertTrue(message.startsWith("name: wassertein (expected: one of ["), message);
    assertTrue(message.contains("wasserstein"), message);
  }
}
