package io.virk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.ClosingReason;
import io.virk.detect.Slice;
import io.virk.diagnose.Diagnosis;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.image.Frame;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentTest {
  @TempDir private Path folder;

  /** Darkens cam-1 until its drift opens, then lets it recover. */
  private static EventLog play(Path incidents) {
    return play(incidents, () -> {});
  }

  private static EventLog play(Path incidents, Runnable whenStarted) {
    EventLog log = new EventLog();
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .name("line/3 \u00e4")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .incidents(incidents)
            .recorded(40)
            .polled()
            .listener(log)
            .start()) {
      whenStarted.run();
      for (int i = 0; i < 600; i++) {
        Frame frame = Scenes.frame(i % 4, 3000 + i, Baselines.WIDTH, Baselines.HEIGHT);
        if (i < 200 && i % 4 == 1) {
          frame = Causes.named("under-exposure").apply(frame, 4, i);
        }
        monitor.capture().image(frame).tag("camera", "cam-" + i % 4).id("frame-" + i).commit();
        monitor.poll(1);
      }
      assertEquals(0, monitor.status().failures().evaluation());
    }
    return log;
  }

  /** Replicas with a folder in common; the second's took the place of the first's. */
  @Test
  void twoMonitorsOfOneNameInOneFolderLoseNoBundle() throws IOException {
    EventLog one = play(folder);
    EventLog two = play(folder);
    assertEquals(
        files(folder).stream().map(Path::getFileName).map(Path::toString).toList(),
        List.of(
            "20260102T030405Z-1-line_3_-camera=cam-1-2.zip",
            "20260102T030405Z-1-line_3_-camera=cam-1.zip"));
    for (EventLog log : List.of(one, two)) {
      assertEquals(2, log.incidents.size());
      assertEquals(log.incidents.get(0).incident(), log.incidents.get(1).incident());
    }
    assertFalse(one.incidents.get(0).incident().equals(two.incidents.get(0).incident()));
  }

  private static String manifest(ZipFile zip) throws IOException {
    return new String(
        zip.getInputStream(zip.getEntry("manifest.json")).readAllBytes(), StandardCharsets.UTF_8);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void aBundleIsWholeAndTheSameIncidentGivesTheSameBytes() throws IOException {
    Path one = folder.resolve("one/deep");
    EventLog log = play(one);
    assertEquals(1, log.opened.size(), () -> "" + log.opened);
    assertEquals(1, log.closed.size());
    List<Path> files = files(one);
    assertEquals(1, files.size(), "no temporary file is left");
    assertEquals(
        List.of(files.get(0), files.get(0)),
        log.incidents.stream().map(IncidentWritten::incident).toList(),
        "when it opened, and completed when it closed");
    assertEquals(log.opened.get(0).drift(), log.incidents.get(0).drift());
    assertEquals(log.closed.get(0).drift(), log.incidents.get(1).drift());
    assertEquals(
        "20260102T030405Z-1-line_3_-camera=cam-1.zip", files.get(0).getFileName().toString());

    try (ZipFile zip = new ZipFile(files.get(0).toFile())) {
      String text = manifest(zip);
      JsonReader strict = new JsonReader(new StringReader(text));
      strict.setStrictness(Strictness.STRICT);
      JsonObject manifest = com.google.gson.JsonParser.parseReader(strict).getAsJsonObject();
      assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
      assertEquals("virk-incident", manifest.get("format").getAsString());
      assertEquals(Baselines.ofFourCameras().hash(), manifest.get("baselineHash").getAsString());
      assertEquals("camera=cam-1", manifest.getAsJsonArray("slices").get(0).getAsString());
      assertTrue(manifest.has("closed"));
      assertEquals("RECOVERED", manifest.get("closedBecause").getAsString());
      JsonObject told = manifest.getAsJsonObject("diagnosis");
      Diagnosis diagnosis = log.opened.get(0).diagnosis();
      assertEquals(diagnosis.kind().name(), told.get("kind").getAsString());
      assertEquals(diagnosis.step().what(), told.get("recommendedAction").getAsString());
      assertEquals(diagnosis.step().who(), told.get("who").getAsString());
      assertEquals(
          diagnosis.step().lookAgain().toSeconds(), told.get("lookAgainSeconds").getAsLong());
      JsonObject strongest = manifest.getAsJsonArray("evidence").get(0).getAsJsonObject();
      double threshold = strongest.get("threshold").getAsDouble();
      assertTrue(strongest.get("thresholdLow").getAsDouble() < threshold);
      assertTrue(strongest.get("thresholdHigh").getAsDouble() > threshold);
      assertEquals(Baselines.ofFourCameras().seed(), strongest.get("seed").getAsLong());
      for (var observation : manifest.getAsJsonArray("observations")) {
        JsonObject recorded = observation.getAsJsonObject();
        assertEquals(
            "frame-" + recorded.get("sequence").getAsLong(), recorded.get("id").getAsString());
      }
      int images = 0;
      for (ZipEntry entry : zip.stream().toList()) {
        if (entry.getName().endsWith(".png")) {
          images++;
          BufferedImage image =
              ImageIO.read(new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes()));
          assertEquals(Baselines.WIDTH, image.getWidth());
          assertEquals(Baselines.HEIGHT, image.getHeight());
        }
      }
      assertEquals(manifest.getAsJsonArray("observations").size(), images);
      assertTrue(images > 8 && images <= 40, images + " images");
    }

    Path two = folder.resolve("two");
    play(two);
    assertArrayEquals(
        Files.readAllBytes(files.get(0)),
        Files.readAllBytes(two.resolve(files.get(0).getFileName())));
  }

  @Test
  void theEventNamesTheObservationsOfTheBundle() throws IOException {
    EventLog log = play(folder.resolve("named"));
    DriftOpened opened = log.opened.get(0);
    List<String> during =
        opened.exemplars().stream()
            .filter(e -> e.role() == Exemplar.Role.DURING)
            .map(e -> e.slice().orElseThrow() + " " + e.id().orElseThrow())
            .toList();
    assertEquals(
        opened.exemplars().stream()
            .filter(
                e ->
                    e.slice().equals(Optional.of("cam-1"))
                        && e.sequence() >= opened.drift().onset().best().sequence())
            .map(e -> "cam-1 frame-" + e.sequence())
            .toList(),
        during);
    assertTrue(during.size() >= 4, during.toString());
    try (ZipFile zip = new ZipFile(log.incidents.get(0).incident().toFile())) {
      Set<String> inBundle = new HashSet<>();
      com.google.gson.JsonParser.parseString(manifest(zip))
          .getAsJsonObject()
          .getAsJsonArray("observations")
          .forEach(o -> inBundle.add(o.getAsJsonObject().get("id").getAsString()));
      assertEquals(
          inBundle,
          opened.exemplars().stream().map(e -> e.id().orElseThrow()).collect(Collectors.toSet()));
    }
  }

  @Test
  void theEndOfADriftWhoseCameraIsGoneSaysSo() throws IOException {
    EventLog log = new EventLog();
    try (Monitor monitor =
        Monitor.builder(Baselines.ofFourCameras())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .clock(Baselines.CLOCK)
            .incidents(folder.resolve("gone"))
            .polled()
            .listener(log)
            .start()) {
      for (int i = 0; i < 4000 && log.closed.isEmpty(); i++) {
        boolean dark = i % 4 == 1;
        if (dark && !log.opened.isEmpty()) {
          continue;
        }
        Frame frame = Scenes.frame(i % 4, 3000 + i, Baselines.WIDTH, Baselines.HEIGHT);
        monitor
            .capture()
            .image(dark ? Causes.named("under-exposure").apply(frame, 4, i) : frame)
            .tag("camera", "cam-" + i % 4)
            .commit();
        monitor.poll(1);
      }
    }
    DriftClosed closed = log.closed.get(0);
    assertEquals(1, closed.drift().number());
    assertEquals(
        Set.of(new Slice("camera", "cam-1")), closed.drift().closing().orElseThrow().silent());
    assertEquals("camera=cam-1 sends nothing new any more", closed.inWords());
    assertEquals(ClosingReason.SILENT, closed.drift().closing().orElseThrow().reason());
    try (ZipFile zip = new ZipFile(log.incidents.get(1).incident().toFile())) {
      JsonObject manifest = com.google.gson.JsonParser.parseString(manifest(zip)).getAsJsonObject();
      assertEquals("SILENT", manifest.get("closedBecause").getAsString());
      assertEquals("camera=cam-1", manifest.getAsJsonArray("silent").get(0).getAsString());
    }
  }

  @Test
  void theBundleShowsBeforeAndDuringByName() throws IOException {
    EventLog log = play(folder.resolve("roles"));
    Path file = log.incidents.get(0).incident();
    long onset = log.opened.get(0).drift().onset().best().sequence();
    int during = 0;
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().startsWith("images/")).toList()) {
        Matcher name =
            Pattern.compile("images/(before|during|other)-(\\d{8})-(cam-\\d)\\.png")
                .matcher(entry.getName());
        assertTrue(name.matches(), entry.getName());
        boolean drifted = name.group(3).equals("cam-1");
        assertEquals(drifted, !name.group(1).equals("other"), entry.getName());
        if (drifted) {
          boolean since = Long.parseLong(name.group(2)) >= onset;
          assertEquals(since, name.group(1).equals("during"), entry.getName());
          during += since ? 1 : 0;
        }
      }
    }
    assertTrue(during >= 4, "images of the drift: " + during);
  }

  @Test
  void anUnwritableFolderIsCountedAndToldAndTheDriftIsToldAnyway() throws IOException {
    Path file = folder.resolve("file");
    EventLog log =
        play(
            file.resolve("incidents"),
            () -> assertDoesNotThrow(() -> Files.createFile(file), "what blocks the folder"));
    assertEquals(1, log.opened.size());
    assertEquals(1, log.closed.size());
    assertEquals(List.of(), log.incidents);
    assertEquals(2, log.failures.stream().filter(f -> f.part() == Failed.Part.INCIDENT).count());
  }
}
