package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.Capture;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Engine;
import io.virk.engine.Stage;
import io.virk.engine.Streams;
import io.virk.engine.WindowSizes;
import io.virk.event.MonitorEvent;
import io.virk.event.WatchingBegan;
import io.virk.event.internal.Failures;
import io.virk.incident.Recording;
import io.virk.incident.internal.FlightRecorder;
import io.virk.sampling.Sampler;
import io.virk.signal.Flaw;
import io.virk.signal.FlawFound;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a monitor's engine was given, given to another one, is told in the same words and bits. */
class ReplayTest {
  private static final List<String> KEYS = List.of("camera", "daylight");

  /** One thing that an engine was given. */
  private interface Step extends BiConsumer<Engine, Consumer<MonitorEvent>> {}

  /** Writes down what a stage is given, and hands it on. */
  private record Recorder(
      Stage stage, LongSupplier nanos, List<Step> steps, Map<Observation, Observation> prepared)
      implements Stage {
    @Override
    public void prepare(List<? extends Observation> batch) {
      List<Observation> copies = new ArrayList<>();
      prepared.clear();
      for (Observation o : batch) {
        copies.add(copy(o));
        prepared.put(o, copies.get(copies.size() - 1));
      }
      steps.add((engine, events) -> engine.prepare(copies));
      stage.prepare(batch);
    }

    @Override
    public void accept(Observation observation) {
      Observation copy = prepared.get(observation);
      steps.add((engine, events) -> engine.accept(copy, events));
      stage.accept(observation);
    }

    @Override
    public void tick() {
      long now = nanos.getAsLong();
      steps.add((engine, events) -> engine.advance(now, events));
      stage.tick();
    }

    @Override
    public void flaw(FlawFound found) {
      steps.add((engine, events) -> engine.flaw(found, events));
      stage.flaw(found);
    }

    @Override
    public Map<Flaw, Long> flaws() {
      return stage.flaws();
    }

    @Override
    public long memory() {
      return stage.memory();
    }
  }

  private static Observation copy(Observation o) {
    Observation.Builder copy =
        Observation.builder().sequence(o.sequence()).epochMillis(o.epochMillis());
    if (o.frame() != null) {
      copy.image(o.frame().copy());
    }
    if (o.embedding() != null) {
      copy.embedding(o.embedding().clone());
    }
    if (o.logits() != null) {
      copy.logits(o.logits().clone());
    }
    for (String key : KEYS) {
      if (o.tag(key) != null) {
        copy.tag(key, o.tag(key));
      }
    }
    return copy.build();
  }

  /** Every event of an engine, in its order, as text; what its driver alone tells is left out. */
  private record Lines(List<String> lines) implements MonitorListener {
    @Override
    public void onEvent(MonitorEvent event) {
      if (!(event instanceof WatchingBegan)) {
        lines.add(event.toString());
      }
    }
  }

  private static WindowPolicy policy(String name) {
    return switch (name) {
      case "count" -> WindowPolicy.ofCount(16);
      case "overlapping" -> WindowPolicy.ofCount(16).overlapping(5);
      case "orAfter" -> WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20));
      case "sampled" -> WindowPolicy.ofTime(Duration.ofSeconds(40));
      default -> throw new IllegalArgumentException(name);
    };
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "count, true, 0",
    "overlapping, true, 1",
    "orAfter, true, 8",
    "orAfter, false, 0",
    "sampled, true, 1"
  })
  void theSameEventsBitForBit(String windows, boolean sequential, int embedded) {
    replay(windows, sequential, embedded);
  }

  @Test
  void ofWindowsOfACountTheyAreToo() {
    replay("count", false, 8);
  }

  private static void replay(String windows, boolean sequential, int embedded) {
    long[] now = {0};
    List<String> told = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    FalseAlarms allowance = FalseAlarms.oncePerObservations(4_000);
    MonitorBuilder builder =
        Monitor.builder(Streams.contexts())
            .name("m")
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .maximumSlices(8)
            .embeddedSlices(embedded)
            .recording(Recording.of(32))
            .seed(11)
            .windows(policy(windows))
            .falseAlarms(allowance)
            .clock(() -> Instant.ofEpochMilli(1_700_000_000_000L + now[0] / 1_000_000))
            .nanoClock(() -> now[0])
            .listener(new Lines(told))
            .polled();
    if (sequential) {
      builder.sequential(SequentialDetector.all().toArray(SequentialDetector[]::new));
    }
    try (Monitor monitor =
        new Monitor(
            builder.set.config(),
            stage -> new Recorder(stage, () -> now[0], steps, new IdentityHashMap<>()))) {
      int n = 0;
      for (Streams.Step step : Streams.observations(600, 7)) {
        now[0] = step.nanos();
        commit(monitor.capture(), step);
        if (++n % 7 == 0 || n % 5 == 0) { // batches of one to five
          monitor.poll(100);
        }
      }
      monitor.poll(100);
      assertEquals(0, monitor.status().captured().unfinished());
    }
    Engine second =
        new Engine(
            Streams.settings(allowance, sequential, embedded),
            new WindowSizes(Streams.contexts(), policy(windows)),
            new FlightRecorder(32, Recording.DEFAULT.bytes(), false, 11),
            new Failures("m", event -> {}));
    List<String> replayed = new ArrayList<>();
    steps.forEach(step -> step.accept(second, event -> replayed.add(event.toString())));
    assertTrue(told.stream().anyMatch(l -> l.startsWith("DriftOpened")), "no drift: says nothing");
    assertTrue(told.stream().anyMatch(l -> l.contains("exemplars=[Exemplar")), "no exemplars");
    assertEquals(told, replayed);
  }

  private static void commit(Capture capture, Observation o) {
    capture.embedding(o.embedding()).logits(o.logits()).time(o.epochMillis());
    for (String key : KEYS) {
      if (o.tag(key) != null) {
        capture.tag(key, o.tag(key));
      }
    }
    capture.commit();
  }
}
