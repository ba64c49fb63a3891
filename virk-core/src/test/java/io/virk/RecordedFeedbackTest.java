package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.label.FeedbackPolicy;
import io.virk.label.Performance;
import io.virk.label.SamplingPlan;
import io.virk.label.internal.LabelledStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels that meet what a checkpoint or a file has kept. */
class RecordedFeedbackTest {
  private static final FeedbackPolicy POLICY = FeedbackPolicy.of(1_000);
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-02-01T00:00:00Z"));

  @TempDir private Path folder;

  @Test
  void aCheckpointAnswersAsItsMonitorDid() {
    LabelledStream stream = new LabelledStream();
    Path file = folder.resolve("monitor.checkpoint");
    Performance before;
    try (Monitor monitor = stream.builder(POLICY).start()) {
      for (int i = 0; i < 60; i++) {
        monitor
            .feedback()
            .label(stream.observe(monitor), i % 5 == 0 ? 2 : i % 3, "ann", stream.now());
      }
      before = monitor.feedback().performance();
      monitor.checkpoint(file);
    }
    RecordedFeedback read = RecordedFeedback.ofCheckpoint(file, POLICY, Optional.empty(), CLOCK);
    Performance after = read.feedback().performance();
    assertEquals(before.latest().get(0).accuracy(), after.latest().get(0).accuracy());
    assertEquals(before.calibration(), after.calibration());
    assertEquals(List.of(), read.next(SamplingPlan.standard(), 5, 1).next(), "no ids are kept");
    try (Monitor monitor = Monitor.builder(io.virk.scenes.Baselines.ofVectors()).polled().start()) {
      monitor.checkpoint(file);
    }
    assertTrue(
        assertThrows(
                CheckpointException.class,
                () -> RecordedFeedback.ofCheckpoint(file, POLICY, Optional.empty(), CLOCK))
            .getMessage()
            .contains("it remembers nothing for labels"));
  }

  @Test
  void aFileOfPredictionsIsLabelledAndSaysWhatToLabelNext() throws IOException {
    Path file = folder.resolve("predictions.csv");
    StringBuilder lines = new StringBuilder("id,time,predicted,confidence,slice\n");
    for (int i = 0; i < 40; i++) {
      lines.append(
          "f%d,2026-01-%02dT00:00:00Z,%d,0.%d,camera=c%d\n"
              .formatted(i, 1 + i / 20, i % 3, 50 + i, i % 2));
    }
    Files.writeString(file, lines);
    RecordedFeedback read = RecordedFeedback.ofPredictions(file, POLICY, Optional.empty(), CLOCK);
    for (int i = 0; i < 20; i++) {
      read.feedback().label("f" + i, 0, "ann", CLOCK.instant());
    }
    Performance p = read.feedback().performance();
    assertEquals(7 / 20.0, p.latest().get(0).accuracy().value());
    assertEquals("c0", p.latest().get(1).slice().value());
    RecordedFeedback.Plan plan = read.next(SamplingPlan.standard(), 8, 1);
    List<RecordedFeedback.Next> next = plan.next();
    assertTrue(next.stream().allMatch(n -> n.choice().weight() <= plan.largestWeight()));
    assertEquals(8, next.size());
    assertTrue(next.stream().allMatch(n -> Integer.parseInt(n.id().substring(1)) >= 20));
    Files.writeString(file, "id,time,predicted,weight\nf1,2026-01-01T00:00:00Z,1,3\n");
    assertEquals(
        "file: " + file + ", line 2: weight: 3 (expected: 0 .. 1)",
        assertThrows(
                IllegalArgumentException.class,
                () -> RecordedFeedback.ofPredictions(file, POLICY, Optional.empty(), CLOCK))
            .getMessage());
  }
}
