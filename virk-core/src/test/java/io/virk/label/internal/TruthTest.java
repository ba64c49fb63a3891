package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Slice;
import io.virk.label.FeedbackPolicy;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Prediction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTest {
  private static final FeedbackPolicy POLICY = FeedbackPolicy.of(10);

  private static Labelled labelled(long number, double sampled, double weight, boolean right) {
    Prediction prediction = new Prediction(number, 0, 1, 0.7, 0, 0, sampled, Slice.ALL, "m");
    Label label = Label.of("id-" + number, right ? 1 : 0, "ann", Instant.EPOCH).weight(weight);
    return new Labelled(prediction, label);
  }

  /** A sampler that takes some kinds more often says so by their weight. */
  @Test
  void aLabelCountsWithTheWeightOfItsObservation() {
    assertEquals(0.5, Truth.of(List.of(labelled(1, 0.1, 5, true))).get(0).weight(), 1e-12);
    Truth marked = Truth.of(List.of(labelled(1, 0, 1, false))).get(0);
    assertFalse(marked.isJudged(POLICY), "only the host's mark chose it");
    assertEquals(Truth.State.WRONG, marked.state());
  }

  private static Label label(int actual, String labeller, int day, String guideline) {
    Instant time = Instant.EPOCH.plus(Duration.ofDays(day));
    return Label.of("id-1", actual, labeller, time).guideline(guideline);
  }

  /** In whatever order files are read. */
  @Test
  void theNewestGuidelineIsThatOfTheLatestLabelByTime() {
    Prediction prediction = new Prediction(1, 0, 1, 0.7, 0, 0, 1, Slice.ALL, "m");
    List<Labelled> labels = new ArrayList<>();
    labels.add(new Labelled(prediction, label(2, "ann", 9, "2")));
    labels.add(new Labelled(prediction, label(0, "bob", 1, "1")));
    labels.add(new Labelled(prediction, label(0, "cid", 2, "1")));
    labels.add(new Labelled(prediction, label(1, "dan", 8, "2")));
    for (int i = 0; i < 4; i++) {
      assertEquals(1, Truth.of(labels).get(0).actual(), "the earlier of two by guideline 2");
      assertEquals("2", Truth.newestGuideline(labels));
      Collections.rotate(labels, 1);
    }
    labels.add(new Labelled(prediction, label(0, "eva", 9, "3")));
    assertEquals("3", Truth.newestGuideline(labels), "of equally late ones the last that came");
  }

  @Test
  void whatIsHeavierThanAllowedStandsInNoRate() {
    assertFalse(Truth.of(List.of(labelled(1, 1, 5, true))).get(0).isJudged(POLICY));
    assertTrue(Truth.of(List.of(labelled(1, 0.2, 5, true))).get(0).isJudged(POLICY));
  }
}
