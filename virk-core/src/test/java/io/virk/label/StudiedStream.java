package io.virk.label;

import io.virk.Monitor;
import io.virk.baseline.Baseline;
import io.virk.label.internal.LabelledStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.io.TempDir;

/** A labelled stream, and what tests of what is found out by labels do with it. */
abstract class StudiedStream {
  final LabelledStream stream = new LabelledStream();
  final SplittableRandom random = new SplittableRandom(9);
  final Baseline baseline = LabelledStream.labelled(new SplittableRandom(3));

  @TempDir Path folder;

  Monitor monitor(FeedbackPolicy policy) {
    return stream.builder(baseline, policy).start();
  }

  static FeedbackPolicy policy() {
    return FeedbackPolicy.of(5_000).model("v7");
  }

  /** Observes and labels as often right as the confidence says, if nothing has changed. */
  void label(Monitor monitor, int count, IntUnaryOperator meaning) {
    for (int k = 0; k < count; k++) {
      String id = stream.observe(monitor);
      int i = stream.number() - 1;
      boolean right = random.nextDouble() < LabelledStream.confidence(i);
      int actual = right ? i % 3 : (i + 1) % 3;
      monitor.feedback().label(id, meaning.applyAsInt(actual), "ann", stream.now());
    }
    look(monitor);
  }

  /** VIRK looks at last, though little has come. */
  void look(Monitor monitor) {
    stream.pass(Duration.ofMinutes(1));
    monitor.poll(1);
  }

  static ConceptFinding concept(Monitor monitor) {
    return monitor.feedback().studied().concept().orElseThrow().whole();
  }

  static float[] says(int actual) {
    float[] logits = new float[3];
    logits[actual] = 2;
    return logits;
  }

  /** Both models see them; the challenger is right where it is said to be. */
  void challenge(Monitor monitor, int count, double champion, double challenger) {
    challenge(monitor, count, champion, challenger, true);
  }

  void challenge(
      Monitor monitor, int count, double champion, double challenger, boolean isLabelled) {
    for (int k = 0; k < count; k++) {
      int i = stream.number();
      int actual = random.nextDouble() < champion ? i % 3 : (i + 1) % 3;
      int other = random.nextDouble() < challenger ? actual : (actual + 1) % 3;
      String id = stream.observe(monitor, c -> c.output("challenger", says(other)));
      if (isLabelled) {
        monitor.feedback().label(id, actual, "ann", stream.now());
      }
    }
    look(monitor);
  }

  /** A day of observations, evenly. */
  void day(Monitor monitor, int count) {
    for (int i = 0; i < count; i++) {
      stream.observe(monitor);
      stream.pass(Duration.ofDays(1).dividedBy(count));
    }
  }
}
