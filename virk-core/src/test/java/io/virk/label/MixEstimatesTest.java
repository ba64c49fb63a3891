package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.Monitor;
import io.virk.label.Performance.ClassShare;
import io.virk.label.Performance.Estimate;
import io.virk.label.Performance.Method;
import io.virk.label.Performance.Part;
import io.virk.label.internal.LabelledStream;
import io.virk.scenes.Baselines;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the mix of the live inputs says of accuracy and classes, beside what is counted. */
class MixEstimatesTest {
  private final LabelledStream stream = new LabelledStream();
  private final SplittableRandom random = new SplittableRandom(4);

  private static FeedbackPolicy policy() {
    return FeedbackPolicy.of(5_000);
  }

  /** Far inputs are right half of the time, near ones always, whatever the confidence. */
  private void inputs(Monitor monitor, int count, double farShare, double rightIfFar, int labels) {
    for (int k = 0; k < count; k++) {
      int i = stream.number();
      boolean far = random.nextDouble() < farShare;
      float[] embedding = Baselines.vector(21, i, far ? 4 : 0).embedding();
      String id = stream.observe(monitor, c -> c.embedding(embedding));
      boolean right = random.nextDouble() < (far ? rightIfFar : 1);
      if (k < labels) {
        monitor.feedback().label(id, right ? i % 3 : (i + 1) % 3, "ann", stream.now());
      }
    }
  }

  private static Estimate of(Part part, Method method) {
    return part.estimates().stream().filter(e -> e.method() == method).findFirst().orElseThrow();
  }

  @Test
  void accuracyIsThatOfTheLiveInputsAndLabelsContradictIt() {
    try (Monitor monitor = stream.builder(policy()).start()) {
      inputs(monitor, 600, 0.3, 0.5, 600);
      stream.pass(Duration.ofDays(1));
      inputs(monitor, 600, 0.9, 0.5, 40);
      double truth = 0.9 * 0.5 + 0.1;
      Part part = monitor.feedback().performance().latest().get(0);
      double weighted = of(part, Method.REWEIGHTED).accuracy();
      double plain = of(part, Method.CALIBRATED_CONFIDENCE).accuracy();
      assertEquals(truth, weighted, 0.08);
      assertTrue(Math.abs(plain - truth) > 2 * Math.abs(weighted - truth), plain + " " + weighted);
      assertFalse(of(part, Method.REWEIGHTED).contradicted());
      assertTrue(
          monitor.status().text().contains(" by confidence weighted to these inputs"),
          monitor.status().text());
      inputs(monitor, 300, 0.9, 0, 300); // what is right has changed
      Part later = monitor.feedback().performance().latest().get(0);
      assertTrue(of(later, Method.REWEIGHTED).contradicted());
    }
  }

  /** Of each class so often, predicted as the baseline's model would. */
  private void classes(Monitor monitor, int count, double ofFirst, int labels, int labelledAs) {
    for (int k = 0; k < count; k++) {
      double u = random.nextDouble();
      int actual = u < ofFirst ? 0 : u < (1 + ofFirst) / 2 ? 1 : 2;
      boolean right = random.nextDouble() < LabelledStream.confidence(3 * random.nextInt(3));
      int predicted = right ? actual : (actual + 2) % 3;
      while (stream.number() % 3 != predicted) {
        stream.skip(1);
      }
      String id = stream.observe(monitor);
      if (k < labels) {
        int said = labelledAs < 0 ? actual : labelledAs;
        monitor.feedback().label(id, said, "ann", stream.now());
      }
    }
  }

  /** A label that weighs as ten is still one label. */
  @Test
  void weightsAreNoLabels() {
    double[] errors = new double[2];
    for (int w = 0; w < 2; w++) {
      LabelledStream of = new LabelledStream();
      try (Monitor monitor = of.builder(policy().largestWeight(10)).start()) {
        for (int k = 0; k < 900; k++) {
          String id = of.observe(monitor);
          int i = of.number() - 1;
          int actual = k % 4 == 0 ? (i + 1) % 3 : i % 3;
          if (k < 450) {
            double weight = w == 0 || k % 45 == 0 ? 1 : 10;
            monitor.feedback().label(Label.of(id, actual, "ann", of.now()).weight(weight));
          } else if (k == 450) {
            of.pass(Duration.ofDays(1));
          } else if (k == 899) {
            monitor.feedback().label(id, actual, "ann", of.now());
          }
        }
        errors[w] = monitor.feedback().performance().mix().get(0).error();
      }
    }
    assertEquals(errors[0], errors[1], 0.3 * errors[0]);
  }

  @Test
  void classesComeAsOftenAsEstimatedAndLabelsContradictIt() {
    try (Monitor monitor =
        stream.builder(LabelledStream.labelled(new SplittableRandom(3)), policy()).start()) {
      classes(monitor, 900, 0.7, 40, -1);
      List<ClassShare> mix = monitor.feedback().performance().mix();
      assertEquals(3, mix.size());
      ClassShare first = mix.get(0);
      assertEquals("ok", first.name());
      double predicted = 0.7 * 0.76 + 0.15 * 0.24;
      assertEquals(predicted, first.predicted(), 0.05);
      assertEquals(0.7, first.estimated(), 4 * first.error());
      assertTrue(first.error() < 0.05, first.error() + "");
      assertTrue(Math.abs(first.estimated() - 0.7) < Math.abs(first.predicted() - 0.7));
      assertFalse(mix.stream().anyMatch(ClassShare::contradicted));
      String text = monitor.status().text();
      assertTrue(text.contains("\n  accuracy  of ") && text.contains(" % are predicted\n"), text);
      classes(monitor, 200, 0.7, 200, 2);
      List<ClassShare> later = monitor.feedback().performance().mix();
      assertTrue(later.get(0).contradicted() && later.get(2).contradicted());
      assertTrue(
          monitor.status().text().contains("labels contradict how often ok, dent was"),
          monitor.status().text());
    }
  }
}
