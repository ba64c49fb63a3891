package io.virk.fleet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.PartialBaseline;
import io.virk.detect.FalseAlarms;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A file of each form of a fleet lies in the test resources, as {@code FormatsTest} says, and is
 * made anew as it says; whatever is forged is refused by the one exception that is documented.
 */
class FleetFormsTest {
  private static final FleetSettings SETTINGS =
      FleetSettings.of(FalseAlarms.oncePerWindows(100))
          .groups("site")
          .times(SimulatedFleet.PERIOD, 1, 16);

  private static final SimulatedFleet CAMERAS = new SimulatedFleet(Baselines.ofVectors(), 2, 3, 21);
  private static final Fleet FLEET = new Fleet(CAMERAS.scheme, SETTINGS);
  private static SliceSummary last;
  private static byte[] reading;
  private static byte[] slice;

  @BeforeAll
  static void run() throws IOException {
    CAMERAS.run(FLEET, 40, SimulatedFleet.NONE);
    CAMERAS.run(FLEET, 3, (camera, signal) -> camera % 2 == 1 ? 4 : 0);
    SliceJudge judge = new SliceJudge(CAMERAS.scheme, SETTINGS, SimulatedFleet.slice(0));
    for (int i = 0; i < 18; i++) {
      last = CAMERAS.next(SimulatedFleet.NONE).get(0);
      judge.accept(last);
      reading = judge.advance(CAMERAS.time()).get(0).toBytes();
    }
    judge.accept(CAMERAS.next(SimulatedFleet.NONE).get(0));
    slice = judge.state();
    String target = System.getProperty("virk.formats");
    if (target != null) {
      Files.write(Path.of(target, "fleet.summary"), last.toBytes());
      Files.write(Path.of(target, "fleet.reading"), reading);
      Files.write(Path.of(target, "fleet.partial"), partial().toBytes());
    }
  }

  private static PartialBaseline partial() {
    PartialBaseline partial = PartialBaseline.ofRows(64, "heat");
    for (int i = 0; i < 20; i++) {
      Observation o = Baselines.vector(3, i, 0);
      partial.add(
          Observation.builder()
              .source("a")
              .sequence(i)
              .embedding(o.embedding())
              .logits(o.logits())
              .tag("camera", "cam-1")
              .signal("heat", 20 + i)
              .build());
    }
    return partial;
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = FleetFormsTest.class.getResourceAsStream("/io/virk/formats/" + name)) {
      return in.readAllBytes();
    }
  }

  @Test
  void eachFormIsReadForEver() throws IOException {
    byte[] summary = file("fleet.summary");
    SliceSummary of = SliceSummary.fromBytes(summary);
    assertEquals("cam-0", of.slice().value());
    assertEquals("site-A", of.groups().get("site"));
    assertEquals(24, of.summary().observations());
    assertArrayEquals(summary, of.toBytes());
    byte[] read = file("fleet.reading");
    assertArrayEquals(read, SliceReading.fromBytes(read).toBytes());
    byte[] part = file("fleet.partial");
    assertEquals(20, PartialBaseline.fromBytes(part).kept());
    assertArrayEquals(part, PartialBaseline.fromBytes(part).toBytes());
  }

  private static void forge(byte[] good, Consumer<byte[]> reader) {
    SplittableRandom random = new SplittableRandom(9);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      byte[] bytes = SummaryTest.forged(good, random);
      try {
        reader.accept(bytes);
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().length() < 2000);
        refused++;
      }
    }
    assertTrue(refused > 300, "refused: " + refused);
  }

  @Test
  void forgedSummariesAndReadings() {
    forge(
        last.toBytes(),
        bytes -> {
          SliceSummary of = SliceSummary.fromBytes(bytes);
          SliceJudge judge = new SliceJudge(CAMERAS.scheme, SETTINGS, of.slice());
          judge.accept(of);
          judge.advance(CAMERAS.time());
        });
    forge(
        reading,
        bytes -> {
          FleetJudge judge = new FleetJudge(CAMERAS.scheme, SETTINGS);
          judge.accept(SliceReading.fromBytes(bytes));
          judge.advance(CAMERAS.time());
        });
  }

  @Test
  void forgedStates() {
    forge(
        slice,
        bytes -> {
          SliceJudge judge = new SliceJudge(CAMERAS.scheme, SETTINGS, SimulatedFleet.slice(0));
          judge.restore(bytes);
          judge.advance(CAMERAS.time());
          judge.state();
        });
    FleetJudge judge = new FleetJudge(CAMERAS.scheme, SETTINGS);
    judge.accept(SliceReading.fromBytes(reading));
    forge(
        FLEET.state(),
        bytes -> {
          Fleet fleet = new Fleet(CAMERAS.scheme, SETTINGS);
          fleet.restore(bytes);
          fleet.advance(CAMERAS.time() + 3 * SimulatedFleet.PERIOD.toMillis());
          fleet.state();
        });
    forge(
        judgeState(),
        bytes -> {
          FleetJudge restored = new FleetJudge(CAMERAS.scheme, SETTINGS);
          restored.restore(bytes);
          restored.advance(CAMERAS.time());
          restored.state();
        });
    forge(partial().toBytes(), PartialBaseline::fromBytes);
  }

  /** Of a fleet with drifts that are open, groups and readings that wait. */
  private static byte[] judgeState() {
    FleetJudge judge = new FleetJudge(CAMERAS.scheme, SETTINGS);
    SimulatedFleet cameras = new SimulatedFleet(Baselines.ofVectors(), 2, 3, 22);
    java.util.Map<String, SliceJudge> slices = new java.util.TreeMap<>();
    for (int i = 0; i < 44; i++) {
      double moved = i > 40 ? 4 : 0;
      for (SliceSummary of : cameras.next((camera, signal) -> camera % 2 == 1 ? moved : 0)) {
        SliceJudge each =
            slices.computeIfAbsent(
                of.slice().value(), s -> new SliceJudge(cameras.scheme, SETTINGS, of.slice()));
        each.accept(of);
        each.advance(cameras.time()).forEach(judge::accept);
      }
      if (i < 43) {
        judge.advance(cameras.time());
      }
    }
    assertEquals(1, judge.status().open());
    return judge.state();
  }
}
