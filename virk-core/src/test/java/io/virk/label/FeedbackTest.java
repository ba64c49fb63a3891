package io.virk.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.CheckpointException;
import io.virk.Monitor;
import io.virk.MonitorBuilder;
import io.virk.MonitorStatus;
import io.virk.detect.Slice;
import io.virk.label.Feedback.Outcome;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From the host's id to the label that is joined with what the model said. */
class FeedbackTest {
  private static final Instant NOW = Baselines.CLOCK.instant();

  @TempDir private Path folder;

  private static MonitorBuilder builder(int observations) {
    return Monitor.builder(Baselines.ofVectors().withClassNames(List.of("ok", "scratch", "dent")))
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .clock(Baselines.CLOCK)
        .feedback(FeedbackPolicy.of(observations).labels(100).model("v7").largestWeight(4))
        .polled();
  }

  /** Two cameras; each observation has an id. */
  private static void observe(Monitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(21, i, 0);
      monitor
          .capture()
          .id("frame-" + i)
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + i % 2)
          .commit();
      monitor.poll(1);
    }
  }

  private static int predicted(int number) {
    return Baselines.vector(21, number, 0).predictedClass();
  }

  @Test
  void aLabelFindsWhatTheModelSaid() {
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 60);
      Feedback feedback = monitor.feedback();
      assertEquals(Outcome.JOINED, feedback.label("frame-59", 1, "ann", NOW));
      Labelled labelled = feedback.labelled().get(0);
      assertEquals(predicted(59), labelled.prediction().predicted());
      assertEquals(new Slice("camera", "cam-1"), labelled.prediction().slice());
      assertEquals("v7", labelled.prediction().model());
      assertEquals(NOW.toEpochMilli(), labelled.prediction().epochMillis());
      assertEquals(predicted(59) == 1, labelled.isRight());
      double confidence = labelled.prediction().confidence();
      assertTrue(confidence > 0 && confidence <= 1, confidence + "");
      assertTrue(labelled.prediction().distance() > 0);
      assertEquals(50, feedback.predictions().size());
    }
  }

  @Test
  void everyCaseHasItsOutcome() {
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 60);
      Feedback f = monitor.feedback();
      assertEquals(Outcome.UNKNOWN, f.label("frame-1", 1, "ann", NOW), "forgotten");
      assertEquals(Outcome.UNKNOWN, f.label("nobody", 1, "ann", NOW));
      assertEquals(Outcome.JOINED, f.label("frame-20", 1, "ann", NOW));
      assertEquals(Outcome.REPLACED, f.label("frame-20", 2, "ann", NOW));
      assertEquals(Outcome.SECOND, f.label("frame-20", 1, "bob", NOW));
      assertEquals(
          Outcome.OTHER_GUIDELINE, f.label(Label.of("frame-20", 0, "ann", NOW).guideline("2")));
      assertEquals(Outcome.REPLACED, f.rejected("frame-20", "bob", NOW));
      assertEquals(Outcome.SECOND, f.correction("frame-20", 0, "ann", NOW), "beside her label");
      assertEquals(4, f.labelled().size());
      assertEquals(2, f.labelled().get(0).actual());
      assertEquals(Label.Kind.REJECTED, f.labelled().get(1).label().kind());
      assertEquals(Outcome.JOINED, f.label(Label.confirmed("frame-21", "ann", NOW)));
      assertEquals(predicted(21), f.labelled().get(4).actual());
      assertEquals(new Feedback.Outcomes(2, 2, 2, 1, 2), f.status().outcomes());
      String text = monitor.status().text();
      assertTrue(
          text.contains(
              "labels    5 labels kept: 2 joined, 2 replaced, 2 by another labeller, 1 by another"
                  + " guideline, 2 of no known observation; 50 of 50 observations are remembered for"
                  + " labels, 10 older ones are forgotten; "),
          text);
    }
  }

  /** Its checkpoint could not be read, nor agreement be computed. */
  @Test
  void aLabelOfNoPossibleTimeIsRefused() {
    for (Instant time : List.of(Instant.MIN, Instant.EPOCH.minusMillis(1), Instant.MAX)) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Label.of("frame-1", 0, "ann", time));
      assertEquals(
          "time: " + time + " (expected: 1970 or later, and not in the future)", e.getMessage());
    }
  }

  /** What is wrong in a file is told with the file. */
  @Test
  void aFileThatIsNoUtf8AndADecisionThatIsWrongAreToldWithTheirFile() throws IOException {
    try (Monitor monitor = builder(50).start()) {
      Path csv = folder.resolve("labels.csv");
      Files.write(csv, "id,labeller,time\n\u00e9".getBytes(StandardCharsets.ISO_8859_1));
      String told =
          assertThrows(IllegalArgumentException.class, () -> monitor.feedback().csv(csv))
              .getMessage();
      assertTrue(told.contains("labels.csv") && told.contains("(expected: CSV in UTF-8)"), told);
      Path review = folder.resolve("review.json");
      Files.writeString(
          review,
          "{\"format\":\"virk-review\",\"formatVersion\":1,\"decisions\":[{\"id\":\"f7\","
              + "\"why\":\"CONTROL\",\"sequence\":0,\"answer\":\"WRONG\",\"label\":\"99\"}]}");
      String of =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> monitor.feedback().review(review, "ann", NOW))
              .getMessage();
      assertTrue(of.contains("review.json, decision of f7: class: 99 (expected: 0 .. 2"), of);
    }
  }

  /** Files are read in any order: the later label by its time stays. */
  @Test
  void anEarlierLabelOfTheSameLabellerDoesNotReplaceALaterOne() {
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 5);
      Feedback f = monitor.feedback();
      assertEquals(Outcome.JOINED, f.label("frame-2", 1, "ann", NOW));
      assertEquals(Outcome.REPLACED, f.label("frame-2", 2, "ann", NOW.minusSeconds(60)));
      assertEquals(1, f.labelled().get(0).actual());
      assertEquals(1, f.labelled().size());
    }
  }

  @Test
  void aLabelThatIsFasterThanItsObservationWaitsForIt() {
    try (Monitor monitor = builder(50).start()) {
      assertEquals(Outcome.UNKNOWN, monitor.feedback().label("frame-3", 1, "ann", NOW));
      observe(monitor, 0, 5);
      assertEquals(new Feedback.Outcomes(1, 0, 0, 0, 0), monitor.feedback().status().outcomes());
      assertEquals("frame-3", monitor.feedback().labelled().get(0).label().id());
    }
  }

  @Test
  void whatIsWrongIsRefusedByNameAndChangesNothing() {
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 5);
      Feedback f = monitor.feedback();
      FeedbackStatus before = f.status();
      assertEquals(
          "class: 3 (expected: 0 .. 2, the baseline's classes)",
          refused(() -> f.label("frame-1", 3, "ann", NOW)));
      assertEquals("class: -4 (expected: >= 0)", refused(() -> f.label("frame-1", -4, "ann", NOW)));
      assertEquals(
          "time: 2026-01-02T03:06:05Z (expected: not in the future; it is 2026-01-02T03:04:05Z)",
          refused(() -> f.label("frame-1", 1, "ann", NOW.plusSeconds(120))));
      assertEquals(
          "labeller: null (expected: who labelled)",
          assertThrows(NullPointerException.class, () -> f.label("frame-1", 1, null, NOW))
              .getMessage());
      assertTrue(refused(() -> f.label("frame-1", 1, " ", NOW)).startsWith("labeller: "));
      assertEquals(
          "id: null (expected: the host's id of the observation)",
          assertThrows(NullPointerException.class, () -> f.label(null, 1, "ann", NOW))
              .getMessage());
      assertEquals(
          "weight: NaN (expected: finite, >= 0)",
          refused(() -> f.label(Label.of("frame-1", 1, "ann", NOW).weight(Double.NaN))));
      assertEquals(
          "weight: 4.5 (expected: <= 4.0, FeedbackPolicy.largestWeight(..))",
          refused(() -> f.label(Label.of("frame-1", 1, "ann", NOW).weight(4.5))));
      assertEquals(
          "labels[1]: class: 9 (expected: 0 .. 2, the baseline's classes)",
          refused(
              () ->
                  f.labels(
                      List.of(
                          Label.of("frame-1", 1, "ann", NOW),
                          Label.of("frame-2", 9, "ann", NOW)))));
      assertEquals(before, f.status());
      assertEquals(List.of(), f.labelled());
    }
  }

  private static String refused(Runnable what) {
    return assertThrows(IllegalArgumentException.class, what::run).getMessage();
  }

  @Test
  void withoutTheSettingThereIsNoMemoryAndAWord() {
    long with;
    try (Monitor monitor = builder(100_000).start()) {
      with = monitor.status().cost().memory();
      assertTrue(monitor.feedback().status().memory() > 5_000_000);
    }
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors()).sliceBy("camera").polled().start()) {
      MonitorStatus status = monitor.status();
      assertTrue(status.feedback().isEmpty());
      assertFalse(status.text().contains("labels  "));
      assertTrue(with - status.cost().memory() > 5_000_000);
      assertEquals(
          "monitor vectors remembers nothing for labels (expected: MonitorBuilder.feedback(..))",
          assertThrows(IllegalStateException.class, monitor::feedback).getMessage());
    }
  }

  @Test
  void observationsWithoutAnIdAreToldWithTheRemedy() {
    try (Monitor monitor = builder(50).start()) {
      for (int i = 0; i < 3; i++) {
        monitor.capture().embedding(Baselines.vector(21, i, 0).embedding()).commit();
        monitor.poll(1);
      }
      observe(monitor, 0, 2);
      assertTrue(
          monitor
              .status()
              .problems()
              .contains(
                  "no label can find 3 observations without an id: hand the host's own id over with"
                      + " each, capture().id(..)"));
    }
  }

  @Test
  void itGoesOnFromACheckpoint() {
    Path file = folder.resolve("monitor.checkpoint");
    FeedbackStatus before;
    List<Labelled> labelled;
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 60);
      monitor.feedback().label("frame-20", 1, "ann", NOW);
      monitor.feedback().label("frame-59", 1, "ann", NOW);
      monitor.feedback().label(Label.rejected("frame-20", "bob", NOW).guideline("2"));
      monitor.feedback().label("frame-61", 1, "ann", NOW);
      monitor.feedback().label("frame-61", 2, "bob", NOW);
      assertEquals(2, monitor.feedback().status().waiting());
      monitor.checkpoint(file);
      before = monitor.feedback().status();
      labelled = monitor.feedback().labelled();
    }
    try (Monitor monitor = builder(50).restore(file).start()) {
      assertEquals(before, monitor.feedback().status());
      assertEquals(labelled, monitor.feedback().labelled());
      assertEquals(Outcome.REPLACED, monitor.feedback().label("frame-20", 2, "ann", NOW));
      assertEquals(Outcome.JOINED, monitor.feedback().label("frame-30", 2, "ann", NOW));
      observe(monitor, 60, 65);
      assertEquals(0, monitor.feedback().status().waiting(), "what waited has found its own");
      assertEquals(
          List.of("ann", "bob"),
          monitor.feedback().labelled().stream()
              .filter(l -> l.label().id().equals("frame-61"))
              .map(l -> l.label().labeller())
              .toList());
      assertEquals(Outcome.UNKNOWN, monitor.feedback().label("frame-14", 2, "ann", NOW));
      assertEquals(Outcome.JOINED, monitor.feedback().label("frame-64", 2, "ann", NOW));
    }
    try (Monitor monitor = builder(20).restore(file).start()) { // room for the newest
      assertEquals(40, monitor.feedback().status().evicted());
      assertEquals(Outcome.UNKNOWN, monitor.feedback().label("frame-39", 2, "ann", NOW));
      assertEquals(Outcome.REPLACED, monitor.feedback().label("frame-59", 2, "ann", NOW));
    }
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors()).sliceBy("camera").restore(file).polled().start()) {
      assertTrue(monitor.status().feedback().isEmpty());
    }
  }

  /** Whatever byte of it was changed, under a valid checksum. */
  @Test
  void aForgedCheckpointIsRefusedOrRuns() throws IOException {
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = builder(8).start()) {
      observe(monitor, 0, 8);
      monitor.feedback().label("frame-2", 1, "ann", NOW);
      monitor.feedback().label("frame-2", 1, "bob", NOW);
      monitor.checkpoint(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 150; i++) {
      byte[] forged = bytes.clone();
      forged[16 + random.nextInt(700)] = (byte) random.nextInt();
      CRC32 crc = new CRC32();
      crc.update(forged, 0, forged.length - 8);
      ByteBuffer.wrap(forged).putLong(forged.length - 8, crc.getValue());
      Files.write(file, forged);
      try (Monitor monitor = builder(8).restore(file).start()) {
        monitor.feedback().label("frame-2", 0, "cid", NOW);
        observe(monitor, 8, 10);
        assertTrue(monitor.status().text().contains("labels kept"));
        assertEquals(0, monitor.status().failures().evaluation());
      } catch (CheckpointException e) {
        assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
        refused++;
      }
    }
    assertTrue(refused > 20, refused + " refused");
  }

  @Test
  void manyThreadsLabelWhileObservationsCome() {
    try (Monitor monitor = builder(400).start()) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        String labeller = "labeller-" + t;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < 600; i++) {
                    monitor.feedback().label("frame-" + i, 1, labeller, NOW);
                    monitor.feedback().status();
                  }
                }));
      }
      observe(monitor, 0, 600);
      threads.forEach(CompletableFuture::join);
      Feedback.Outcomes outcomes = monitor.feedback().status().outcomes();
      assertEquals(4 * 600, outcomes.total(), "each once, waiting ones among them");
      assertEquals(0, monitor.status().failures().total());
      assertEquals(100, monitor.feedback().labelled().size());
    }
  }

  @Test
  void aFileOfLabelsIsTakenWholeOrNotAtAll() throws IOException {
    Path file = folder.resolve("labels.csv");
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 10);
      Files.writeString(
          file,
          "id,class,labeller,time,kind,guideline,suggested,weight\n"
              + "frame-1,scratch,ann,2026-01-02T03:00:00Z,,,,\n"
              + "\"frame-2\",2,\"ann, \"\"A\"\"\",1767322800000,label,2,true,4\n"
              + "frame-3,,ann,2026-01-02T03:00:00Z,rejected,,,\n"
              + "frame-4,,ann,2026-01-02T03:00:00Z,confirmed,,,\n"
              + "frame-5,0,ann,2026-01-02T03:00:00Z,correction,,,\n"
              + "frame-99,0,ann,2026-01-02T03:00:00Z,,,,\n");
      assertEquals(new Feedback.Outcomes(5, 0, 0, 0, 1), monitor.feedback().csv(file));
      List<Labelled> labelled = monitor.feedback().labelled();
      assertEquals(1, labelled.get(0).actual());
      assertEquals("ann, \"A\"", labelled.get(1).label().labeller());
      assertEquals(4, labelled.get(1).label().weight());
      assertEquals(0, labelled.get(4).label().weight(), "a correction was noticed");

      Files.writeString(
          file,
          "id,labeller,time,class\nframe-6,ann,1767322800000,1\nframe-7,ann,1767322800000,rust\n");
      String message = refused(() -> monitor.feedback().csv(file));
      assertTrue(
          message.endsWith(
              "line 3: class: rust (expected: a number >= 0, or one of ok, scratch, dent)"),
          message);
      assertEquals(5, monitor.feedback().status().labels());

      Files.writeString(file, "\uFEFF\"id\",\"labeller\",\"time\"\nframe-6,ann,1767322800000\n");
      assertTrue(refused(() -> monitor.feedback().csv(file)).contains("line 2: class: "), "a mark");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; columns: ",
        "id,labeller; columns: id,labeller (expected: id, labeller, time)",
        "id,labeller,time,colour; column: colour (expected: ",
        "id,labeller,time,id; column: id (expected: ",
        "id\\tlabeller\\ttime; suggested, weight, each once, with commas between)",
        "id,labeller,time,class|a,b,c; fields: 3 (expected: 4",
        "id,labeller,time,class|a,b,1767322800,1; line 2: time: 1767322800 (expected: milliseconds",
        "id,labeller,time,class|a,b,today,1; time: today (expected: as 2026-",
        "id,labeller,time,class|a,b,1767322800000,7; class: 7 (expected: 0 .. 2, ",
        "id,labeller,time,class|\"a,b,1767322800000,1; a quotation mark that is not closed",
        "id,labeller,time,class,kind|a,b,1767322800000,1,maybe; kind: maybe (expected: ",
        "id,labeller,time,class,weight|a,b,1767322800000,1,NaN; weight: NaN (expected: ",
        "id,labeller,time,class,suggested|a,b,1767322800000,1,perhaps; suggested: perhaps (expected: ",
        "id,labeller,time,class|a,b,99999999999999,1; time: 5138-11-16T09:46:39.999Z (expected: not"
      })
  void aFileThatIsWrongIsNamedWithItsLine(String content, String why) throws IOException {
    Path file = folder.resolve("labels.csv");
    Files.writeString(file, content.replace("|", "\n"));
    try (Monitor monitor = builder(5).start()) {
      String message = refused(() -> monitor.feedback().csv(file));
      assertTrue(message.startsWith("file: " + file + ", line "), message);
      assertTrue(message.contains(why), message);
    }
  }

  @Test
  void decisionsOfAReviewAndArraysAreLabelsToo() throws IOException {
    Path file = folder.resolve("decisions.json");
    Files.writeString(
        file,
        """
        {"format": "virk-review", "formatVersion": 1, "review": "week 1", "decisions": [
          {"incident": "a", "sequence": 1, "id": "frame-1", "why": "CONTROL", "answer": "RIGHT", "label": ""},
          {"incident": "a", "sequence": 2, "id": "frame-2", "why": "UNSURE", "answer": "WRONG", "label": "dent"},
          {"incident": "a", "sequence": 3, "id": "frame-3", "why": "UNSURE", "answer": "WRONG", "label": "rust"},
          {"incident": "a", "sequence": 4, "id": "frame-4", "why": "UNSURE", "answer": "UNCLEAR", "label": ""},
          {"incident": "a", "sequence": 5, "why": "FAR", "answer": "RIGHT", "label": ""}]}
        """);
    try (Monitor monitor = builder(50).start()) {
      observe(monitor, 0, 10);
      assertEquals(
          new Feedback.Outcomes(4, 0, 0, 0, 1), monitor.feedback().review(file, "ann", NOW));
      List<Labelled> labelled = monitor.feedback().labelled();
      assertEquals(
          List.of(predicted(1), 2, -1, -1), labelled.stream().map(Labelled::actual).toList());
      assertTrue(labelled.stream().allMatch(l -> l.label().suggested()));
      assertEquals(
          List.of(0.0, 0.0, 0.0, 0.0), labelled.stream().map(l -> l.label().weight()).toList());

      Path ids = array("ids.npy", "'<U7'", "frame-1frame-6".getBytes(StandardCharsets.US_ASCII), 4);
      Path classes = array("classes.npy", "'|u1'", new byte[] {0, 2}, 1);
      assertEquals(
          new Feedback.Outcomes(1, 0, 1, 0, 0), monitor.feedback().npy(ids, classes, "bob", NOW));
      Path wrong = array("wrong.npy", "'|u1'", new byte[] {0, 3}, 1);
      assertTrue(
          refused(() -> monitor.feedback().npy(ids, wrong, "bob", NOW))
              .endsWith("row 1: class: 3 (expected: 0 .. 2, the baseline's classes)"));
    }
  }

  /** Of two rows; each byte is written as an element of so many bytes. */
  private Path array(String name, String type, byte[] values, int wide) throws IOException {
    String header = "{'descr': " + type + ", 'fortran_order': False, 'shape': (2,), }";
    int padding = 63 - (10 + header.length()) % 64;
    header += " ".repeat(padding) + "\n";
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length() + wide * values.length)
            .order(java.nio.ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {1, 0});
    out.putShort((short) header.length()).put(header.getBytes(StandardCharsets.US_ASCII));
    for (byte value : values) {
      if (wide == 4) {
        out.putInt(value);
      } else {
        out.put(value);
      }
    }
    return Files.write(folder.resolve(name), out.array());
  }
}
