package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.facts.BaselineDiff;
import io.virk.baseline.facts.SignalDiff;
import io.virk.baseline.facts.ThresholdDiff;
import io.virk.detect.Detector;
import io.virk.detect.Slice;
import io.virk.image.CapturePolicy;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.scenes.Scenes;
import io.virk.signal.FeatureMean;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.SignalExtractor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Baselines grow old: they are refreshed, merged and compared. */
@Tag("slow")
class BaselineVersionsTest {
  private static final String MODEL = "ab".repeat(32);

  @TempDir private Path folder;

  private static InstantSource at(int hour) {
    return InstantSource.fixed(Instant.parse("2026-03-01T00:00:00Z").plusSeconds(3600L * hour));
  }

  private static BaselineBuilder builder(int hour) {
    return Baseline.builder("line-3").window(16).clock(at(hour)).model(MODEL, "resize 224");
  }

  private static BaselineBuilder filled(BaselineBuilder builder, long stream, double moved) {
    for (int i = 0; i < 320; i++) {
      Observation o = Baselines.vector(stream, i, moved);
      builder.add(o);
    }
    return builder;
  }

  private static Baseline first;

  private static synchronized Baseline first() {
    if (first == null) {
      first = filled(builder(0), 1, 0).build();
    }
    return first;
  }

  @Test
  void aRefreshIsANewVersionWithItsParent() {
    Baseline next = filled(first().refresh().clock(at(24)), 2, 0.5).build();
    assertEquals(List.of(first().hash()), next.provenance().parents());
    assertEquals("line-3", next.name());
    assertEquals(first().window(), next.window());
    assertEquals(first().seed(), next.seed());
    assertEquals(first().provenance().model(), next.provenance().model());
    assertNotEquals(first().hash(), next.hash());
    Path file = folder.resolve("next.virk");
    next.save(file);
    assertEquals(next.provenance(), Baseline.load(file).provenance());
    Baseline third = filled(next.refresh(), 3, 0.5).build();
    assertEquals(List.of(next.hash()), third.provenance().parents());
  }

  @Test
  void whatTheParentFixesStaysFixed() {
    BaselineBuilder wrong =
        first()
            .refresh()
            .window(16)
            .sliceBy("camera")
            .detectors(Detector.named("mean-shift"))
            .capturePolicy(CapturePolicy.DEFAULT)
            .model(MODEL, "resize 224");
    assertEquals(
        "the baseline cannot be built: window is the parent's; sliceBy is the parent's; detectors is"
            + " the parent's; capturePolicy is the parent's; model is the parent's",
        assertThrows(IllegalArgumentException.class, () -> wrong.add(Observation.builder().build()))
            .getMessage());
    BaselineBuilder refresh = first().refresh();
    // embeddings of another length are flaws, as everywhere
    for (int i = 0; i < 320; i++) {
      refresh.add(Observation.builder().embedding(new float[] {i, 1}).build());
    }
    String message = assertThrows(IllegalArgumentException.class, refresh::build).getMessage();
    assertTrue(message.contains("expected: embeddings of length 4, as the parent has"), message);
  }

  @Test
  void aRefreshOfImagesNeedsTheSameEmbedder() {
    Baseline cameras = Baselines.ofFourCameras();
    BaselineBuilder refresh = cameras.refresh().embedder(new QuadrantEmbedder());
    for (int i = 0; i < 4 * 60; i++) {
      refresh.add(
          Observation.builder()
              .sequence(i)
              .image(Scenes.frame(i % 4, 1000 + i / 4, Baselines.WIDTH, Baselines.HEIGHT))
              .tag("camera", "cam-" + i % 4)
              .build());
    }
    Baseline next = refresh.build();
    assertEquals(cameras.provenance().embedder(), next.provenance().embedder());
    assertFalse(next.reference(Slice.ALL).signatures().isEmpty());
    BaselineDiff diff = cameras.compareWith(next);
    // the same cameras: the time of day is all that differs
    assertTrue(diff.signals().stream().anyMatch(s -> s.slice().toString().startsWith("camera=")));
  }

  @Test
  void twoOfOneDistributionAreClose() {
    Baseline other = filled(builder(1), 2, 0).build();
    BaselineDiff diff = first().compareWith(other);
    assertEquals(15, diff.windows());
    assertEquals(0, diff.driftingWindows());
    assertEquals(List.of(), diff.moved(), diff.text());
    assertEquals(List.of(), diff.provenance());
    assertTrue(
        diff.text()
            .startsWith(
                "line-3 "
                    + other.hash().substring(0, 12)
                    + " seen from line-3 "
                    + first().hash().substring(0, 12)
                    + ": close; 0 % of its 15 windows would be drifts\n  0 of "),
        diff.text());
  }

