package io.virk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.baseline.content.Reference;
import io.virk.capture.Capture;
import io.virk.detect.DetectionResult;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.engine.FeatureSums;
import io.virk.engine.SliceWindow;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.FeatureMean;
import io.virk.signal.Schemas;
import io.virk.signal.SignalSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices that keep no embeddings are judged by the mean of their random features. */
class RandomFeatureSlicesTest {
  private final AtomicLong millis = new AtomicLong();

  private static Baseline of(Detector... detectors) {
    BaselineBuilder builder = Baseline.builder("vectors").window(16).clock(Baselines.CLOCK);
    if (detectors.length > 0) {
      builder.detectors(detectors);
    }
    for (int i = 0; i < 320; i++) {
      builder.add(Baselines.vector(1, i, 0));
    }
    return builder.build();
  }

  /** The results on the embedding of the one slice. */
  private List<DetectionResult> results(
      Baseline baseline, int embeddedSlices, WindowPolicy policy, int count, boolean turned) {
    EventLog log = new EventLog();
    millis.set(0);
    try (Monitor monitor =
        Monitor.builder(baseline)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .embeddedSlices(embeddedSlices)
            .windows(policy)
            .clock(() -> Instant.ofEpochMilli(millis.get()))
            .nanoClock(() -> 1_000_000 * millis.get())
            .listener(log)
            .polled()
            .start()) {
      for (int i = 0; i < count; i++) {
        float[] x = Baselines.vector(9, i, 0).embedding();
        if (turned) { // as far from the mean as before, but all in one direction
          double length = 0;
          for (float v : x) {
            length += v * v;
          }
          x = new float[] {(float) Math.sqrt(length), 0, 0, 0};
        }
        Capture capture = monitor.capture().tag("camera", "cam-1");
        if (i % 11 != 5) { // some have no embedding
          capture.embedding(x);
        }
        capture.commit();
        monitor.poll(1);
        millis.addAndGet(100);
      }
    }
    return log.windows.stream()
        .filter(w -> !w.slice().isAll())
        .flatMap(w -> w.results().stream())
        .filter(r -> r.signal().equals("embedding"))
        .toList();
  }

