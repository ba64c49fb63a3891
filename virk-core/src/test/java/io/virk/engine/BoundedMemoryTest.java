package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Streams.Step;
import io.virk.event.DriftOpened;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.incident.internal.Exhibit;
import io.virk.incident.internal.FlightRecorder;
import io.virk.incident.internal.RecordedObservation;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an engine holds is bounded, wanted, and counted. */
class BoundedMemoryTest {
  private static final WindowSizes SIZES =
      new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16));

  private static Engine engine(boolean images) {
    EngineSettings settings = Streams.settings(FalseAlarms.oncePerObservations(1_000), false, 1);
    return new Engine(
        new EngineSettings(
            settings.name(),
            settings.slices(),
            settings.alarms(),
            settings.emission(),
            new EngineSettings.Recording(32, images),
            settings.playbook(),
            settings.seed()),
        SIZES);
  }

  private static Frame frame(int side) {
    return Frame.of(new byte[3 * side * side], side, side, PixelFormat.RGB);
  }

  private static Observation.Builder observation(int number, double moved) {
    Observation vector = Baselines.vector(9, number, moved);
    return Observation.builder()
        .sequence(number)
        .epochMillis(1000L * number)
        .embedding(vector.embedding())
        .logits(vector.logits());
  }

  @Test
  void whatAHostMarkedMakesNoSlices() {
    Engine engine = engine(false);
    long before = engine.memory();
    for (int i = 0; i < 100; i++) {
      Observation marked = observation(i, 0).tag("camera", "new-" + i).build();
      engine.accept(new Step(marked, 0, 0), event -> {});
    }
    assertEquals(1, engine.snapshot().windows().size(), "that of all");
    assertEquals(0, engine.counts().evicted());
    assertTrue(engine.memory() - before <= 32 * 250, "the recorder alone has them");
  }

  @Test
  void anOpenDriftHoldsNoImagesWhereNoIncidentIsWanted() {
    for (boolean images : new boolean[] {false, true}) {
      Engine engine = engine(images);
      List<Exhibit> shown = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Observation o = observation(i, i < 100 ? 0 : 4).image(frame(8)).build();
        engine.accept(
            o,
            event -> {
              if (event instanceof DriftOpened opened) {
                shown.addAll(engine.exhibits(opened.drift()));
              }
            });
      }
      assertEquals(1, engine.openDrifts().size());
      assertTrue(shown.size() > 16, shown.size() + " exhibits");
      assertTrue(
          shown.stream().allMatch(e -> e.observation().frame().isPresent() == images), "images");
    }
  }

  @Test
  void calmImagesAreCounted() {
    FlightRecorder recorder = new FlightRecorder(4, true);
    int bytes = 3 * 64 * 64;
    for (int i = 0; i < 4; i++) {
      recorder.record(Values.numbered(i), frame(64));
    }
    long ring = recorder.memory();
    assertTrue(ring >= 4 * bytes && ring < 5 * bytes, "" + ring);
    recorder.keepCalm(Optional.empty());
    for (int i = 4; i < 8; i++) { // the ring has others by now
      recorder.record(Values.numbered(i), frame(64));
    }
    assertEquals(2 * ring, recorder.memory());
    recorder.keepCalm(Optional.empty());
    assertEquals(2 * ring, recorder.memory(), "in the place of those before");
  }

  @Test
  void signalsAndIdsAreCounted() {
    RecordedObservation thousand =
        new RecordedObservation(
            1,
            Optional.of("i".repeat(256)),
            0,
            Optional.empty(),
            Optional.empty(),
            new double[1000],
            new int[100]);
    RecordedObservation none =
        new RecordedObservation(
            1, Optional.empty(), 0, Optional.empty(), Optional.empty(), new double[0], new int[0]);
    assertEquals(8 * 1000 + 4 * 100 + 2 * 256, thousand.memory() - none.memory());
  }

  @Test
  void workingMemoryIsCounted() {
    Engine engine = engine(false);
    List<Observation> batch = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      batch.add(observation(i, 0).build());
    }
    long before = engine.memory();
    engine.prepare(batch);
    assertTrue(engine.memory() - before >= 256 * 4 * Float.BYTES, "the rows of a batch");
    before = engine.memory();
    for (int i = 0; i < 16; i++) {
      engine.accept(batch.get(i), event -> {});
    }
    assertEquals(1, engine.counts().windows());
    assertTrue(engine.memory() - before > 16 * 250, "what the detectors share");
  }
}
