package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.SceneChange;
import io.virk.event.DropReason;
import io.virk.event.Failed;
import io.virk.event.Fit;
import io.virk.event.MonitorEvent;
import io.virk.event.ObservationsDropped;
import io.virk.event.StreamFrozen;
import io.virk.event.internal.LogLines;
import io.virk.image.CapturePolicy;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.internal.RecordingLogger;
import io.virk.label.Feedback;
import io.virk.label.FeedbackStatus;
import io.virk.label.Studied;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import io.virk.signal.Flaw;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What persons read: no names of constants, and nothing as the compiler's records print it. */
class WordsTest {
  /** A constant, but for the one state that has two words; a record; a map. */
  private static final Pattern OF_THE_CODE =
      Pattern.compile(
          "\\b(?!INSUFFICIENT_DATA)[A-Z]{2,}_[A-Z_]+\\b|\\w\\[\\w+=|\\{\\w+=|Optional[.\\[]");

  @TempDir private Path folder;

  private static void assertWords(String text) {
    assertFalse(OF_THE_CODE.matcher(text).find(), text);
  }

  /** A status of which everything may be wrong. */
  private static MonitorStatus status(MonitorStatus calm) {
    MonitorStatus.Judged judged = calm.judged();
    return new MonitorStatus(
        calm.monitor(),
        calm.state(),
        calm.learning(),
        calm.sight(),
        new MonitorStatus.Captured(
            1e6,
            0.01,
            9000,
            3,
            1000,
            Arrays.stream(DropReason.values()).collect(Collectors.toMap(r -> r, r -> 4000L)),
            600,
            7,
            2,
            4,
            4),
        new MonitorStatus.Judged(
            400,
            Arrays.stream(Flaw.values()).collect(Collectors.toMap(f -> f, f -> 2L)),
            5,
            1,
            0,
            2,
            0,
            judged.open(),
            judged.blind(),
            Arrays.stream(Fit.values()).collect(Collectors.toMap(f -> f, f -> 1L)),
            2,
            4,
            List.of(new Slice("camera", "cam-2")),
            List.of(
                new StreamFrozen(
                    "m", new Slice("camera", "cam-3"), new Position(7, 7), 16, "image")),
            Map.of(
                new Slice("camera", "cam-4"),
                new SceneChange(SceneChange.Outcome.MOVED, 3, 0, 0, 0, 0.9, null))),
        new MonitorStatus.Events(0, 0, 0, Optional.empty(), 1, 0, 2, 5, 0, 0, 8),
        calm.cost(),
        new MonitorStatus.Failures(1, 2, 3, 4, 5, 7, 6),
        Optional.of(
            new FeedbackStatus(
                9,
                10,
                11,
                12,
                13,
                14,
                15,
                16,
                new Feedback.Outcomes(1, 2, 3, 4, 70),
                17,
                18,
                Studied.NONE)),
        calm.performance());
  }

  @Test
  void aStatusHasNoNamesOfConstants() {
    try (Monitor monitor = builder().start()) {
      MonitorStatus status = status(monitor.status());
      assertWords(status.text());
      for (String words :
          List.of(
              "8,000 (4,000 as no slot was free, 4,000 as VIRK's thread rested)",
              "judged    5 windows; 400 observations taken; ",
              "streams   1 fits the baseline, 1 is narrower than the baseline, 1 does not fit the"
                  + " baseline, 1 cannot be compared with the baseline, 2 are not compared with the"
                  + " baseline yet: no drift can open there; of 4.0 observations one counts, for"
                  + " neighbours resemble each other",
              "embedder 1, input 2, learning 3, evaluation 4, incidents 5, summaries 7, listeners 6",
              "embeddings with NaN or infinity in 2 of 400 observations: ",
              "7 times code given to observe(..) threw",
              "camera=cam-2 has stopped: nothing has come for longer than usual",
              "camera=cam-4: The picture is shifted by 3.0 % to the right against the baseline",
              "baselines that were learned could not be built or saved (3): ",
              "1 incident bundle written, 0 wait for the disk, 2 in a spool, 5 given up",
              "5 incidents were given up: ",
              "8 summaries were given up, for too many wait: ")) {
        assertTrue(status.text().contains(words), words + " is missing in " + status.text());
      }
      assertEquals(28, status.failures().total());
    }
  }

