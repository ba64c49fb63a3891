package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.Capture;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Streams;
import io.virk.incident.Incident;
import io.virk.incident.IncidentReader;
import io.virk.incident.IncidentReplay;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bundle holds is enough to say all of it again, wherever in the stream it was opened. */
class IncidentReplayTest {
  @TempDir private Path folder;

  private static WindowPolicy policy(String name) {
    return switch (name) {
      case "count" -> WindowPolicy.ofCount(16);
      case "overlapping" -> WindowPolicy.ofCount(16).overlapping(5);
      case "orAfter" -> WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20));
      default -> WindowPolicy.ofTime(Duration.ofSeconds(40));
    };
  }

  @Test
  void incidentsOfContextsSlicesAndTheHostReplayToTheLastBit() throws IOException {
    replay("count", false);
  }

  @Tag("slow")
  @Tag("once")
  @ParameterizedTest
  @ValueSource(strings = {"count", "overlapping", "orAfter", "sampled"})
  void andWhereTimeClosesWindowsAndSequentialDetectorsLookOn(String windows) throws IOException {
    replay(windows, true);
  }

  private void replay(String windows, boolean sequential) throws IOException {
    long[] now = {0};
    MonitorBuilder builder =
        Monitor.builder(Streams.contexts())
            .name("m")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .maximumSlices(8)
            .embeddedSlices(1)
            .seed(11)
            .windows(policy(windows))
            .recording(Recording.of(32))
            .falseAlarms(FalseAlarms.oncePerObservations(4_000))
            .incidents(folder)
            .clock(() -> Instant.ofEpochMilli(1_700_000_000_000L + now[0] / 1_000_000))
            .nanoClock(() -> now[0])
            .polled();
    if (sequential) {
      builder.sequential(SequentialDetector.all().toArray(SequentialDetector[]::new));
    }
    EventLog log = new EventLog();
    try (Monitor monitor = builder.listener(log).start()) {
      int n = 0;
      for (Streams.Step step : Streams.observations(600, 7)) {
        now[0] = step.nanos();
        commit(monitor.capture(), step);
        if (++n % 7 == 0 || n % 5 == 0) { // batches of one to five
          monitor.poll(100);
        }
        if (n == 500) {
          assertTrue(monitor.incident("an operator pressed the button"));
        }
      }
      monitor.poll(100);
      assertEquals(0, monitor.status().failures().incidents());
    }
    assertTrue(!log.opened.isEmpty(), "no drift: says nothing");
    List<Path> bundles;
    try (Stream<Path> files = Files.list(folder)) {
      bundles = files.sorted().toList();
    }
    assertEquals(log.opened.size() + 1, bundles.size());
    for (Path bundle : bundles) {
      Incident incident = IncidentReader.open(bundle);
      IncidentReplay replay = IncidentReplay.of(incident, Streams.contexts());
      assertTrue(replay.isIdentical(), bundle.getFileName() + ": " + replay.inWords());
      assertTrue(replay.observations() > 0 && replay.signals() > 0, replay.inWords());
    }
  }

  private static void commit(Capture capture, Observation o) {
    capture.embedding(o.embedding()).logits(o.logits()).time(o.epochMillis());
    for (String key : List.of("camera", "daylight")) {
      if (o.tag(key) != null) {
        capture.tag(key, o.tag(key));
      }
    }
    capture.commit();
  }
}
