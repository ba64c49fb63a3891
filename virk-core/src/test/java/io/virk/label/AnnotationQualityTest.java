package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.label.AnnotationQuality.OfLabeller;
import io.virk.label.internal.LabelledStream;
import io.virk.stats.agreement.KrippendorffAlpha;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnnotationQualityTest {
  private final LabelledStream stream = new LabelledStream();

  /** Three label; from the second day on cid takes one class for another. */
  @Test
  void aLabellerWhoDriftsIsNamed() {
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(1_000)).start()) {
      double[] ratings = new double[3 * 240];
      for (int i = 0; i < 240; i++) {
        if (i == 120) {
          stream.pass(Duration.ofDays(1));
        }
        String id = stream.observe(monitor);
        int actual = i % 3;
        int off = i >= 120 && i % 2 == 0 ? (actual + 1) % 3 : actual;
        monitor.feedback().label(id, actual, "ann", stream.now());
        monitor.feedback().label(id, i % 40 == 0 ? 2 : actual, "bob", stream.now());
        monitor.feedback().label(id, off, "cid", stream.now());
        ratings[i] = actual;
        ratings[240 + i] = i % 40 == 0 ? 2 : actual;
        ratings[480 + i] = off;
      }
      AnnotationQuality q = monitor.feedback().quality();
      assertEquals(240, q.observations());
      assertEquals(
          KrippendorffAlpha.of(ratings, 3, 240, KrippendorffAlpha.Scale.NOMINAL), q.alpha(), 1e-12);
      assertEquals(
          KrippendorffAlpha.interval(ratings, 3, 240, KrippendorffAlpha.Scale.NOMINAL, 0.95).low(),
          q.interval().low(),
          1e-12);
      assertTrue(q.course().get(0).alpha() > 0.9 && q.course().get(1).alpha() < 0.7);
      OfLabeller cid = q.labellers().get(0);
      assertEquals("cid", cid.name());
      assertTrue(cid.drifts());
      assertTrue(cid.recent().interval().high() < 0.8, cid.toString());
      assertTrue(q.disputed().contains("f238") && !q.disputed().contains("f239"));
      assertEquals("f238", q.disputed().get(0), "the newest first");
      assertEquals(3, q.classes().size());
      assertEquals(240, cid.agreement().n(), "one pair an observation, for these are independent");
      assertTrue(q.classes().stream().allMatch(c -> c.agreement().n() <= 240), q.toString());
    }
  }

  /** Two who always agree: of each class as many pairs as observations. */
  @Test
  void anObservationCountsOnceForItsClass() {
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(1_000)).start()) {
      for (int i = 0; i < 30; i++) {
        String id = stream.observe(monitor);
        monitor.feedback().label(id, i % 3, "ann", stream.now());
        monitor.feedback().label(id, i % 3, "bob", stream.now());
      }
      monitor.feedback().quality().classes().forEach(c -> assertEquals(10, c.agreement().n()));
    }
  }

  /**
   * As a review is: what is right is confirmed, what is wrong is labelled, and errors looked for.
   */
  @Test
  void errorsThatWereLookedForAreNoBias() {
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(1_000)).start()) {
      for (int i = 0; i < 300; i++) {
        String id = stream.observe(monitor);
        Label right = i % 2 == 0 ? Label.of(id, i % 3, "ann", stream.now()) : null;
        Label seen = Label.confirmed(id, "ann", stream.now());
        Label wrong = Label.of(id, (i + 1) % 3, "ann", stream.now());
        wrong = i % 2 == 0 ? wrong : wrong.withSuggestion();
        boolean lookedFor = i >= 250 && i % 2 == 1;
        monitor
            .feedback()
            .label(lookedFor ? wrong.weight(0) : i % 20 < 2 ? wrong : i % 2 == 0 ? right : seen);
      }
      AnnotationQuality.Bias bias = monitor.feedback().quality().bias();
      assertFalse(bias.proved(), bias.toString());
      assertEquals(125, bias.suggested().n());
    }
  }

  @Test
  void aPredictionInSightThatChangesLabelsIsProved() {
    SplittableRandom random = new SplittableRandom(4);
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(1_000)).start()) {
      for (int i = 0; i < 400; i++) {
        Label label = Label.of(stream.observe(monitor), i % 3, "ann", stream.now());
        Label other = Label.of(label.id(), (i + 1) % 3, "ann", stream.now());
        boolean blind = i % 2 == 0;
        boolean agrees = random.nextDouble() < (blind ? 0.7 : 0.97);
        Label said = agrees ? label : other;
        monitor.feedback().label(blind ? said : said.withSuggestion());
      }
      AnnotationQuality q = monitor.feedback().quality();
      assertTrue(q.bias().proved());
      assertEquals(200, q.bias().blind().n());
      assertTrue(Double.isNaN(q.alpha()), "one labeller alone");
      assertEquals(List.of(), q.disputed());
      assertFalse(q.bias().blind().interval().contains(0.97));
    }
  }
}
