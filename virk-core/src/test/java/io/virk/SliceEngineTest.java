package io.virk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.engine.Engine;
import io.virk.engine.WindowSizes;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.StreamStopped;
import io.virk.fleet.FleetSettings;
import io.virk.fleet.SliceSummary;
import io.virk.image.Frame;
import io.virk.image.PixelFormat;
import io.virk.scenes.Baselines;
import io.virk.scenes.StillCamera;
import io.virk.signal.Observation;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An engine of one slice says what the engine says, wherever it goes on. */
class SliceEngineTest {
  private static final int LENGTH = 480;

  private static MonitorBuilder settings(Baseline baseline) {
    return Monitor.builder(baseline).fitAccepted();
  }

  private static SliceEngines engines() {
    return SliceEngines.of(settings(Baselines.ofVectors()), 10);
  }

  /** One a second; the middle third is elsewhere. */
  private static Observation observation(int i) {
    return Baselines.vector(9, i, i >= LENGTH / 3 && i < 2 * LENGTH / 3 ? 3 : 0);
  }

  private static List<String> lines(SliceEngine engine, SliceEngines.Encoder encoder, int from) {
    List<String> lines = new ArrayList<>();
    for (int i = from; i < LENGTH; i++) {
      engine.accept(encoder.encode(observation(i)), event -> lines.add(event.toString()));
    }
    engine.advance(10_000L * LENGTH, event -> lines.add(event.toString()));
    return lines;
  }

  private static long count(List<String> lines, String event) {
    return lines.stream().filter(l -> l.startsWith(event)).count();
  }

  @Test
  void itTellsADriftItsEndAndThatTheStreamHasStopped() {
    SliceEngines engines = engines();
    List<String> lines = lines(engines.begin("cam-1"), engines.encoder(), 0);
    assertEquals(1, count(lines, "DriftOpened[monitor=cam-1"), lines::toString);
    assertEquals(1, count(lines, "DriftClosed[monitor=cam-1"), lines::toString);
    assertEquals(1, count(lines, StreamStopped.class.getSimpleName()), lines::toString);
  }