  private static void assertAlike(List<DetectionResult> expected, List<DetectionResult> actual) {
    assertTrue(expected.size() > 3, "too few windows");
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      DetectionResult e = expected.get(i);
      DetectionResult a = actual.get(i);
      assertEquals("random-feature-mmd", a.detector());
      assertEquals(e.evidence().statistic(), a.evidence().statistic(), 1e-6);
      assertEquals(e.effect().size(), a.effect().size(), 1e-5);
      // the same share of the false alarms; what a stream is like is learned at once, or by windows
      double threshold = e.evidence().threshold();
      assertEquals(e.verdict() == Verdict.INSUFFICIENT_DATA, Double.isNaN(threshold), e.reason());
      double tolerance = Double.isNaN(threshold) ? 1e-300 : 0.1 * threshold;
      assertEquals(threshold, a.evidence().threshold(), tolerance, e + " " + a);
      assertEquals(e.sample().n(), a.sample().n());
      assertEquals(e.sample().bounds(), a.sample().bounds());
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"16, 16", "16, 4", "16, 8", "16, 5", "16, 1", "32, 32", "32, 31"})
  void sumsGiveWhatTheEmbeddingsGive(int observations, int step) {
    WindowPolicy policy = WindowPolicy.ofCount(observations).overlapping(step);
    Baseline baseline = of(Detector.named("random-feature-mmd"));
    assertAlike(results(baseline, 1, policy, 300, false), results(baseline, 0, policy, 300, false));
  }

  @Test
  void aWindowThatTimeClosesHasTheMeanOfAllItsObservations() {
    Baseline baseline = of(Detector.named("random-feature-mmd"));
    // 25 observations a window, of which 24 to 22 have an embedding; 16 rows are judged
    WindowPolicy policy = WindowPolicy.ofCount(32).orAfter(Duration.ofMillis(2_500));
    List<DetectionResult> sums = results(baseline, 0, policy, 400, false);
    List<DetectionResult> rows = results(baseline, 1, policy, 400, false);
    assertEquals(rows.size(), sums.size());
    assertTrue(sums.size() >= 14);
    for (int i = 0; i < sums.size(); i++) {
      assertTrue(
          sums.get(i).sample().n() >= 22 && sums.get(i).sample().n() <= 24,
          "n " + sums.get(i).sample().n());
      assertTrue(rows.get(i).sample().n() <= 16);
      assertEquals(rows.get(i).evidence().threshold(), sums.get(i).evidence().threshold());
    }
  }

  @Test
  void aSampledWindowHasTheMeanOfAllThatItSaw() {
    Baseline baseline = of(Detector.named("random-feature-mmd"));
    List<DetectionResult> sums =
        results(baseline, 0, WindowPolicy.ofTime(Duration.ofSeconds(10)), 1_000, false);
    // windows of 100 observations, one after the other, are those of a count
    List<DetectionResult> counted = results(baseline, 1, WindowPolicy.ofCount(100), 1_000, false);
    assertTrue(sums.size() >= 9);
    for (int i = 0; i < sums.size(); i++) {
      assertEquals(counted.get(i).evidence().statistic(), sums.get(i).evidence().statistic(), 1e-6);
      assertEquals(counted.get(i).sample().n(), sums.get(i).sample().n());
    }
  }

  @Test
  void aChangeThatOnlyTheEmbeddingShowsIsSeen() {
    Baseline baseline = of();
    WindowPolicy policy = WindowPolicy.DEFAULT;
    List<DetectionResult> found = results(baseline, 0, policy, 64, true);
    assertTrue(found.size() >= 3);
    for (DetectionResult result : found) {
      assertEquals("random-feature-mmd", result.detector());
      assertEquals(Verdict.DRIFT, result.verdict());
    }
    // one of the two judges a window: no other detector has a smaller share for that
    List<DetectionResult> exact = results(baseline, 1, policy, 64, true);
    assertEquals(
        List.of("mmd", "mahalanobis-shift"),
        exact.stream().map(DetectionResult::detector).distinct().toList());
    Reference reference = baseline.reference(Slice.ALL);
    assertEquals(reference.detectors().size() - 1, reference.detectors(false).list().size());
  }

  @Test
  void aWindowSaysWhatItTakes() {
    long tumbling = memory(WindowPolicy.ofCount(32), 0, 256);
    assertTrue(tumbling < 8_500, tumbling + " bytes");
    // the whole window before, and a sum for each of the steps; of tumbling ones half of either
    long halves = memory(WindowPolicy.ofCount(32).overlapping(16), 0, 256);
    long quarters = memory(WindowPolicy.ofCount(32).overlapping(8), 0, 256);
    assertEquals(2 * 1060, quarters - halves);
    assertEquals(16 * 100, halves - tumbling, "it has the sums of halves for when a drift is open");
    long nothing = memory(WindowPolicy.ofCount(32), 0, 0);
    assertEquals(2 * 1060 - 16 * 100, tumbling - nothing);
    long vectors = 2 * 32 * (4 * 64 + 1 + 4 * 32 + 1);
    long diagnostics = 2 * 32 * 4 * 29;
    assertEquals(
        vectors + diagnostics, memory(WindowPolicy.ofCount(32), 64, 256) - nothing, "with all");
  }

  private static long memory(WindowPolicy policy, int dimension, int features) {
    SignalSchema schema = Schemas.of(dimension);
    return new SliceWindow(
            new Slice("camera", "cam-1"),
            policy,
            dimension == 0 ? schema.withoutVectors() : schema,
            features)
        .memory();
  }

  @Test
  void aSumTakesNoMoreThanFloatsCanHold() {
    FeatureSums sums = new FeatureSums(16, 16, 1);
    for (int i = 0; i < (1 << 20) + 100; i++) {
      sums.accept(i, true, new float[] {0.0625f});
    }
    assertEquals(1 << 20, sums.get().n());
    assertEquals(0.0625, sums.get().mean()[0]);
    sums.accept(0, true, new float[] {1});
    assertEquals(1, sums.get().n(), "the next window");
  }

  @Test
  void sumsGoThroughBytes() {
    SplittableRandom random = new SplittableRandom(5);
    FeatureSums sums = new FeatureSums(16, 5, 6);
    FeatureSums twin = new FeatureSums(16, 5, 6);
    for (int i = 0; i < 37; i++) {
      float[] features = new float[6];
      for (int k = 0; k < 6; k++) {
        features[k] = random.nextFloat();
      }
      sums.accept(i % 16, true, features);
    }
    twin.restore(sums.toBytes());
    FeatureMean expected = sums.get();
    assertEquals(expected.n(), twin.get().n());
    assertArrayEquals(expected.mean(), twin.get().mean());
    assertEquals(
        "sums of features: 3 bytes (expected: 112)",
        assertThrows(IllegalArgumentException.class, () -> twin.restore(new byte[3])).getMessage());
    sums.clear();
    assertEquals(0, sums.get().n());
  }
}
