package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.diagnose.Playbook;
import io.virk.embed.Embedder;
import io.virk.embed.EmbedderProvenance;
import io.virk.embed.Embeddings;
import io.virk.image.Frame;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.QuadrantEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class MonitorBuilderTest {
  @TempDir private Path folder;

  /** An embedder that says something of itself and never embeds. */
  private record Claims(int embeddingLength, int logitsLength, EmbedderProvenance provenance)
      implements Embedder {
    @Override
    public Embeddings embed(List<Frame> frames) {
      throw new AssertionError("never");
    }

    @Override
    public void close() {}
  }

  private static String message(Executable call) {
    return assertThrows(IllegalArgumentException.class, call).getMessage();
  }

  @Test
  void allProblemsAreReportedTogether() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    MonitorBuilder builder =
        Monitor.builder(Baselines.ofVectors())
            .name(" ")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sampler(Sampler.fraction(0.5))
            .playbook(Playbook.standard())
            .playbook(Playbook.standard())
            .window(7)
            .slots(1)
            .maximumSlices(0)
            .sliceBy(" ")
            .closeTimeout(Duration.ZERO)
            .incidents(file)
            .polled()
            .threadFactory(Thread::new);
    String message = message(builder::start);
    for (String problem :
        List.of(
            "name: \" \" (expected: 1 .. 200 printable characters of one line, not blank)",
            "sampler is set twice",
            "playbook is set twice",
            "window: 7 (expected: 8 .. 1000000)",
            "slots: 1 (expected: 2 .. 65536)",
            "maximumSlices: 0 (expected: 1 .. 100000)",
            "sliceBy: \" \" (expected: not blank)",
            "closeTimeout: 0 s (expected: > 0)",
            "incidents: " + file + " (expected: a folder, or nothing yet)",
            "threadFactory is set, but a polled monitor has no thread")) {
      assertTrue(message.contains(problem), problem + " is missing in: " + message);
    }
  }

  @Test
  void whatIsRecordedGoesTogetherWithTheRest() {
    String message =
        message(
            () ->
                Monitor.builder(Baselines.ofVectors())
                    .sliceBy("camera")
                    .recording(
                        Recording.DEFAULT.privateTags("camera", "operator").sinks(incident -> {}))
                    .start());
    assertTrue(
        message.contains("the tag camera is private, but slices or is the context"), message);
    assertTrue(message.contains("sinks are set, but no folder of incidents"), message);
    assertThrows(IllegalArgumentException.class, () -> Recording.of(-1));
    assertThrows(IllegalArgumentException.class, () -> Recording.DEFAULT.bytes(1000));
  }

  @Test
  void everySettingAtMostOnce() {
    String message =
        message(
            () ->
                Monitor.builder(Baselines.ofVectors())
                    .falseAlarms(FalseAlarms.DEFAULT)
                    .falseAlarms(FalseAlarms.DEFAULT)
                    .emission(EmissionPolicy.DEFAULT)
                    .emission(EmissionPolicy.DEFAULT)
                    .clock(Baselines.CLOCK)
                    .clock(Baselines.CLOCK)
                    .polled()
                    .polled()
                    .start());
    assertEquals(
        "the monitor cannot start: falseAlarms is set twice; emission is set twice;"
            + " clock is set twice; polled is set twice",
        message);
    assertEquals(
        "baseline",
        assertThrows(NullPointerException.class, () -> Monitor.builder(null)).getMessage());
    assertEquals(
        "sampler",
        assertThrows(
                NullPointerException.class,
                () -> Monitor.builder(Baselines.ofVectors()).sampler(null))
            .getMessage());
  }

  @Test
  void aWindowThatTheBaselineIsTooSmallForIsAProblemLikeAnyOther() {
    String message =
        message(() -> Monitor.builder(Baselines.ofVectors()).window(200).slots(0).polled().start());
    assertTrue(message.contains("slots: 0"), message);
    assertTrue(message.contains("window: 200 (expected: 8 .. 12"), message);
  }

  @Test
  void whereNothingCanBeWrittenIsFoundOutAtTheStart() throws IOException {
    Path below = Files.createFile(folder.resolve("file")).resolve("below");
    String message =
        message(() -> Monitor.builder(Baselines.ofVectors()).incidents(below).polled().start());
    assertTrue(
        message.contains(
            "incidents: " + below + " (expected: where this process may write; " + below),
        message);
    Path learned = below.resolve("line.virk");
    message =
        message(
            () ->
                Monitor.learning(Baseline.builder("live").learner(600, Duration.ofMinutes(5)))
                    .learned(learned)
                    .polled()
                    .start());
    assertTrue(
        message.contains("learned: " + learned + " (expected: where this process may write; "),
        message);
    Path deep = folder.resolve("made/deep");
    Monitor.builder(Baselines.ofVectors()).incidents(deep).polled().start().close();
    assertFalse(Files.exists(folder.resolve("made")), "nothing on the disk without a drift");
  }

  @Test
  void anotherWindowIsCalibratedAtTheStart() {
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .window(20)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .start()) {
      for (int i = 0; i < 40; i++) {
        monitor.capture().embedding(Baselines.vector(2, i, 0).embedding()).commit();
      }
      monitor.poll(40);
      assertEquals(2, monitor.status().judged().windows());
    }
  }

  @Test
  void anEmbedderOfAnotherLengthOrModelIsRejected() {
    EmbedderProvenance same = new QuadrantEmbedder().provenance();
    String lengths =
        message(
            () ->
                Monitor.builder(Baselines.ofFourCameras())
                    .embedder(new Claims(5, 10, same))
                    .polled()
                    .start());
    assertTrue(
        lengths.contains(
            "embedder.embeddingLength: 5 (expected: 4, that of baseline cameras); "
                + "embedder.logitsLength: 10 (expected: 3, that of baseline cameras)"),
        lengths);
    for (EmbedderProvenance other :
        List.of(
            new EmbedderProvenance("quadrants", "11ff", "none"),
            new EmbedderProvenance("quadrants", "00ff", "resized"))) {
      String message =
          message(
              () ->
                  Monitor.builder(Baselines.ofFourCameras())
                      .embedder(new Claims(4, 3, other))
                      .polled()
                      .start());
      boolean otherModel = !other.modelSha256().equals(same.modelSha256());
      String part = otherModel ? "modelSha256" : "preprocessing";
      String given = otherModel ? other.modelSha256() : other.preprocessing();
      String expected = otherModel ? same.modelSha256() : same.preprocessing();
      assertTrue(message.contains("embedder.provenance." + part + ": " + given), message);
      assertTrue(message.contains("(expected: " + expected), message);
    }
    Monitor.builder(Baselines.ofFourCameras())
        .embedder(new Claims(4, 0, new EmbedderProvenance("renamed", "00ff", "none")))
        .polled()
        .start()
        .close();
  }

  @Test
  void theThreadIsADaemonNamedAfterTheMonitor() {
    Monitor monitor = Monitor.builder(Baselines.ofVectors()).name("line 3").start();
    Thread thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(t -> t.getName().equals("virk-line 3"))
            .findFirst()
            .orElseThrow();
    assertTrue(thread.isDaemon());
    monitor.close();
    assertEquals("line 3", monitor.status().monitor());
    assertTrue(monitor.status().cost().memory() > 0);
  }
}
