package io.virk.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.content.Reference;
import io.virk.cause.Fingerprint;
import io.virk.cause.catalogue.Causes;
import io.virk.cause.internal.CauseDirections;
import io.virk.detect.Slice;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderException;
import io.virk.image.Frame;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorColumn;
import io.virk.stats.Moments;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures that know what causes do to the embedding. */
@Tag("once")
class CausesEmbeddedTest {
  private static final int SIDE = 24;
  private static final Embedder EMBEDDER = Embedder.handcrafted();

  @TempDir private Path folder;

  private static Baseline embedded(int first) {
    return filled(builder().causesEmbedded(), first, CausesEmbeddedTest::scene);
  }

  private static BaselineBuilder builder() {
    return Baseline.builder("camera").window(8).clock(Baselines.CLOCK).embedder(EMBEDDER);
  }

  private static Baseline filled(BaselineBuilder builder, int first, IntFunction<Frame> change) {
    for (int i = 0; i < 64; i++) {
      builder.add(Observation.builder().sequence(i).image(change.apply(first + i)).build());
    }
    return builder.build();
  }

  private static Frame scene(int i) {
    return Scenes.frame(5, i, SIDE, SIDE);
  }

  private static SignalTable dark(boolean embedded) {
    IntFunction<Frame> darkened = i -> Causes.named("under-exposure").apply(scene(i), 3, i);
    SignalTable rows = filled(builder(), 700, darkened).reference(Slice.ALL).rows();
    return embedded ? rows : rows.withoutVectors();
  }

  private static Fingerprint fingerprint(Reference reference, SignalTable window) {
    return reference.fingerprint(window);
  }

  @Test
  void theEmbeddingIsComparedWhereBothHaveIt() throws IOException {
    Baseline baseline = embedded(0);
    Path file = folder.resolve("camera.virk");
    baseline.save(file);
    Reference reference = Baseline.load(file).reference(Slice.ALL);
    CauseDirections directions = reference.directions().orElseThrow();
    assertEquals(baseline.reference(Slice.ALL).directions(), Optional.of(directions));
    assertTrue(
        reference.signatures().stream()
            .allMatch(s -> s.columns().containsAll(directions.columns())));

    Fingerprint both = fingerprint(reference, dark(true));
    assertEquals("under-exposure", both.cause().orElseThrow().cause());
    assertTrue(both.columns().contains("embedding"), both.columns().toString());
    assertFalse(
        both.columns().stream().anyMatch(CauseDirections::isOfEmbedding), "as it is called");

    Fingerprint signals = fingerprint(reference, dark(false));
    assertEquals("under-exposure", signals.cause().orElseThrow().cause());
    assertFalse(signals.columns().contains("embedding"));
  }

  /** What the signals do not show is the content's, however far the embedding has moved. */
  @Test
  void anEmbeddingThatMovesAloneIsNoCause() {
    Baseline baseline = embedded(0);
    Reference reference = baseline.reference(Slice.ALL);
    SignalTable clean =
        filled(builder(), 700, CausesEmbeddedTest::scene).reference(Slice.ALL).rows();
    assertTrue(fingerprint(reference, clean).unchanged() > 0.5);
  }

  /** Rows that directions were chosen by scatter less along them than any window does. */
  @Test
  void theReferenceScattersAlongTheDirectionsAsOtherImagesDo() {
    Reference reference = embedded(0).reference(Slice.ALL);
    SignalTable others =
        filled(builder(), 700, CausesEmbeddedTest::scene).reference(Slice.ALL).rows();
    double logs = 0;
    float[][] directions = reference.directions().orElseThrow().directions();
    for (float[] direction : directions) {
      double ratio = variance(reference.rows(), direction) / variance(others, direction);
      logs += Math.log(ratio) / directions.length;
    }
    assertTrue(Math.abs(logs) < Math.log(1.5), "ratio of variances " + Math.exp(logs));
  }

  private static double variance(SignalTable rows, float[] direction) {
    VectorColumn embeddings = rows.embeddings();
    float[] embedding = new float[direction.length];
    Moments moments = new Moments();
    for (int i = 0; i < rows.rows(); i++) {
      embeddings.vector(i, embedding);
      double along = 0;
      for (int k = 0; k < direction.length; k++) {
        along += (double) embedding[k] * direction[k];
      }
      moments.accept(along);
    }
    return moments.variance();
  }

  @Test
  void aMergedBaselineKnowsTheSignalsAlone() {
    Baseline a = embedded(0);
    Baseline b = embedded(100);
    Reference merged = a.merge(b).reference(Slice.ALL);
    assertEquals(Optional.empty(), merged.directions());
    assertTrue(
        merged.signatures().stream()
            .flatMap(s -> s.columns().stream())
            .noneMatch(CauseDirections::isOfEmbedding));
  }

  @Test
  void aRefreshDoesAsItsParent() {
    BaselineBuilder refresh = embedded(0).refresh().embedder(EMBEDDER);
    assertTrue(
        filled(refresh, 100, CausesEmbeddedTest::scene)
            .reference(Slice.ALL)
            .directions()
            .isPresent());
  }

  @Test
  void itNeedsAnEmbedder() {
    BaselineBuilder builder = Baseline.builder("camera").causesEmbedded();
    String message = assertThrows(IllegalArgumentException.class, builder::build).getMessage();
    assertTrue(message.contains("causesEmbedded"), message);
  }

  /** Of clean images it gives numbers, of images that something has happened to none. */
  @Test
  void anEmbedderThatGivesNoNumbersIsRefused() {
    int[] calls = {0};
    Embedder broken =
        Embedder.of(
            "broken", 2, frame -> new float[] {calls[0]++ < 150 ? calls[0] % 7 : Float.NaN, 1});
    BaselineBuilder builder =
        Baseline.builder("camera").window(8).clock(Baselines.CLOCK).embedder(broken);
    String message =
        assertThrows(
                EmbedderException.class,
                () -> filled(builder.causesEmbedded(), 0, CausesEmbeddedTest::scene))
            .getMessage();
    assertTrue(message.contains("NaN (expected: finite"), message);
  }
}
