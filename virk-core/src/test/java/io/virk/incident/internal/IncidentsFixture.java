package io.virk.incident.internal;

import io.virk.detect.EmissionPolicy;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.event.IncidentWritten;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.incident.Incident;
import io.virk.incident.IncidentTape;
import io.virk.incident.Recording;
import io.virk.scenes.Baselines;
import io.virk.scenes.Scenes;
import io.virk.signal.Observation;
import io.virk.signal.internal.Values;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/** Incidents of a monitor, without the monitor: what they are given, and what they tell. */
abstract class IncidentsFixture {
  static final Path FOLDER = Path.of("incidents");
  static final Duration LONG = Duration.ofMinutes(5);

  final List<MonitorEvent> told = Collections.synchronizedList(new ArrayList<>());

  final Failures counted = new Failures("m", event -> {});

  final FlightRecorder recorder = new FlightRecorder(16, 1 << 24, true, 1);
  long nanos;
  long next;

  Incidents incidents(IncidentQueue.Writer writer, Optional<ThreadFactory> threads) {
    return incidents(FOLDER, writer, counted, threads, told::add);
  }

  Incidents incidents(Path folder) {
    return incidents(folder, null, counted, Optional.empty(), told::add);
  }

  Incidents incidents(
      Path folder,
      IncidentQueue.Writer writer,
      Failures failures,
      Optional<ThreadFactory> threads,
      Consumer<MonitorEvent> events) {
    Incidents made =
        new Incidents(
            new Incidents.Setup(
                "m",
                Baselines.ofVectors(),
                Incident.Model.NONE,
                folder,
                recording,
                settings(),
                () -> nanos),
            recorder,
            writer,
            failures,
            threads,
            events);
    made.start();
    return made;
  }

  Recording recording = Recording.DEFAULT;

  static IncidentTape.Settings settings() {
    return new IncidentTape.Settings(
        WindowPolicy.ofCount(16),
        Optional.empty(),
        1,
        1,
        FalseAlarms.DEFAULT,
        List.of(),
        true,
        EmissionPolicy.DEFAULT,
        1);
  }

  /** Records some observations. */
  void see(Incidents incidents, int count) {
    for (int i = 0; i < count; i++) {
      Observation vector = Baselines.vector(1, (int) next, 0);
      Observation o =
          Observation.builder()
              .sequence(next)
              .epochMillis(1000 * next)
              .embedding(vector.embedding())
              .logits(vector.logits())
              .image(Scenes.frame(0, (int) next, 8, 8))
              .tag("operator", "alice")
              .tag("line", "3")
              .build();
      recorder.observed(o, Values.at(Baselines.ofVectors().schema(), next++, 0), Slice.ALL);
      incidents.observed();
    }
  }

  static Path file(MonitorEvent event) {
    return ((IncidentWritten) event).incident();
  }
}
