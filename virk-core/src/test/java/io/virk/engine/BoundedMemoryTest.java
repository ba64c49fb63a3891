package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Streams.Step;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an engine holds is bounded, wanted, and counted. */
class BoundedMemoryTest {
  private static final WindowSizes SIZES =
      new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16));

  private static Engine engine() {
    return new Engine(Streams.settings(FalseAlarms.oncePerObservations(1_000), false, 1), SIZES);
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
    Engine engine = engine();
    long before = engine.memory();
    for (int i = 0; i < 100; i++) {
      Observation marked = observation(i, 0).tag("camera", "new-" + i).build();
      engine.accept(new Step(marked, 0, 0), event -> {});
    }
    assertEquals(1, engine.snapshot().windows().size(), "that of all");
    assertEquals(0, engine.counts().evicted());
    assertTrue(engine.memory() - before <= 250, "nothing has them");
  }

  @Test
  void workingMemoryIsCounted() {
    Engine engine = engine();
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