  @Test
  void encodedAndDecodedAnObservationSaysTheSame() {
    SliceEngines engines = engines();
    MonitorConfig config = settings(Baselines.ofVectors()).set.config();
    WindowSizes sizes = config.comparison().sizes().orElseThrow();
    Engine bare =
        new Engine(
            config.engine().ofOneSlice("cam-1", config.engine().alarms().allowance()), sizes);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < LENGTH; i++) {
      bare.accept(observation(i), event -> expected.add(event.toString()));
      bare.advance(1_000_000_000L * i, event -> expected.add(event.toString()));
    }
    bare.advance(10_000_000_000L * LENGTH, event -> expected.add(event.toString()));
    assertEquals(expected, lines(engines.begin("cam-1"), engines.encoder(), 0));
  }

  /** Of pictures the signals come alone; of a camera that stands still, too. */
  @Test
  @Tag("slow")
  void ofPicturesItIsExplained() {
    StillCamera camera = Baselines.stillCamera(0);
    BaselineBuilder still = Baseline.builder("still").window(16);
    for (int i = 0; i < 96; i++) {
      still.add(Observation.builder().sequence(i).image(camera.frame(i)).build());
    }
    SliceEngines engines = SliceEngines.of(settings(still.build()), 1);
    SliceEngines.Encoder encoder = engines.encoder();
    SliceEngine engine = engines.begin("cam-1");
    List<MonitorEvent> told = new ArrayList<>();
    Frame black =
        Frame.of(
            new byte[3 * Baselines.WIDTH * Baselines.HEIGHT],
            Baselines.WIDTH,
            Baselines.HEIGHT,
            PixelFormat.RGB);
    for (int i = 0; i < 128; i++) {
      Observation of =
          Observation.builder()
              .epochMillis(1000L * i)
              .image(i < 48 ? camera.frame(1000 + i) : black)
              .build();
      engine.accept(encoder.encode(of), told::add);
    }
    assertTrue(told.stream().noneMatch(Failed.class::isInstance), told::toString);
    DriftOpened opened =
        told.stream()
            .filter(DriftOpened.class::isInstance)
            .map(DriftOpened.class::cast)
            .findFirst()
            .orElseThrow();
    assertTrue(opened.diagnosis().changes().size() > 3, opened::toString);
  }

  @Test
  void summariesAreOfTheSliceAndItsGroupsAndGoOnWhereTheyWere() {
    FleetSettings fleet =
        FleetSettings.of(FalseAlarms.DEFAULT).groups("site").times(Duration.ofMinutes(1), 1, 16);
    SliceEngines engines = engines().summarised("camera", fleet);
    SliceEngines.Encoder encoder = engines.encoder();
    SliceEngine through = engines.begin("cam-1");
    SliceEngine moved = engines.begin("cam-1");
    List<SliceSummary> expected = new ArrayList<>();
    List<SliceSummary> said = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      byte[] of = encoder.encode(observation(i));
      for (SliceEngine engine : List.of(through, moved)) {
        engine.accept(of, Map.of("site", "B"), event -> {});
        engine.advance(1000L * i, event -> {});
      }
      expected.addAll(through.summaries());
      said.addAll(moved.summaries());
      moved = i % 37 == 0 ? engines.restore("cam-1", moved.toBytes()) : moved;
    }
    assertEquals(3, expected.size());
    assertEquals(new Slice("camera", "cam-1"), expected.get(1).slice());
    assertEquals(Map.of("site", "B"), expected.get(1).groups());
    assertEquals(60, expected.get(1).summary().observations());
    assertEquals(expected, said);
    byte[] state = moved.toBytes();
    assertThrows(IllegalArgumentException.class, () -> engines().restore("cam-1", state));
  }

  @Test
  void restoredAnywhereItGoesOnAsIfNothingHadBeen() {
    SliceEngines engines = engines();
    SliceEngines.Encoder encoder = engines.encoder();
    SliceEngine through = engines.begin("cam-1");
    for (int i = 0; i < LENGTH; i++) {
      if (i % 53 == 0 || i == LENGTH / 2) {
        byte[] state = through.toBytes();
        SliceEngine again = engines().restore("cam-1", state);
        assertArrayEquals(state, again.toBytes(), "state at " + i);
        SliceEngine other = engines.restore("cam-1", state);
        assertEquals(lines(other, encoder, i), lines(again, encoder, i), "from " + i);
        through = engines.restore("cam-1", state);
      }
      through.accept(encoder.encode(observation(i)), event -> {});
    }
    assertEquals(LENGTH, through.observations());
    SliceEngine whole = engines.begin("cam-1");
    for (int i = 0; i < LENGTH; i++) {
      whole.accept(encoder.encode(observation(i)), event -> {});
    }
    assertArrayEquals(whole.toBytes(), through.toBytes());
  }

  @Test
  void ofASliceNoMoreIsKeptThanAmongMany() {
    SliceEngines engines = engines();
    SliceEngine engine = engines.begin("cam-1");
    for (int i = 0; i < 5_000; i++) {
      engine.accept(engines.encoder().encode(Baselines.vector(2, i, 0)), event -> {});
    }
    assertTrue(engine.toBytes().length < 12_000, () -> engine.toBytes().length + " bytes");
    assertTrue(engine.memory() < 24_000, () -> engine.memory() + " bytes held");
  }

  @Test
  void whatIsDamagedOrOfAnotherBaselineIsRefused() {
    SliceEngines engines = engines();
    byte[] observation = engines.encoder().encode(observation(0));
    SliceEngine engine = engines.begin("cam-1");
    engine.accept(observation, event -> {});
    byte[] state = engine.toBytes();
    SliceEngines others = SliceEngines.of(settings(Baselines.ofTwoCameras(16, 320)), 1);
    SliceEngine other = others.begin("cam-1");
    for (int cut : List.of(0, 3, 40, observation.length - 1)) {
      byte[] damaged = Arrays.copyOf(observation, cut);
      assertThrows(
          IllegalArgumentException.class, () -> engine.accept(damaged, event -> {}), "" + cut);
    }
    for (int cut : List.of(0, 4, 30, state.length / 2, state.length - 1)) {
      byte[] damaged = Arrays.copyOf(state, cut);
      assertThrows(
          IllegalArgumentException.class, () -> engines.restore("cam-1", damaged), "" + cut);
    }
    assertThrows(IllegalArgumentException.class, () -> other.accept(observation, event -> {}));
    assertThrows(IllegalArgumentException.class, () -> others.restore("cam-1", state));
    byte[] weightless = observation.clone();
    ByteBuffer.wrap(weightless).putDouble(1 + 4 + 2 * Long.BYTES, -3);
    String message =
        assertThrows(IllegalArgumentException.class, () -> engine.accept(weightless, event -> {}))
            .getMessage();
    assertEquals("observation: of the weight -3.0 (expected: >= 0)", message);
    assertArrayEquals(state, engine.toBytes(), "nothing has changed");
  }

  /** Its time would stand there for days, and all that comes be of long ago. */
  @Test
  void whatLiesAheadOfTheClockIsRefused() {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    SliceEngines engines = SliceEngines.of(settings(Baselines.ofVectors()).clock(() -> now), 10);
    SliceEngine engine = engines.begin("cam-1");
    byte[] state = engine.toBytes();
    for (Duration ahead : List.of(Duration.ofDays(1), Duration.ofDays(1).plusMillis(1))) {
      Observation of =
          Observation.builder()
              .epochMillis(now.plus(ahead).toEpochMilli())
              .embedding(observation(0).embedding())
              .build();
      byte[] sent = engines.encoder().encode(of);
      if (ahead.toMillisPart() == 0) {
        engines.begin("cam-2").accept(sent, event -> {});
      } else {
        IllegalArgumentException e =
            assertThrows(IllegalArgumentException.class, () -> engine.accept(sent, event -> {}));
        assertTrue(e.getMessage().contains("2026-01-02"), e.getMessage());
      }
    }
    assertArrayEquals(state, engine.toBytes(), "nothing has changed");
  }
}