  @Test
  void whatMovedIsSaidInNumbersAndWords() {
    Baseline moved = filled(first().refresh().clock(at(24)), 2, 2).build();
    BaselineDiff diff = first().compareWith(moved);
    assertEquals(1, diff.driftingWindows(), diff.text());
    assertTrue(diff.text().contains(": far apart; 100 % of its 15 windows would be drifts"));
    SignalDiff embedding =
        diff.signals().stream().filter(s -> s.signal().equals("embedding")).findFirst().get();
    assertEquals(2, embedding.shift(), 0.2);
    assertEquals(1, embedding.driftingWindows());
    SignalDiff distance =
        diff.signals().stream().filter(s -> s.signal().equals("mahalanobis")).findFirst().get();
    assertTrue(distance.after() > 1.5 * distance.before(), diff.text());
    SignalDiff energy =
        diff.signals().stream().filter(s -> s.signal().equals("energy")).findFirst().get();
    assertFalse(energy.moved(), diff.text());
    assertTrue(diff.text().contains("all: embedding: its components moved by 1.9"), diff.text());
    assertTrue(diff.text().contains(" thresholds changed by more than 10 %"), diff.text());
    assertTrue(diff.text().contains("(240 observations to compare with, 240 before)"), diff.text());
  }

  @Test
  void thresholdsSlicesAndProvenanceAreCompared() {
    BaselineBuilder wide = Baseline.builder("line-4").window(16).sliceBy("camera").clock(at(2));
    for (int i = 0; i < 320; i++) {
      Observation o = Baselines.vector(2, i, 0);
      float[] logits = o.logits().clone();
      for (int j = 0; j < logits.length; j++) {
        logits[j] *= 3;
      }
      wide.add(
          Observation.builder()
              .embedding(o.embedding())
              .logits(logits)
              .tag("camera", "cam-" + i % 2)
              .build());
    }
    BaselineDiff diff = first().compareWith(wide.build());
    assertEquals(
        List.of("model none instead of " + MODEL, "preprocessing none instead of resize 224"),
        diff.provenance());
    assertEquals(2, diff.added().size());
    assertTrue(diff.text().contains("only in the second: camera=cam-0, camera=cam-1"));
    SignalDiff energy =
        diff.signals().stream().filter(s -> s.signal().equals("energy")).findFirst().get();
    assertTrue(energy.spread() > 2, diff.text());
    assertTrue(
        diff.thresholds().stream().anyMatch(t -> Math.abs(t.relative()) > 0.05), diff.text());
  }

