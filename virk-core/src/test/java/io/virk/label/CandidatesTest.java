package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.virk.Monitor;
import io.virk.cause.Fingerprint;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.diagnose.Diagnosis;
import io.virk.diagnose.Outliers;
import io.virk.event.Exemplar;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation;
import io.virk.internal.Sha256;
import io.virk.label.internal.LabelledStream;
import io.virk.scenes.Diagnoses;
import io.virk.scenes.Events;
import io.virk.scenes.Scenes;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static Incident incident(String name, String cause, Outliers outliers) {
    Fingerprint none = new Fingerprint(List.of(), 0, 0, List.of(), "");
    Diagnosis of = Diagnoses.of(cause, none, 1);
    Diagnosis diagnosis =
        new Diagnosis(
            of.headline(),
            of.what(),
            of.cause(),
            of.fingerprint(),
            of.changes(),
            of.severity(),
            of.classes(),
            of.place(),
            of.slices(),
            of.rhythm(),
            outliers,
            of.unchanged(),
            of.ruledOut(),
            of.explanation(),
            of.kind(),
            of.step(),
            of.cameras());
    Drift drift = Events.drift(1, true);
    IncidentObservation seen =
        new IncidentObservation(
            Exemplar.Role.DURING,
            7,
            Optional.of("of-" + name),
            7_000,
            Optional.empty(),
            Map.of(),
            1,
            Optional.empty(),
            0.6,
            Optional.empty(),
            new float[0],
            new double[] {1},
            new int[0],
            List.of(),
            false,
            false,
            Optional.of(Scenes.frame(0, name.length(), 24, 18)),
            IncidentObservation.Picture.ORIGINAL);
    return new Incident(
        name,
        new Incident.Provenance("m", "b", "hash", "1", "17", "scalar", Incident.Model.NONE),
        "drift",
        5,
        Optional.of(drift),
        0,
        List.of(
            new IncidentChapter(
                IncidentChapter.Kind.OPENED,
                new Position(1, 1),
                "opened",
                Optional.of(drift),
                Optional.of(diagnosis))),
        List.of(),
        SignalSchema.of(List.of(ScalarSignal.MAHALANOBIS)),
        List.of(seen),
        0,
        Optional.empty());
  }

  /**
   * What a lens does is put right at the lens; all else is content that the model does not know.
   */
  @Test
  void observationsOfADriftWithoutACauseAreNovelOrAGap() throws IOException {
    Path file = folder.resolve("manifest.json");
    try (Monitor monitor = stream.builder(FeedbackPolicy.of(100)).start()) {
      Candidates candidates =
          Candidates.LABELLED.incidents(
              List.of(
                  incident("new", "", Outliers.NONE),
                  incident("some", "", new Outliers("embedding", 0.01, 0.3)),
                  incident("defocus", "defocus", Outliers.NONE)));
      monitor.feedback().export(file, candidates);
      JsonArray list = read(file).getAsJsonArray("candidates");
      assertEquals(List.of("of-new", "of-some"), ids(read(file)));
      assertEquals("NOVEL", list.get(0).getAsJsonObject().get("why").getAsString());
      assertEquals("COVERAGE_GAP", list.get(1).getAsJsonObject().get("why").getAsString());
      assertEquals(64, list.get(0).getAsJsonObject().get("pictureSha256").getAsString().length());
    }
  }
}
