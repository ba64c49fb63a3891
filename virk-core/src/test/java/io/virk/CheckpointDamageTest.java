package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.WindowPolicy;
import io.virk.scenes.Baselines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A checkpoint that is damaged, forged or of another monitor is refused, in words. */
@Tag("slow")
class CheckpointDamageTest {
  @TempDir private Path folder;

  private String refused(MonitorBuilder builder) {
    return assertThrows(CheckpointException.class, builder::start).getMessage();
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = CheckpointTest.builder(new EventLog()).start()) {
      CheckpointTest.observe(monitor, 0, 50);
      monitor.checkpoint(file);
    }
    assertTrue(
        refused(
                Monitor.builder(Baselines.ofFourCameras())
                    .embedder(new io.virk.scenes.QuadrantEmbedder())
                    .polled()
                    .restore(file))
            .contains("baseline: " + Baselines.ofVectors().hash()));
    EventLog log = new EventLog();
    assertTrue(
        refused(
                CheckpointTest.builder(log)
                    .windows(WindowPolicy.ofCount(16).orAfter(Duration.ofHours(1)))
                    .restore(file))
            .contains("windows: "));
    assertTrue(
        refused(Monitor.builder(Baselines.ofVectors()).polled().restore(file))
            .contains("sliceBy: camera in the checkpoint (expected: none, the monitor's)"));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> CheckpointTest.builder(log).restore(folder.resolve("nothing")).start())
            .getMessage()
            .contains("(expected: an existing file)"));
  }

  @Test
  void everyDamageIsNoticed() throws IOException {
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = CheckpointTest.builder(new EventLog()).start()) {
      CheckpointTest.observe(monitor, 0, 240);
      monitor.checkpoint(file);
    }
    byte[] bytes = Files.readAllBytes(file);
    SplittableRandom random = new SplittableRandom(6);
    List<byte[]> damaged = new ArrayList<>();
    damaged.add(new byte[0]);
    damaged.add("VIRKCP".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 200; i++) {
      damaged.add(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      damaged.add(flipped);
    }
    Path bad = folder.resolve("bad.checkpoint");
    for (byte[] content : damaged) {
      Files.write(bad, content);
      assertTrue(
          refused(CheckpointTest.builder(new EventLog()).restore(bad)).contains(bad.toString()),
          "names the file");
    }
    // damage under a valid checksum
    for (int i = 0; i < 400; i++) {
      byte[] forged = bytes.clone();
      forged[8 + random.nextInt(bytes.length - 16)] = (byte) random.nextInt();
      CRC32 crc = new CRC32();
      crc.update(forged, 0, forged.length - 8);
      ByteBuffer.wrap(forged).putLong(forged.length - 8, crc.getValue());
      Files.write(bad, forged);
      try (Monitor monitor = CheckpointTest.builder(new EventLog()).restore(bad).start()) {
        CheckpointTest.observe(monitor, 240, 300); // what was changed is a value: it must still run
        assertEquals(60, monitor.status().judged().observations());
      } catch (CheckpointException e) {
        assertTrue(e.getMessage().contains(bad.toString()), e.getMessage());
      }
    }
  }

  /** Changes the state of a checkpoint, and makes its checksum fit. */
  private static void forge(Path file, UnaryOperator<String> change) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int head = 17; // behind the byte that says that there are no labels
    int length = ByteBuffer.wrap(bytes).getInt(head);
    String state = new String(bytes, head + 4, length, StandardCharsets.UTF_8);
    byte[] changed = change.apply(state).getBytes(StandardCharsets.UTF_8);
    assertFalse(Arrays.equals(state.getBytes(StandardCharsets.UTF_8), changed), "nothing changed");
    int tables = bytes.length - 8 - head - 4 - length;
    ByteBuffer out = ByteBuffer.allocate(head + 4 + changed.length + tables + 8);
    out.put(bytes, 0, head).putInt(changed.length).put(changed);
    out.put(bytes, head + 4 + length, tables);
    CRC32 crc = new CRC32();
    crc.update(out.array(), 0, out.position());
    Files.write(file, out.putLong(crc.getValue()).array());
  }

  @Test
  void noListenerCanChangeARestoredDrift() {
    Path file = withAnOpenDrift();
    try (Monitor monitor = CheckpointTest.builder(new EventLog()).restore(file).start()) {
      Drift drift = monitor.status().judged().open().get(0);
      assertThrows(UnsupportedOperationException.class, () -> drift.slices().clear());
      assertTrue(drift.isOpen());
    }
  }

  @Test
  void aDriftOfAContextThatTheBaselineDoesNotKnowIsRefused() throws IOException {
    Path file = withAnOpenDrift();
    String slice = "\"slices\":[{\"key\":\"camera\",\"value\":\"cam-1\",\"context\":\"";
    forge(file, state -> state.replace(slice, slice + "night"));
    assertTrue(refused(CheckpointTest.builder(new EventLog()).restore(file)).contains("in night"));
  }

  /** A checkpoint in which a drift is open. */
  private Path withAnOpenDrift() {
    Path file = folder.resolve("open.checkpoint");
    try (Monitor monitor = CheckpointTest.builder(new EventLog()).start()) {
      CheckpointTest.observe(monitor, 0, 240);
      monitor.checkpoint(file);
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"slice\":", "\"signal\":", "\"detector\":", "\"verdict\":", "\"interval\":",
        "\"bounds\":", "\"baselineHash\":", "\"reason\":", "\"evidence\":", "\"slices\":"
      })
  void evidenceWithoutAPartIsRefused(String part) throws IOException {
    Path file = withAnOpenDrift();
    forge(
        file,
        state -> {
          int tracker = state.indexOf("\"episodes\":");
          return state.substring(0, tracker)
              + state.substring(tracker).replace(part, "\"nothing\":");
        });
    assertTrue(
        refused(CheckpointTest.builder(new EventLog()).restore(file)).contains(file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"turns\":\\{\"\":\\d+; \"turns\":{\"\":null",
        "\"pulses\":; \"nothing\":",
        "\"heard\":(\\d+); \"heard\":-1",
        "\"calm\":(\\d+); \"calm\":-1",
        "\"turns\":; \"nothing\":",
        "\"histories\":; \"nothing\":",
        "\"time\":; \"nothing\":",
        "\"ticked\":(\\d+); \"ticked\":-1",
        "\"behind\":(\\d+); \"behind\":64",
        "\"allowances\":; \"nothing\":",
        "\"selection\":\\{\"selected\":\\[; \"selection\":{\"selected\":[{\"eValue\":20}"
      })
  void whatNoMonitorWritesIsRefused(String part, String forged) throws IOException {
    Path file = withAnOpenDrift();
    forge(file, state -> state.replaceFirst(part, Matcher.quoteReplacement(forged)));
    assertTrue(
        refused(CheckpointTest.builder(new EventLog()).restore(file)).contains(file.toString()));
  }

  @Test
  void theEndOfADriftIsToldThoughNothingWasKeptOfItsDiagnosis() throws IOException {
    Path file = withAnOpenDrift();
    forge(
        file,
        state ->
            state.replaceFirst(
                "\"told\":\\[.*?\\],\"newContexts\"", "\"told\":[],\"newContexts\""));
    EventLog log = new EventLog();
    try (Monitor monitor = CheckpointTest.builder(log).restore(file).start()) {
      CheckpointTest.observe(monitor, 240, CheckpointTest.LENGTH);
      assertEquals(0, monitor.status().failures().evaluation());
    }
    assertEquals(1, log.closed.size());
    assertEquals("camera cam-1 ", log.closed.get(0).diagnosis().headline().substring(0, 13));
  }
}
