package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.Detector;
import io.virk.detect.FalseAlarms;
import io.virk.event.Exemplar;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.Incident;
import io.virk.incident.IncidentChapter;
import io.virk.incident.IncidentObservation;
import io.virk.incident.IncidentObservation.Picture;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.Recording;
import io.virk.incident.internal.BundleWriter;
import io.virk.internal.LibraryVersion;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Incidents;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of each format that VIRK saves lies in the test resources, and is read for ever from 0.1.0
 * on. Until then they are made anew when a format changes, by
 *
 * <pre>mvn -pl virk-core -am test -Dtest=FormatsTest -Dsurefire.failIfNoSpecifiedTests=false \
 *   -Dvirk.formats=src/test/resources/io/virk/formats</pre>
 */
class FormatsTest {
  private static final int DRIFT = 64;
  static final int LENGTH = 112;

  @TempDir private Path folder;

  /** Writes the files, into a folder that is given. */
  @BeforeAll
  static void write() throws IOException {
    String target = System.getProperty("virk.formats");
    if (target == null) {
      return;
    }
    Path files = Path.of(target);
    Files.createDirectories(files);
    Baseline baseline = vectors(0);
    baseline.save(files.resolve("baseline.virk"));
    Path incidents = Files.createTempDirectory("formats");
    try (Monitor monitor =
        builder(baseline).incidents(incidents).recording(Recording.of(8)).start()) {
      observe(monitor, 0, LENGTH);
      monitor.checkpoint(files.resolve("monitor.checkpoint"));
    }
    try (Stream<Path> list = Files.list(incidents)) {
      Path bundle = list.findFirst().orElseThrow();
      BundleWriter.write(withPicture(IncidentReader.open(bundle)), files.resolve("incident.zip"));
      Files.delete(bundle);
    }
    Files.delete(incidents);
  }

  /** Of two cameras, moved by a distance. */
  static Baseline vectors(double moved) {
    BaselineBuilder builder =
        Baseline.builder("line")
            .window(16)
            .detectors(Detector.named("mahalanobis-shift"))
            .clock(Baselines.CLOCK);
    for (int i = 0; i < 192; i++) {
      builder.add(observation(i, moved).build());
    }
    return builder.build();
  }

  /** One observation has an image, and a part of it at its own resolution. */
  private static Incident withPicture(Incident of) {
    List<IncidentObservation> observations = new ArrayList<>(of.observations());
    IncidentObservation o = observations.get(0);
    Frame image =
        Scenes.frame(5, 0, 24, 16)
            .reducedFrom(
                240, 160, List.of(Frame.of(new byte[64 * 64 * 3], 64, 64, PixelFormat.RGB)));
    observations.set(0, Incidents.with(o, o.sequence(), image, Picture.REDACTED));
    return Incidents.with(of, observations);
  }

  static Observation.Builder observation(int i, double moved) {
    Observation o = Baselines.vector(9, i, moved);
    return Observation.builder()
        .sequence(i)
        .embedding(o.embedding())
        .logits(o.logits())
        .tag("camera", "cam-" + i % 2);
  }

  static MonitorBuilder builder(Baseline baseline) {
    return Monitor.builder(baseline)
        .name("line")
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .falseAlarms(FalseAlarms.oncePerObservations(4_000))
        .seed(3)
        .clock(Baselines.CLOCK)
        .nanoClock(() -> 0)
        .polled();
  }

  /** One camera moves. */
  static void observe(Monitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(21, i, i % 2 == 1 && i >= DRIFT ? 3 : 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + i % 2)
          .id("frame-" + i)
          .commit();
      monitor.poll(1);
    }
  }

  private Path file(String name) throws IOException {
    String written = System.getProperty("virk.formats");
    if (written != null) {
      return Path.of(written, name);
    }
    Path file = folder.resolve(name);
    try (InputStream in = FormatsTest.class.getResourceAsStream("formats/" + name)) {
      Files.copy(in, file);
    }
    return file;
  }

  @Test
  void aBaselineIsRead() throws IOException {
    Baseline baseline = Baseline.load(file("baseline.virk"));
    assertEquals("line", baseline.name());
    assertEquals(16, baseline.window());
    assertEquals("2026-01-02T03:04:05Z", baseline.provenance().created().toString());
  }

  @Test
  void anIncidentIsReadAndReplayed() throws IOException {
    Incident incident = IncidentReader.open(file("incident.zip"));
    assertEquals("1", incident.name());
    assertEquals("line", incident.provenance().monitor());
    assertTrue(incident.drift().orElseThrow().isOpen());
    assertEquals("camera=cam-1", incident.drift().orElseThrow().slices().first().toString());
    assertEquals(IncidentChapter.Kind.OPENED, incident.history().get(0).kind());
    assertTrue(
        incident.observations(Exemplar.Role.DURING).stream()
            .allMatch(o -> o.id().orElseThrow().startsWith("frame-")));
    IncidentObservation shown = incident.observations().get(0);
    assertEquals(Picture.REDACTED, shown.picture());
    assertEquals(240, shown.image().orElseThrow().fullWidth());
    assertEquals(64, shown.image().orElseThrow().patches().get(0).width());
    IncidentReplay replay = IncidentReplay.of(incident, Baseline.load(file("baseline.virk")));
    assertTrue(replay.observations() > 0, replay.inWords());
    if (incident.provenance().version().equals(LibraryVersion.CURRENT)) {
      // what differs on another Java or other kernels, differs by rounding, and is told
      assertTrue(replay.differences().stream().allMatch(d -> !d.why().isEmpty()), replay.inWords());
    }
  }

  @Test
  void aCheckpointIsRestored() throws IOException {
    Path checkpoint = file("monitor.checkpoint");
    try (Monitor monitor =
        builder(Baseline.load(file("baseline.virk"))).restore(checkpoint).start()) {
      assertEquals(1, monitor.status().judged().open().size());
      observe(monitor, LENGTH, LENGTH + 40);
      assertEquals(40, monitor.status().judged().observations());
    }
  }
}
