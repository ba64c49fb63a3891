package io.virk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.virk.cause.catalogue.Causes;
import io.virk.detect.ClosingReason;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.IncidentWritten;
import io.virk.image.Frame;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentChapter.Kind;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.Recording;
import io.virk.incident.RegressionCase;
import io.virk.report.Report;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.ScalarSignal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
  static EventLog play(Path incidents) {
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
            .nanoClock(() -> 0)
            .recording(Recording.of(160))
            .polled()
            .listener(log)
            .start()) {
      whenStarted.run();
      for (int i = 0; i < 760; i++) {
        Frame frame = Scenes.frame(i % 4, 3000 + i, Baselines.WIDTH, Baselines.HEIGHT);
        if (i >= 160 && i < 360 && i % 4 == 1) {
          frame = Causes.named("under-exposure").apply(frame, 4, i);
        }
        monitor
            .capture()
            .image(frame)
            .tag("camera", "cam-" + i % 4)
            .tag("shift", "late")
            .id("frame-" + i)
            .commit();
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
      assertEquals(1, log.incidents.stream().map(IncidentWritten::incident).distinct().count());
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
        Set.of(files.get(0)),
        log.incidents.stream().map(IncidentWritten::incident).collect(Collectors.toSet()),
        "when it opened, as it grew, when it closed");
    assertEquals(Optional.of(log.opened.get(0).drift()), log.incidents.get(0).drift());
    int last = log.incidents.size() - 1;
    assertEquals(Optional.of(log.closed.get(0).drift()), log.incidents.get(last).drift());
    assertEquals(
        "20260102T030405Z-1-line_3_-camera=cam-1.zip", files.get(0).getFileName().toString());

    try (ZipFile zip = new ZipFile(files.get(0).toFile())) {
      assertEquals(
          Report.of(IncidentReader.open(files.get(0))).html(),
          new String(
              zip.getInputStream(zip.getEntry("report.html")).readAllBytes(),
              StandardCharsets.UTF_8),
          "the page of what is read is that of what was written");
      String text = manifest(zip);
      JsonReader strict = new JsonReader(new StringReader(text));
      strict.setStrictness(Strictness.STRICT);
      assertTrue(com.google.gson.JsonParser.parseReader(strict).isJsonObject());
      assertFalse(text.contains("NaN") || text.contains("Infinity"), text);
      for (ZipEntry entry : zip.stream().filter(e -> e.getName().endsWith(".png")).toList()) {
        BufferedImage image =
            ImageIO.read(new ByteArrayInputStream(zip.getInputStream(entry).readAllBytes()));
        assertEquals(Baselines.WIDTH, image.getWidth());
        assertEquals(Baselines.HEIGHT, image.getHeight());
      }
    }

    Path two = folder.resolve("two");
    play(two);
    assertArrayEquals(
        Files.readAllBytes(files.get(0)),
        Files.readAllBytes(two.resolve(files.get(0).getFileName())));
  }

  @Test
  void aBundleHasAllThatWasSaidAndAllOfEveryObservation() {
    EventLog log = play(folder.resolve("read"));
    Incident incident = IncidentReader.open(log.incidents.get(0).incident());
    assertTrue(
        incident.windows().stream().anyMatch(w -> w.verdict() == Verdict.DRIFT)
            && incident.windows().stream().anyMatch(w -> w.verdict() == Verdict.NORMAL),
        "how its detectors went on, and how they recovered: " + incident.windows());
    DriftOpened opened = log.opened.get(0);
    DriftClosed closed = log.closed.get(0);
    assertEquals(closed.drift(), incident.drift().orElseThrow());
    IncidentChapter first = incident.history().get(0);
    assertEquals(Kind.OPENED, first.kind());
    assertEquals(opened.drift(), first.drift().orElseThrow());
    assertEquals(opened.diagnosis(), first.diagnosis().orElseThrow());
    assertEquals(opened.diagnosis().headline(), incident.reason());
    IncidentChapter last = incident.history().get(incident.history().size() - 1);
    assertEquals(Kind.CLOSED, last.kind());
    double worst =
        incident.history().stream()
            .flatMap(c -> c.diagnosis().stream())
            .mapToDouble(d -> d.severity().deviations())
            .max()
            .orElseThrow();
    assertEquals(
        worst,
        incident.diagnosis().orElseThrow().severity().deviations(),
        "what is said of it when most of it has recovered is not what it was");
    assertEquals(Baselines.ofFourCameras().hash(), incident.provenance().baselineHash());
    assertEquals(Baselines.ofFourCameras().schema(), incident.schema());
    int brightness = incident.schema().indexOf(ScalarSignal.BRIGHTNESS);
    for (IncidentObservation o : incident.observations()) {
      assertEquals(o.id(), Optional.of("frame-" + o.sequence()));
      assertEquals(Set.of("camera", "shift"), o.tags().keySet());
      boolean own = o.tags().get("camera").equals("cam-1");
      assertEquals(own, o.role() != Exemplar.Role.OTHER, o.role().toString());
      boolean dark = o.scalars()[brightness] < 60;
      boolean drifted =
          switch (o.role()) {
            case DURING, TYPICAL, EXTREME -> o.sequence() < 360;
            default -> false;
          };
      assertEquals(drifted, dark, o.role() + " " + o.sequence() + " " + o.scalars()[brightness]);
      assertEquals(Picture.ORIGINAL, o.picture());
      assertEquals(Baselines.WIDTH, o.image().orElseThrow().width());
      if (o.role() == Exemplar.Role.BEFORE) {
        assertEquals(Optional.of(Verdict.NORMAL), o.verdict());
        assertTrue(o.sequence() < opened.drift().onset().earliest().sequence());
      }
    }
    for (Exemplar.Role role : Exemplar.Role.values()) {
      assertEquals(
          role == Exemplar.Role.BASELINE, incident.observations(role).isEmpty(), "" + role);
    }
  }

  @Test
  void theEventNamesObservationsOfTheBundle() {
    EventLog log = play(folder.resolve("named"));
    Set<Long> inBundle =
        IncidentReader.open(log.incidents.get(0).incident()).observations().stream()
            .map(IncidentObservation::sequence)
            .collect(Collectors.toSet());
    List<Exemplar> named = log.opened.get(0).exemplars();
    assertTrue(named.size() >= 16, named.toString());
    named.forEach(e -> assertTrue(inBundle.contains(e.sequence()), e.toString()));
    assertEquals(
        Set.of(Optional.of("cam-1")),
        named.stream()
            .filter(e -> e.role() != Exemplar.Role.OTHER)
            .map(Exemplar::slice)
            .collect(Collectors.toSet()));
  }

  /** The same engine, from where it stood, says the same of every window, and of the drift. */
  @Test
  void anIncidentReplaysToTheLastBit() {
    EventLog log = play(folder.resolve("replayed"));
    Incident incident = IncidentReader.open(log.incidents.get(0).incident());
    IncidentReplay replay = IncidentReplay.of(incident, Baselines.ofFourCameras());
    RegressionCase.of(incident, Baselines.ofFourCameras()).mustBeDetected("under-exposure", 2);
    RegressionCase.of(incident, Baselines.ofFourCameras()).mustBeDetected("light", 2);
    assertTrue(replay.isIdentical(), replay.inWords());
    assertTrue(replay.windows() >= 4 && replay.observations() >= 16, replay.inWords());
    assertTrue(replay.signals() > 30L * incident.observations().size(), replay.inWords());
    assertEquals(0, replay.skipped());
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> IncidentReplay.of(incident, Baselines.ofVectors()))
            .getMessage()
            .contains("the incident's"));

    IncidentObservation one = incident.observations().get(0);
    one.scalars()[3] = Math.nextUp(one.scalars()[3]); // one bit
    IncidentReplay other = IncidentReplay.of(incident, Baselines.ofFourCameras());
    assertEquals(1, other.differences().size(), other.inWords());
    String what = other.differences().get(0).what();
    assertTrue(what.startsWith("observation " + one.sequence() + ", "), what);
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
    Drift drift = IncidentReader.open(log.incidents.get(1).incident()).drift().orElseThrow();
    assertEquals(closed.drift().closing(), drift.closing());
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
    assertTrue(log.failures.stream().anyMatch(f -> f.part() == Failed.Part.INCIDENT));
  }
}
