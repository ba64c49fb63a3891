package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.baseline.BaselineBuilder;
import io.virk.detect.FalseAlarms;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Streams.Step;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that goes on from a snapshot says what the one that it was taken from says. */
class RestoredRunTest {
  private static final int LENGTH = 600;

  /** Before, in and after the drift, in the middle of windows. */
  private static final Set<Integer> AT = Set.of(1, 150, 237, 299, 401, 520);

  private static final Map<String, WindowSizes> SIZES = new HashMap<>();

  private static WindowPolicy policy(String name) {
    return switch (name) {
      case "count" -> WindowPolicy.ofCount(16);
      case "overlapping" -> WindowPolicy.ofCount(16).overlapping(5);
      case "orAfter" -> WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20));
      case "sampled" -> WindowPolicy.ofTime(Duration.ofSeconds(40));
      default -> throw new IllegalArgumentException(name);
    };
  }

  /** Windows of the contexts' baseline, which is calibrated for them once. */
  private static WindowSizes sizes(String windows) {
    return SIZES.computeIfAbsent(windows, w -> new WindowSizes(Streams.contexts(), policy(w)));
  }

  private static FalseAlarms allowance(String unit) {
    return switch (unit) {
      case "windows" -> FalseAlarms.oncePerWindows(200);
      case "observations" -> FalseAlarms.oncePerObservations(4_000);
      case "time" -> FalseAlarms.oncePer(Duration.ofHours(1));
      default -> throw new IllegalArgumentException(unit);
    };
  }

  static byte[] bytes(Engine engine) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      engine.snapshot().writeTo(new DataOutputStream(bytes));
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "count, time, true, 0",
    "count, observations, true, 1",
    "overlapping, windows, false, 1",
    "overlapping, observations, true, 0",
    "orAfter, windows, true, 8",
    "orAfter, time, true, 0",
    "orAfter, observations, false, 1",
    "sampled, windows, true, 8",
    "sampled, time, true, 0",
    "sampled, observations, true, 1"
  })
  void everyLaterLineIsTheSame(String windows, String unit, boolean sequential, int embedded)
      throws IOException {
    goesOnFromEverySnapshot(windows, unit, sequential, embedded);
  }

  @Test
  void ofWindowsOfACountItIsToo() throws IOException {
    goesOnFromEverySnapshot("count", "windows", false, 8);
  }

  private static void goesOnFromEverySnapshot(
      String windows, String unit, boolean sequential, int embedded) throws IOException {
    WindowSizes sizes = sizes(windows);
    EngineSettings settings = Streams.settings(allowance(unit), sequential, embedded);
    List<Step> steps = Streams.observations(LENGTH, 7);
    Engine whole = new Engine(settings, sizes);
    List<String> lines = new ArrayList<>();
    Map<Integer, byte[]> snapshots = new TreeMap<>();
    Map<Integer, Integer> linesBefore = new HashMap<>();
    for (int i = 0; i < LENGTH; i++) {
      if (AT.contains(i)) {
        snapshots.put(i, bytes(whole));
        linesBefore.put(i, lines.size());
      }
      Streams.run(whole, steps.get(i), lines);
    }
    assertTrue(lines.stream().anyMatch(l -> l.startsWith("DriftOpened")), "no drift: says nothing");
    byte[] end = bytes(whole);
    for (Map.Entry<Integer, byte[]> snapshot : snapshots.entrySet()) {
      int at = snapshot.getKey();
      Engine restored = new Engine(settings, sizes);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot.getValue()));
      restored.restore(in, steps.get(at - 1).nanos());
      assertEquals(-1, in.read(), "read to the end");
      List<String> rest = withoutFailures(Streams.run(restored, steps.subList(at, LENGTH)));
      assertEquals(
          withoutFailures(lines.subList(linesBefore.get(at), lines.size())), rest, "from " + at);
      assertArrayEquals(end, bytes(restored), "state from " + at);
    }
  }

  private static void goesOn(WindowSizes sizes, List<Step> steps, int at) throws IOException {
    EngineSettings settings = Streams.settings(FalseAlarms.oncePerWindows(200), false, 8);
    Engine whole = new Engine(settings, sizes);
    Streams.run(whole, steps.subList(0, at));
    Engine restored = new Engine(settings, sizes);
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes(whole)));
    restored.restore(in, steps.get(at - 1).nanos());
    List<Step> rest = steps.subList(at, steps.size());
    assertEquals(
        withoutFailures(Streams.run(whole, rest)), withoutFailures(Streams.run(restored, rest)));
    assertArrayEquals(bytes(whole), bytes(restored), "state from " + at);
  }

  /** Their memories could forget a drift before, and not afterwards. */
  @Test
  void slicesOfABaselineWithoutEmbeddingsGoOn() throws IOException {
    BaselineBuilder builder = Baseline.builder("logits").window(16).clock(Baselines.CLOCK);
    for (int i = 0; i < 320; i++) {
      builder.add(
          Observation.builder().sequence(i).logits(Baselines.vector(1, i, 0).logits()).build());
    }
    WindowSizes sizes = new WindowSizes(builder.build(), WindowPolicy.ofCount(16));
    goesOn(sizes, Streams.observations(LENGTH, 7), 150);
  }

  /** A sample that was not full was refused where the one before had rows that were far apart. */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(ints = {200, 204, 208, 212, 216, 220, 224, 228, 232, 236})
  void samplesOfFramesThatResembleTheirNeighboursGoOn(int at) throws IOException {
    List<Step> photos = Streams.observations(LENGTH, 7);
    List<Step> frames = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      frames.add(new Step(photos.get(i / 16), 1, 1_000_000_000L * i));
    }
    goesOn(sizes("sampled"), frames, at);
  }

  /** Before it is told, while it stands, and after it moved again. */
  @ParameterizedTest
  @ValueSource(ints = {380, 470, 560})
  void aCameraThatIsFrozenGoesOn(int at) throws IOException {
    List<Step> steps = Streams.observations(LENGTH, 7);
    for (int i = 360; i < 540; i++) {
      Step moving = steps.get(i);
      if ("cam-0".equals(moving.tag("camera"))) {
        Observation still =
            Observation.builder()
                .sequence(i)
                .epochMillis(moving.epochMillis())
                .embedding(steps.get(359).embedding())
                .logits(steps.get(359).logits())
                .tag("camera", "cam-0")
                .tag("daylight", moving.tag("daylight"))
                .build();
        steps.set(i, new Step(still, moving.weight(), moving.nanos()));
      }
    }
    EngineSettings settings = Streams.settings(FalseAlarms.oncePerWindows(200), false, 8);
    List<String> lines = Streams.run(new Engine(settings, sizes("count")), steps);
    assertEquals(1, lines.stream().filter(l -> l.startsWith("StreamFrozen")).count());
    assertEquals(1, lines.stream().filter(l -> l.startsWith("StreamThawed")).count());
    goesOn(sizes("count"), steps, at);
  }

  /** What failed is told anew in a new run, for its counts begin anew. */
  private static List<String> withoutFailures(List<String> lines) {
    return lines.stream().filter(l -> !l.startsWith("Failed")).toList();
  }
}