  @Test
  void otherModelsCannotBeCompared() {
    BaselineBuilder other = Baseline.builder("x").window(16).clock(at(1));
    for (int i = 0; i < 100; i++) {
      other.add(Observation.builder().embedding(new float[] {i, i % 11}).build());
    }
    Baseline built = other.build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> first().compareWith(built)).getMessage();
    assertTrue(message.startsWith("other: embeddings of 2 and logits of 0 (expected: 4 and 3"));
  }

  @Test
  void mergingIsPoolingInEitherOrder() throws Exception {
    Baseline second = filled(builder(5), 2, 1).build();
    Baseline merged = first().merge(second);
    assertEquals(merged.hash(), second.merge(first()).hash());
    Path ab = folder.resolve("ab.virk");
    merged.save(ab);
    Path ba = folder.resolve("ba.virk");
    second.merge(first()).save(ba);
    assertArrayEquals(Files.readAllBytes(ab), Files.readAllBytes(ba));
    assertEquals(merged.hash(), Baseline.load(ab).hash());
    assertEquals(List.of(first().hash(), second.hash()), merged.provenance().parents());
    assertEquals(640, merged.provenance().seen());
    assertEquals(at(5).instant(), merged.provenance().created());
    // all rows of both, 240 of 320 each
    assertEquals(480, merged.reference(Slice.ALL).pool().rows());
    double[] means = merged.mahalanobis().orElseThrow().means();
    double[] x = first().mahalanobis().orElseThrow().means();
    double[] y = second.mahalanobis().orElseThrow().means();
    for (int j = 0; j < 4; j++) {
      assertEquals((x[j] + y[j]) / 2, means[j], 1e-12);
    }
    // within 1, between 1/4
    assertEquals(1.25, merged.mahalanobis().orElseThrow().covariance()[0], 0.35);
    SignalTable reference = merged.reference(Slice.ALL).rows();
    assertArrayEquals(
        FeatureMean.of(merged.randomFeatures().orElseThrow(), reference.embeddings().values())
            .mean(),
        reference.embeddings().featureMean().orElseThrow().mean());
    // each part is close to the merged one
    assertTrue(merged.compareWith(first()).driftingWindows() < 0.5);
  }

  /** Two classes, 8 apart in one dimension; the host says which it predicts, or not always. */
  private static Baseline ofClasses(int hour, long stream, boolean always) {
    BaselineBuilder builder = builder(hour);
    for (int i = 0; i < 320; i++) {
      float[] x = Baselines.vector(stream, i, 0).embedding();
      x[0] += 8 * (i % 2);
      Observation.Builder observation = Observation.builder().sequence(i).embedding(x);
      if (always || i % 7 != 0) {
        observation.predictedClass(i % 2);
      }
      builder.add(observation.build());
    }
    return builder.build();
  }

  private static double distance(Baseline baseline, double first) {
    return SignalExtractor.mahalanobisDistance(
        baseline.mahalanobis().orElseThrow(), new float[] {(float) first, 0, 0, 0});
  }

  @Test
  void meansOfClassesAreSavedRefreshedMergedAndCompared() {
    Baseline a = ofClasses(0, 1, true);
    assertArrayEquals(new int[] {0, 1}, a.embeddingClasses());
    // half-way between the classes is far from either, and the mean of all
    assertTrue(distance(a, 4) > 3 && distance(a, 0) < 1 && distance(a, 8) < 1);
    String report = a.nullReport().toText();
    assertTrue(
        report.contains("length 4; distances from the nearest of 2 class means, each of 40 to 40;"),
        report);
    Path file = folder.resolve("classes.virk");
    a.save(file);
    Baseline loaded = Baseline.load(file);
    assertEquals(a.hash(), loaded.hash());
    assertArrayEquals(a.embeddingClasses(), loaded.embeddingClasses());
    assertEquals(distance(a, 4), distance(loaded, 4));
    Baseline next = filled(a.refresh().clock(at(3)), 2, 0).build();
    assertArrayEquals(new int[] {0, 1, 2}, next.embeddingClasses(), "its own");
    assertTrue(a.withWindow(8).embeddingClasses().length == 2);

    Baseline b = ofClasses(1, 2, true);
    Baseline merged = a.merge(b);
    assertArrayEquals(new int[] {0, 1}, merged.embeddingClasses());
    assertEquals(merged.hash(), b.merge(a).hash());
    assertTrue(distance(merged, 4) > 3 && distance(merged, 0) < 1);
    Baseline one = ofClasses(2, 3, false);
    assertTrue(distance(one, 4) < 1 && distance(one, 0) > 0.7);
    Baseline mixed = a.merge(one);
    assertEquals(0, mixed.embeddingClasses().length);
    assertTrue(distance(mixed, 4) < 1 && distance(mixed, 0) > 0.7);
    assertEquals(
        List.of("means of embeddings one of all instead of of 2 classes"),
        a.compareWith(one).provenance());
    assertEquals(List.of(), a.compareWith(b).provenance());
    assertEquals(0, a.compareWith(b).driftingWindows(), a.compareWith(b).text());
  }

  @Test
  void aMergedBaselineIsThatOfBothStreams() {
    BaselineBuilder both = builder(9);
    filled(both, 1, 0);
    filled(both, 2, 0);
    Baseline whole = both.build();
    Baseline merged = first().merge(filled(builder(5), 2, 0).build());
    BaselineDiff diff = whole.compareWith(merged);
    assertEquals(List.of(), diff.moved(), diff.text());
    for (ThresholdDiff t : diff.thresholds()) {
      assertTrue(Math.abs(t.relative()) < 0.35, t.toString());
    }
  }

  @Test
  void slicesOfOneBaselineOnlyAreKept() {
    Baseline cameras = Baselines.ofFourCameras();
    BaselineBuilder refresh =
        Baseline.builder("cameras")
            .embedder(new QuadrantEmbedder())
            .sliceBy("camera")
            .window(16)
            .clock(at(1));
    for (int i = 0; i < 80; i++) {
      refresh.add(
          Observation.builder()
              .image(Scenes.frame(7, i, Baselines.WIDTH, Baselines.HEIGHT))
              .tag("camera", "cam-9")
              .build());
    }
    Baseline merged = cameras.merge(refresh.build());
    assertEquals(6, merged.slices().size());
    assertEquals(
        cameras.reference(new Slice("camera", "cam-1")).rows().rows(),
        merged.reference(new Slice("camera", "cam-1")).rows().rows());
    assertEquals(
        cameras.reference(Slice.ALL).signatures().size(),
        merged.reference(Slice.ALL).signatures().size());
  }

  @Test
  void whatDiffersIsNotMerged() {
    Baseline other =
        filled(
                Baseline.builder("x").window(8).clock(at(1)).model("cd".repeat(32), "resize 256"),
                2,
                0)
            .build();
    String message =
        assertThrows(IllegalArgumentException.class, () -> first().merge(other)).getMessage();
    for (String part : List.of("model: ", "preprocessing: ", "window: 8 (expected: 16)")) {
      assertTrue(message.contains(part), message);
    }
    assertThrows(IllegalArgumentException.class, () -> first().merge(first()));
    assertEquals(Optional.of("resize 224"), first().provenance().preprocessing());
  }
}
