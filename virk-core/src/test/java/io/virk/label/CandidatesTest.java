package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.Monitor;
import io.virk.internal.Sha256;
import io.virk.label.internal.LabelledStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model should learn next, numbered, and what each model learned. */
class CandidatesTest {
  private final LabelledStream stream = new LabelledStream();

  @TempDir private Path folder;

  private static JsonObject read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  private static List<String> ids(JsonObject manifest) {
    JsonArray list = manifest.getAsJsonArray("candidates");
    return list.asList().stream().map(c -> c.getAsJsonObject().get("id").getAsString()).toList();
  }

  @Test
  void errorsAndCorrectionsAreCandidatesWithTheirLineage() throws IOException {
    Path file = folder.resolve("manifest.json");
    Path checkpoint = folder.resolve("monitor.checkpoint");
    FeedbackPolicy policy = FeedbackPolicy.of(100).model("v7");
    try (Monitor monitor = stream.builder(policy).start()) {
      for (int i = 0; i < 6; i++) {
        stream.observe(monitor); // predicted as i modulo 3
      }
      Feedback f = monitor.feedback();
      f.label("f0", 0, "ann", stream.now());
      f.label(Label.of("f1", 2, "ann", stream.now()).guideline("3"));
      f.label(Label.wrong("f2", "ann", stream.now()));
      f.correction("f3", 1, "operator", stream.now());
      f.rejected("f4", "ann", stream.now());
      f.label("f5", 0, "ann", stream.now());
      f.label("f5", 0, "bob", stream.now());
      f.label("f5", 1, "cid", stream.now());
      CandidateExport export = f.export(file, Candidates.LABELLED);
      assertEquals(1, export.number());
      assertEquals(Sha256.hex(Sha256.of(Files.readAllBytes(file))), export.sha256());
      JsonObject manifest = read(file);
      assertEquals(List.of("f1", "f2", "f3", "f5"), ids(manifest));
      JsonObject one = manifest.getAsJsonArray("candidates").get(0).getAsJsonObject();
      assertEquals("FAILED", one.get("why").getAsString());
      assertEquals("dent", one.get("className").getAsString());
      assertEquals("3", one.get("guideline").getAsString());
      assertEquals("v7", one.get("model").getAsString());
      assertEquals(1, one.get("predicted").getAsInt());
      assertFalse(
          manifest.getAsJsonArray("candidates").get(1).getAsJsonObject().has("class"),
          "nobody said what it is");
      JsonObject outvoted = manifest.getAsJsonArray("candidates").get(3).getAsJsonObject();
      assertEquals(0, outvoted.get("class").getAsInt());
      assertEquals("bob", outvoted.get("labeller").getAsString(), "who said so");
      assertThrows(
          UncheckedIOException.class, () -> f.export(folder.resolve("no/m"), Candidates.LABELLED));
      assertEquals(2, f.export(file, Candidates.LABELLED).number(), "a failure takes no number");
      monitor.checkpoint(checkpoint);
    }
    FeedbackPolicy next = policy.model("v8").trainedOn(1, 2);
    try (Monitor monitor = stream.builder(next).restore(checkpoint).start()) {
      Feedback f = monitor.feedback();
      assertEquals(2, f.exports().size());
      assertEquals(Map.of("v7", List.of(), "v8", List.of(1, 2)), f.trainedOn());
      assertEquals(3, f.export(file, Candidates.LABELLED).number());
      assertEquals("[1,2]", read(file).get("modelWasTrainedOn").toString());
    }
  }

  @Test
  void balancedClassesAreAsManyAsTheRarest() throws IOException {
    Path file = folder.resolve("manifest.json");
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(100)).start()) {
      for (int i = 0; i < 30; i++) {
        String id = stream.observe(monitor);
        int actual = i % 10 == 0 ? 2 : (i + 1) % 3 == 2 ? 0 : (i + 1) % 3;
        monitor.feedback().label(id, actual, "ann", stream.now());
      }
      CandidateExport export =
          monitor.feedback().export(file, Candidates.LABELLED.withBalancedClasses());
      int[] of = new int[3];
      for (var c : read(file).getAsJsonArray("candidates")) {
        of[c.getAsJsonObject().get("class").getAsInt()]++;
      }
      assertEquals(export.candidates(), of[0] + of[1] + of[2]);
      assertTrue(of[0] == of[1] && of[1] == of[2] && of[0] > 0, of[0] + " " + of[1] + " " + of[2]);
    }
  }
}
