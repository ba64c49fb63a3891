package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.detect.calibrated.CalibratedDetector;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** P-values of embeddings that nothing has happened to, and that no baseline has seen. */
class FreshWindowsTest {
  private static final int BASELINES = 10;
  private static final int WINDOWS = 100;
  private static final int WINDOW = 32;

  /**
   * Rows that are drawn twice made it one in a thousand and fewer, where there are many numbers.
   */
  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @CsvSource({
    "mmd, 256, 300",
    "random-feature-mmd, 256, 300",
    "mahalanobis-shift, 256, 300",
    "mmd, 256, 120",
    "mahalanobis-shift, 256, 120",
    "mmd, 4, 300",
    "mahalanobis-shift, 4, 300"
  })
  void oneCleanWindowInTwentyIsBelowFivePercent(String name, int dimension, int rows) {
    int below = 0;
    int farBelow = 0;
    for (int b = 0; b < BASELINES; b++) {
      SplittableRandom random = new SplittableRandom(900 + b);
      BaselineBuilder builder =
          Baseline.builder("fresh")
              .window(WINDOW)
              .clock(() -> Instant.EPOCH)
              .seed(b)
              .detectors(Detector.named(name));
      for (int i = 0; i < rows; i++) {
        builder.add(normal(i, dimension, random));
      }
      Baseline baseline = builder.build();
      CalibratedDetector detector =
          baseline.reference(Slice.ALL).detectors().stream()
              .filter(d -> d.detector().name().equals(name))
              .findFirst()
              .orElseThrow();
      for (int w = 0; w < WINDOWS; w++) {
        double p = pValue(baseline, detector, dimension, random);
        below += p <= 0.05 ? 1 : 0;
        farBelow += p <= 0.01 ? 1 : 0;
      }
    }
    double windows = BASELINES * WINDOWS;
    // windows of one baseline resemble each other: twice the deviation of as many that do not
    assertTrue(below >= 0.02 * windows && below <= 0.05 * windows + 28, "below 5 %: " + below);
    assertTrue(farBelow <= 0.01 * windows + 13, "below 1 %: " + farBelow);
  }

  private static Observation normal(int sequence, int dimension, SplittableRandom random) {
    float[] embedding = new float[dimension];
    for (int k = 0; k < dimension; k++) {
      embedding[k] = (float) random.nextGaussian();
    }
    return Observation.builder().sequence(sequence).embedding(embedding).build();
  }

  private static double pValue(
      Baseline baseline, CalibratedDetector detector, int dimension, SplittableRandom random) {
    SignalExtractor extractor =
        new SignalExtractor(baseline.schema(), baseline.sources(), null, null, null);
    SignalTable window = new SignalTable(baseline.schema(), WINDOW);
    for (int i = 0; i < WINDOW; i++) {
      window.append(extractor.extract(normal(i, dimension, random)));
    }
    return detector.judge(Slice.ALL, window, 0.001, 0.05).evidence().pValue();
  }
}