  private static MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofFourCameras())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .clock(Baselines.CLOCK)
        .slots(8)
        .polled();
  }

  @Test
  void whatIsWrongWithTheInputIsToldInWordsAndCounted() {
    RecordingLogger log = new RecordingLogger();
    LogLines lines = new LogLines(log);
    List<String> told = new ArrayList<>();
    MonitorListener all =
        new MonitorListener() {
          @Override
          public void onEvent(MonitorEvent event) {
            lines.accept(event);
            if (event instanceof Failed failed) {
              told.add(failed.what());
            }
          }
        };
    try (Monitor monitor = builder().listener(all).start()) {
      Frame small = Frame.of(new byte[12], 2, 2, PixelFormat.RGB);
      float[] broken = {Float.NaN, 0, 0, 0};
      monitor.capture().image(small).tensor(new float[3]).embedding(broken).commit();
      monitor.capture().embedding(new float[5]).logits(new float[2]).commit();
      monitor.capture().signal("temprature", 3).tag("camera", "x".repeat(300)).commit();
      monitor.captureBatch(2).embeddings(new float[7]).logits(new float[3][3]).commit();
      monitor.captureBatch(20_000).close();
      monitor.observe(
          c -> {
            throw new IllegalStateException("of the host");
          });
      monitor.poll(10);
      monitor.capture().commit();
      monitor.poll(10);
      assertWords(monitor.status().text());
      assertFalse(monitor.status().text().contains("failures  none"), monitor.status().text());
    }
    assertTrue(told.size() >= 8, "" + told);
    told.forEach(WordsTest::assertWords);
    log.lines().forEach(WordsTest::assertWords);
    List<String> traced = log.entries().stream().filter(e -> e.contains("\tat ")).toList();
    assertEquals(1, traced.size(), "the host's own exception alone has a stack: " + traced);
    assertTrue(traced.get(0).contains("of the host"), traced.get(0));
  }

  @Test
  void dropsAreToldWithTheAdviceThatFits() {
    RecordingLogger log = new RecordingLogger();
    Map<DropReason, Long> dropped = Map.of(DropReason.NO_SLOT, 26L, DropReason.CPU_BUDGET, 0L);
    new LogLines(log).accept(new ObservationsDropped("m", dropped, 0, 64));
    new LogLines(log).accept(new ObservationsDropped("m", dropped, 64, 64));
    assertEquals(
        List.of(
            "WARN m: captures find no free slot: 26 as no slot was free, with 0 of 64 slots at the"
                + " host: VIRK's thread is behind or at its CPU budget; sample less, set more"
                + " slots, or allow it more (cpuBudget). status() counts on",
            "WARN m: captures find no free slot: 26 as no slot was free, with 64 of 64 slots at the"
                + " host: if that stays so, captures are neither committed nor closed. status()"
                + " counts on"),
        log.lines());
  }

  @Test
  void nothingIsAskedOfAMonitorThatIsClosed() {
    Monitor monitor = builder().start();
    assertTrue(monitor.status().text().contains("nothing has been captured so far; if "));
    monitor.close();
    assertEquals(
        List.of(),
        monitor.status().problems().stream().filter(p -> p.contains("captured")).toList());
  }

  @Tag("slow")
  @Test
  void settingsAndWhatACheckpointRefusesAreInWords() {
    assertEquals("16 observations", WindowPolicy.ofCount(16).toString());
    assertEquals(
        "16 observations or 20 s",
        WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20)).toString());
    assertEquals("64 observations, every 16", WindowPolicy.ofCount(64).overlapping(16).toString());
    assertEquals(
        "a sample of the baseline's number of observations in 1 h",
        WindowPolicy.ofTime(Duration.ofHours(1)).toString());
    assertEquals("once in 1000 windows", FalseAlarms.DEFAULT.toString());
    assertEquals("once in 7 d", FalseAlarms.oncePer(Duration.ofDays(7)).toString());
    Path file = folder.resolve("m.checkpoint");
    try (Monitor monitor = builder().start()) {
      for (int i = 0; i < 256; i++) {
        monitor.capture().embedding(Baselines.vector(1, i, 0).embedding()).commit();
        monitor.poll(1);
      }
      monitor.checkpoint(file);
    }
    String refused =
        assertThrows(
                CheckpointException.class,
                () ->
                    builder()
                        .windows(WindowPolicy.ofCount(32).overlapping(16))
                        .restore(file)
                        .start())
            .getMessage();
    assertTrue(
        refused.contains(
            "windows: 16 observations in the checkpoint (expected: 32 observations, every 16,"),
        refused);
    assertWords(refused);
    refused =
        assertThrows(
                CheckpointException.class,
                () -> builder().emission(new EmissionPolicy(2, 5, 2)).restore(file).start())
            .getMessage();
    assertTrue(refused.contains("emission: 3 windows are looked back at"), refused);
  }

  @Test
  void whatDoesNotGoTogetherIsInWords() {
    String refused =
        assertThrows(
                IllegalArgumentException.class,
                () -> Baselines.ofVectors().merge(Baselines.ofFourCameras()))
            .getMessage();
    assertTrue(refused.contains("brightness (scalar, linear, tested, image)"), refused);
    assertWords(refused);
    assertEquals("at most 320 x 240 pixels, and 5 patches", CapturePolicy.DEFAULT.toString());
    assertEquals("quadrants (SHA-256 00ff, none)", new QuadrantEmbedder().provenance().toString());
  }

  @Test
  void aRestoredMonitorSaysWhatDiffers() {
    Path file = folder.resolve("m.checkpoint");
    RecordingLogger log = new RecordingLogger();
    new OwnLog(builder().set.config(), log)
        .restored(file, 64, 1, List.of("a: 1; in the checkpoint: 2"));
    assertEquals(
        List.of(
            "INFO cameras: restored from " + file + ", at observation 64, 1 drift open",
            "WARN cameras: a: 1; in the checkpoint: 2: what is judged from here on is not what"
                + " would have been"),
        log.lines());
  }
}
