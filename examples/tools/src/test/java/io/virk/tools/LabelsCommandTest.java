package io.virk.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two weeks of predictions of two cameras; two people label, and the second week is worse. */
class LabelsCommandTest {
  @TempDir private Path folder;

  private Path predictions;
  private Path labels;

  @BeforeEach
  void write() throws IOException {
    predictions = folder.resolve("predictions.csv");
    labels = folder.resolve("labels.csv");
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder said = new StringBuilder("id,time,predicted,confidence,slice\n");
    StringBuilder actual = new StringBuilder("id,labeller,time,class\n");
    for (int i = 0; i < 700; i++) {
      double confidence = 0.6 + 0.39 * random.nextDouble();
      String time = "2026-01-%02dT08:00:00Z".formatted(1 + i / 50);
      said.append("f%d,%s,%d,%.3f,camera=c%d\n".formatted(i, time, i % 3, confidence, i % 2));
      boolean right = random.nextDouble() < (i < 350 ? confidence : confidence - 0.35);
      if (i % 2 == 0) {
        int is = right ? i % 3 : (i + 1) % 3;
        actual.append("f%d,ann,2026-01-20T00:00:00Z,%d\n".formatted(i, is));
        int other = i % 40 == 0 ? 2 : is;
        actual.append("f%d,bob,2026-01-20T00:00:00Z,%d\n".formatted(i, other));
      }
    }
    Files.writeString(predictions, said);
    Files.writeString(labels, actual);
  }

  @Test
  void labelsOfAFileSayHowWellTheModelPredicts() throws IOException {
    Path manifest = folder.resolve("candidates.json");
    Path page = folder.resolve("labels.html");
    Run run =
        Run.of(
            "labels",
            labels,
            "--predictions",
            predictions,
            "--period",
            "7d",
            "--at-least",
            "0.7",
            "--next",
            5,
            "--export",
            manifest,
            "--report",
            page);
    assertEquals(1, run.code(), run.toString());
    assertTrue(
        run.out().startsWith("700 labels: 350 joined, 0 replaced, 350 by another"), run.out());
    assertTrue(run.out().contains("  camera=c0  accuracy 0."), run.out());
    assertTrue(run.out().contains("; without labels 0."), run.out());
    assertTrue(run.out().contains("ann and bob  Cohen's kappa 0.9"), run.out());
    assertTrue(run.out().contains("  label next, taken with --largest-weight 1"), run.out());
    assertTrue(run.out().contains("candidates exported"), run.out());
    assertTrue(Files.size(manifest) > 1_000);
    String html = Files.readString(page);
    assertTrue(html.contains("Accuracy over time"), html);
    assertTrue(html.contains("Cohen&#39;s kappa of ann and bob"), html);
    assertTrue(html.contains("camera=c0"), html);
  }

  @Test
  void jsonHasTheSame() {
    Run run = Run.of("--json", "labels", labels, "--predictions", predictions, "--period", "7d");
    JsonObject json = run.json();
    assertEquals(350, json.getAsJsonObject("labels").get("joined").getAsInt());
    JsonObject newest = json.getAsJsonArray("latest").get(0).getAsJsonObject();
    assertTrue(newest.getAsJsonObject("accuracy").get("high").getAsDouble() < 0.7, run.out());
    assertEquals(350, json.getAsJsonObject("agreement").get("observations").getAsInt());
  }

  @Test
  void whatIsMissingIsSaid() {
    assertEquals(2, Run.of("labels", labels).code());
    Run both = Run.of("labels", labels, "--checkpoint", folder.resolve("none"));
    assertEquals(2, both.code(), both.toString());
    Run none = Run.of("labels", "--predictions", predictions);
    assertEquals(2, none.code(), "no label at all: " + none);
    Run heavy = Run.of("labels", predictions, "--predictions", predictions);
    assertTrue(
        heavy.err().contains("line 1: column: predicted (expected: id, labeller"), heavy + "");
  }

  @Test
  void classesMayBeNamed() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    BaselineBuilder builder = Baseline.builder("screws");
    for (int i = 0; i < 240; i++) {
      float[] logits = {random.nextFloat(), random.nextFloat(), random.nextFloat()};
      builder.add(Observation.builder().logits(logits).build());
    }
    Path baseline = folder.resolve("screws.virk");
    builder.build().save(baseline);
    Path named = folder.resolve("named.csv");
    Files.writeString(named, "id,labeller,time,class\nf0,ann,2026-01-20T00:00:00Z,m4\n");
    Run run = Run.of("labels", named, "--predictions", predictions, "-b", baseline);
    assertTrue(
        run.err().contains("class: m4 (expected: a number >= 0; names of classes"), run + "");
    String names = "m4,m5,m6";
    run = Run.of("labels", named, "--predictions", predictions, "--class-names", names);
    assertTrue(run.err().contains("--class-names: m4,m5,m6 (expected: with --baseline)"), run + "");
    run =
        Run.of(
            "labels", named, "--predictions", predictions, "-b", baseline, "--class-names", names);
    assertTrue(run.out().contains("    m4  precision 1.00 "), run.toString());
  }
}
