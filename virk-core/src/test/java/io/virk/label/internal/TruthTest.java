package io.virk.label.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.virk.detect.Slice;
import io.virk.label.Label;
import io.virk.label.Labelled;
import io.virk.label.Performance.Method;
import io.virk.label.Prediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TruthTest {
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
    assertFalse(marked.isJudged(), "only the host's mark chose it");
    assertEquals(Truth.State.WRONG, marked.state());
  }

  @Test
  void aCalibrationGoesByWeights() {
    List<Labelled> labels = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      labels.add(labelled(i, 1, i % 2 == 0 ? 9 : 1, i % 2 == 0));
    }
    Estimates estimates = Estimates.of(Truth.of(labels));
    var found = estimates.of(new double[] {0.7}, List.of());
    assertEquals(0.9, found.get(0).accuracy(), 1e-9);
    assertEquals(
        List.of(Method.CALIBRATED_CONFIDENCE), found.stream().map(e -> e.method()).toList());
  }
}
