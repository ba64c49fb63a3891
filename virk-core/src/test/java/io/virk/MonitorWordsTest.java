package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.diagnose.Step;
import io.virk.event.Failed;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Flaw;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a host is told when something is wrong with what it hands over. */
class MonitorWordsTest {
  private final EventLog log = new EventLog();

  private Monitor monitor() {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .polled()
        .listener(log)
        .start();
  }

  @Test
  void aBlackCameraIsBlackNotBlurred() {
    Frame black =
        Frame.of(
            new byte[Baselines.WIDTH * Baselines.HEIGHT * 3],
            Baselines.WIDTH,
            Baselines.HEIGHT,
            PixelFormat.RGB);
    try (Monitor monitor = monitor()) {
      for (int i = 0; i < 400 && log.opened.isEmpty(); i++) {
        monitor.capture().image(black).tag("camera", "cam-2").commit();
        monitor.poll(1);
      }
    }
    assertEquals(1, log.opened.size());
    String headline = log.opened.get(0).diagnosis().headline();
    assertTrue(headline.endsWith("is black"), headline);
    Step step = log.opened.get(0).diagnosis().step();
    assertTrue(step.what().contains("power"), step.what());
    assertEquals("on call; look again after 15 min; this is as good as sure", step.whoAndWhen());
    assertEquals(step.what(), log.opened.get(0).diagnosis().recommendedAction());
  }

  @Test
  void unusableInputIsToldAtTheFirstSecondFourthAndEighth() {
    float[] broken = new float[Baselines.ofFourCameras().embeddingLength()];
    broken[0] = Float.NaN;
    try (Monitor monitor = monitor()) {
      for (int i = 0; i < 15; i++) {
        monitor.capture().embedding(broken).tag("camera", "cam-1").commit();
        monitor.poll(1);
      }
      assertEquals(15, monitor.status().judged().flaws().get(Flaw.EMBEDDING_NOT_FINITE));
    }
    assertEquals(4, log.failures.size());
    for (Failed failure : log.failures) {
      assertEquals(Failed.Part.INPUT, failure.part());
      assertTrue(failure.cause().getMessage().startsWith("embedding: NaN at index 0 (expected: "));
    }
  }

  /** 900 of them were judged without a word. */
  @Test
  void aSignalThatIsForgottenIsToldOnceAndStandsInTheStatusUntilItComes() {
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .polled()
            .listener(log)
            .start()) {
      for (int i = 0; i < 300; i++) {
        assertEquals(i > 255 ? 1 : 0, log.failures.size(), "observation " + i);
        monitor.capture().logits(Baselines.vector(2, i, 0).logits()).commit();
        monitor.poll(1);
      }
      String words =
          "none of 256 observations or more has brought mahalanobis, embedding, so nothing is judged"
              + " by it: hand over .embedding(..), or set the embedder";
      assertEquals(List.of(words), log.failures.stream().map(Failed::what).toList());
      assertTrue(monitor.status().problems().contains(words), monitor.status().text());
      monitor.capture().embedding(Baselines.vector(2, 1, 0).embedding()).commit();
      monitor.poll(1);
      assertFalse(monitor.status().text().contains("has brought"), monitor.status().text());
    }
    assertEquals(1, log.failures.size());
  }

  /** It was told again as one that is missing. */
  @Test
  void aTagThatIsTooLongIsToldOnce() {
    try (Monitor monitor = monitor()) {
      monitor.capture().predictedClass(1).tag("camera", "x".repeat(300)).commit();
      monitor.poll(1);
      assertEquals(Map.of(Flaw.TAG_LENGTH, 1L), monitor.status().judged().flaws());
      monitor.capture().predictedClass(1).tag("note", "x".repeat(300)).commit();
      monitor.poll(1);
      assertEquals(1, monitor.status().judged().flaws().get(Flaw.SLICE_TAG), "another tag");
    }
  }

  @Test
  void aMissingTagIsTold() {
    try (Monitor monitor = monitor()) {
      monitor.capture().predictedClass(1).tag("kamera", "cam-1").commit();
      monitor.poll(1);
      assertEquals(1, monitor.status().judged().flaws().get(Flaw.SLICE_TAG));
    }
    assertEquals(
        List.of("tag: none (expected: \"camera\"), observation 0"),
        log.failures.stream().map(f -> f.cause().getMessage()).toList());
  }
}
