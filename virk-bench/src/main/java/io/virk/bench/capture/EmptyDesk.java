package io.virk.bench.capture;

import io.virk.capture.internal.CaptureDesk;
import io.virk.capture.internal.CaptureSettings;
import io.virk.capture.internal.DrainTrace;
import io.virk.capture.internal.SlotShape;
import io.virk.engine.Stage;
import io.virk.event.internal.Failures;
import io.virk.image.CapturePolicy;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** The capture room of a monitor, whose observations are drained and looked at by nobody. */
final class EmptyDesk {
  private static final Stage NOBODY =
      new Stage() {
        @Override
        public void prepare(List<? extends Observation> batch) {}

        @Override
        public void accept(Observation observation) {}

        @Override
        public void tick() {}

        @Override
        public void flaw(FlawFound found) {}

        @Override
        public Map<Flaw, Long> flaws() {
          return Map.of();
        }

        @Override
        public long memory() {
          return 0;
        }
      };

  private static final DrainTrace NOTHING =
      new DrainTrace() {
        @Override
        public Batch beginDrain() {
          return Batch.NONE;
        }

        @Override
        public void dropped(String reason, long total) {}
      };

  private EmptyDesk() {}

  static CaptureDesk make() {
    CaptureSettings settings =
        new CaptureSettings(
            "bench",
            new SlotShape(
                Optional.of(new CapturePolicy(Scene.SIDE, Scene.SIDE)),
                Optional.empty(),
                Scene.DIMENSION,
                Scene.CLASSES,
                List.of(),
                List.of(),
                0),
            Scene.SLOTS,
            Duration.ofSeconds(10),
            1,
            Set.of(),
            Sampler.fraction(1),
            Optional.empty(),
            Optional.empty(),
            InstantSource.system(),
            System::nanoTime,
            1,
            Duration.ofDays(1));
    return new CaptureDesk(
        settings,
        () -> NOBODY,
        event -> {},
        new Failures("bench", event -> {}),
        NOTHING,
        () -> {},
        LoggerFactory.getLogger(EmptyDesk.class));
  }
}
