package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.label.AnnotationQuality.OfLabeller;
import io.virk.label.internal.LabelledStream;
import io.virk.label.internal.LiveFeedback;
import io.virk.stats.agreement.CohenKappa;
import io.virk.stats.agreement.FleissKappa;
import io.virk.stats.agreement.KrippendorffAlpha;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
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
          1e-9);
      assertTrue(q.course().get(0).alpha() > 0.9 && q.course().get(1).alpha() < 0.7);
      assertEquals(240, q.fleiss().n());
      int[] counts = new int[240 * 3];
      for (int i = 0; i < ratings.length; i++) {
        counts[i % 240 * 3 + (int) ratings[i]]++;
      }
      FleissKappa.Result fleiss = FleissKappa.of(counts, 240, 3);
      assertEquals(fleiss.kappa(), q.fleiss().value(), 1e-12);
      assertEquals(fleiss.interval(0.95).low(), q.fleiss().interval().low(), 1e-9);
      assertEquals(List.of("cid", "cid", "bob"), q.pairs().stream().map(p -> p.second()).toList());
      AnnotationQuality.Pair best = q.pairs().get(2);
      int[] ann = java.util.stream.IntStream.range(0, 240).map(i -> (int) ratings[i]).toArray();
      int[] bob =
          java.util.stream.IntStream.range(0, 240).map(i -> (int) ratings[240 + i]).toArray();
      CohenKappa.Result cohen = CohenKappa.of(ann, bob, 3, CohenKappa.Weights.NONE);
      assertEquals("ann", best.first());
      assertEquals(cohen.kappa(), best.kappa().value(), 1e-12);
      assertEquals(cohen.interval(0.95), best.kappa().interval());
      AnnotationQuality.Period second = q.course().get(1);
      assertEquals(120, second.cohen().orElseThrow().kappa().n());
      assertTrue(second.fleiss().interval().high() < q.course().get(0).fleiss().value());
      assertTrue(second.interval().high() < 0.8, second.toString());
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

  /**
   * A crowd of a thousand, and as many observations as there are: nothing is raters times units.
   */
  @Test
  void aCrowdFits() {
    LiveFeedback feedback =
        new LiveFeedback("m", FeedbackPolicy.of(40_000).labels(90_000), stream::now);
    for (int i = 0; i < 40_000; i++) {
      stream.weighing(feedback, "f" + i, 0.9, 1);
      for (int r = 0; r < (i == 7 ? 1_000 : 2); r++) {
        int actual = (i + r) % 10 == 0 ? 1 : 0;
        feedback.label("f" + i, actual, "labeller-" + (i + r) % 1_000, stream.now());
      }
    }
    AnnotationQuality q = feedback.quality();
    assertEquals(40_000, q.observations());
    assertEquals(39_999, q.fleiss().n());
    assertTrue(q.alpha() < 0.1 && q.interval().high() < 0.1, q.alpha() + "");
    assertEquals(50, q.pairs().size());
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
