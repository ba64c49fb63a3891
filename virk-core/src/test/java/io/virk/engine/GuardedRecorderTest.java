package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.Drift;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.event.DriftOpened;
import io.virk.event.Exemplar;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.SignalValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GuardedRecorderTest {
  /** Has no memory left. */
  private static final Recorder FULL =
      new Recorder() {
        @Override
        public void observed(Observation observation, SignalValues values, Slice slice) {
          throw new OutOfMemoryError("observed");
        }

        @Override
        public void judged(Slice slice, WindowBounds bounds, Verdict worst, boolean drifts) {
          throw new OutOfMemoryError("judged");
        }

        @Override
        public List<Exemplar> exemplars(Drift drift) {
          throw new OutOfMemoryError("exemplars");
        }
      };

  @Test
  void aRecorderThatFailsKeepsNoDriftFromBeingTold() {
    Engine engine =
        new Engine(
            Streams.settings(FalseAlarms.oncePerObservations(100_000), false, 1),
            new WindowSizes(Baselines.ofVectors(), WindowPolicy.ofCount(16)),
            FULL,
            new Failures("m", event -> {}));
    List<MonitorEvent> told = new ArrayList<>();
    for (int i = 0; i < 160; i++) {
      engine.accept(Baselines.vector(9, i, i < 64 ? 0 : 6), told::add);
    }
    DriftOpened opened =
        (DriftOpened) told.stream().filter(e -> e instanceof DriftOpened).findFirst().orElseThrow();
    assertEquals(List.of(), opened.exemplars());
    Set<String> causes =
        told.stream()
            .filter(e -> e instanceof Failed f && f.part() == Failed.Part.INCIDENT)
            .map(e -> ((Failed) e).cause().getMessage())
            .collect(Collectors.toSet());
    assertEquals(Set.of("observed", "judged", "exemplars"), causes);
  }
}
