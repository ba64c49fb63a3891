package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.engine.Streams.Step;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that no engine wrote. */
class SnapshotTest {
  private static final WindowSizes SIZES =
      new WindowSizes(Streams.contexts(), WindowPolicy.ofCount(16));

  private static Engine engine(int embedded) {
    return new Engine(
        Streams.settings(FalseAlarms.oncePerObservations(4_000), false, embedded), SIZES);
  }

  private static Snapshot snapshot(int embedded) {
    Engine engine = engine(embedded);
    Streams.run(engine, Streams.observations(250, 7).subList(0, 190));
    assertEquals(1, engine.openDrifts().size());
    return engine.snapshot();
  }

  static byte[] bytes(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    snapshot.writeTo(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static List<String> restore(Engine engine, byte[] bytes) throws IOException {
    return engine.restore(new DataInputStream(new ByteArrayInputStream(bytes)), 0);
  }

  private static String refused(int embedded, Snapshot snapshot) {
    Engine engine = engine(embedded);
    return assertThrows(Exception.class, () -> restore(engine, bytes(snapshot))).getMessage();
  }

  private static Snapshot withWindows(Snapshot of, UnaryOperator<Snapshot.Window> change) {
    List<Snapshot.Window> windows = of.windows().stream().map(change).toList();
    return new Snapshot(
        of.head(),
        windows,
        of.recents(),
        of.formers(),
        of.histories(),
        of.watches(),
        of.silences(),
        of.freezes(),
        of.tagged(),
        of.cameras());
  }

  private static Snapshot.Window window(
      Snapshot.Window of, Slice slice, long seen, double eValue, byte[] sums) {
    return new Snapshot.Window(
        slice,
        of.embeds(),
        seen,
        of.begunNanos(),
        eValue,
        of.eValueSequence(),
        of.tooFew(),
        sums,
        of.spacing(),
        of.next(),
        of.memory(),
        of.level(),
        of.fitting(),
        of.own(),
        of.before());
  }

  /** They were taken without a word. */
  @Test
  void settingsThatDifferAreSaid() throws IOException {
    byte[] kept = bytes(snapshot(8));
    assertEquals(List.of(), restore(engine(8), kept));
    EngineSettings alike = Streams.settings(FalseAlarms.oncePerObservations(5_000), true, 4);
    EngineSettings other =
        new EngineSettings(
            alike.name(),
            alike.slices(),
            new EngineSettings.Alarms(
                alike.alarms().allowance(), alike.alarms().sequential(), false),
            alike.emission(),
            alike.playbook(),
            alike.seed());
    assertEquals(
        List.of(
            "embeddedSlices: 4; in the checkpoint: 8",
            "falseAlarms: once in 5000 observations; in the checkpoint: once in 4000 observations",
            "fitAccepted: no; in the checkpoint: yes",
            "sequential: "
                + SequentialDetector.all().stream()
                    .map(SequentialDetector::name)
                    .collect(Collectors.joining(", "))
                + "; in the checkpoint: none"),
        restore(new Engine(other, SIZES), kept));
  }

  @ParameterizedTest
  @CsvSource({"-1, 1, seen: ", "1000, 1, seen: ", "0, -1, eValue: ", "0, Infinity, eValue: "})
  void aWindowThatNoEngineHasIsRefused(long seen, double eValue, String name) {
    Snapshot forged =
        withWindows(
            snapshot(8), w -> window(w, w.slice(), seen == 0 ? w.seen() : seen, eValue, w.sums()));
    assertTrue(refused(8, forged).startsWith(name), refused(8, forged));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
  void aWindowThatBeganAtNoTimeOfTheEngineIsRefused(long begun) {
    Snapshot forged =
        withWindows(
            snapshot(8),
            w ->
                new Snapshot.Window(
                    w.slice(),
                    w.embeds(),
                    w.seen(),
                    begun,
                    w.eValue(),
                    w.eValueSequence(),
                    w.tooFew(),
                    w.sums(),
                    w.spacing(),
                    w.next(),
                    w.memory(),
                    w.level(),
                    w.fitting(),
                    w.own(),
                    w.before()));
    assertTrue(refused(8, forged).startsWith("begunNanos: " + begun), refused(8, forged));
  }

  @Test
  void twoWindowsOfASliceAreRefused() {
    Snapshot forged =
        withWindows(
            snapshot(8),
            w -> window(w, new Slice("camera", "cam-1"), w.seen(), w.eValue(), w.sums()));
    assertEquals("windows of camera=cam-1: two (expected: one)", refused(8, forged));
  }

  @Test
  void aHistoryOfAnotherLengthIsRefused() {
    Snapshot of = snapshot(8);
    List<TrackerState.HistoryState> histories =
        of.histories().stream()
            .map(
                h ->
                    new TrackerState.HistoryState(
                        h.slice(), h.bits(), new long[1], new long[1], h.turn(), h.pace()))
            .toList();
    Snapshot forged =
        new Snapshot(
            of.head(),
            of.windows(),
            of.recents(),
            of.formers(),
            histories,
            of.watches(),
            of.silences(),
            of.freezes(),
            of.tagged(),
            of.cameras());
    assertEquals(
        "emission: 1 windows are looked back at in the checkpoint (expected: 3, the monitor's)",
        refused(8, forged));
  }

  private static Snapshot withSums(java.util.function.Consumer<ByteBuffer> change) {
    return withWindows(
        snapshot(0),
        w -> {
          byte[] sums = w.sums().clone();
          if (sums.length > 0) {
            change.accept(ByteBuffer.wrap(sums));
          }
          return window(w, w.slice(), w.seen(), w.eValue(), sums);
        });
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, Integer.MIN_VALUE, (1 << 20) + 1, Integer.MAX_VALUE})
  void sumsOfFeaturesOfAnImpossibleCountAreRefused(int count) {
    String message = refused(0, withSums(bytes -> bytes.putInt(0, count)));
    assertTrue(message.contains("sums of features"), message);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, 1e30f})
  void sumsOfFeaturesOfImpossibleSizeAreRefused(float sum) {
    String message = refused(0, withSums(bytes -> bytes.putFloat(8, sum)));
    assertTrue(message.contains("sums of features"), message);
  }

  @Test
  void windowsOfContextsThatAreGoneAndHistoriesOfSlicesThatAreLeftOutAreForgotten()
      throws IOException {
    Snapshot of = snapshot(8);
    EngineSettings settings = Streams.settings(FalseAlarms.oncePerObservations(4_000), false, 8);
    Engine small =
        new Engine(
            new EngineSettings(
                settings.name(),
                new EngineSettings.Slices(settings.slices().key(), 2, 1),
                settings.alarms(),
                settings.emission(),
                settings.playbook(),
                settings.seed()),
            SIZES);
    restore(small, bytes(of));
    Snapshot kept = small.snapshot();
    assertEquals(2 + 2, kept.windows().size(), "two contexts, and as many slices as there is room");
    assertEquals(1, kept.windows().stream().filter(w -> w.embeds() && !w.slice().isAll()).count());
    assertTrue(kept.histories().size() <= 4, kept.histories().toString());
  }

  private static long allocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  /** It made 900 times the file's size in memory: two full tables for each window it names. */
  @Test
  void whatASnapshotNamesCostsNoMemoryThatItDoesNotHold() throws IOException {
    Snapshot of = snapshot(8);
    Snapshot.Window empty = engine(8).snapshot().windows().get(0);
    List<Snapshot.Window> windows = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      windows.add(window(empty, new Slice("camera", "forged-" + i), 0, Double.NaN, new byte[0]));
    }
    byte[] bytes =
        bytes(
            new Snapshot(
                of.head(),
                windows,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                of.silences(),
                of.freezes(),
                of.tagged(),
                of.cameras()));
    Engine engine = engine(8);
    long before = allocated();
    restore(engine, bytes);
    long once = allocated() - before;
    assertTrue(once < 12L * bytes.length, once + " for " + bytes.length);
    assertEquals(8 + 2, engine.snapshot().windows().size());
  }

  /** Whatever is changed in it, it is refused or taken, soon, and within bounded memory. */
  @Tag("slow")
  @Test
  void noChangeOfItsBytesDoesWorseThanBeingRefused() throws IOException {
    byte[] real = bytes(snapshot(1));
    SplittableRandom random = new SplittableRandom(6);
    List<Step> rest = Streams.observations(340, 7).subList(300, 340);
    int refused = 0;
    for (int i = 0; i < 1_500; i++) {
      byte[] mutated = mutate(real, random);
      Engine engine = engine(1);
      long before = allocated();
      try {
        restore(engine, mutated);
        goOn(engine, rest);
      } catch (IOException | RuntimeException e) {
        refused++;
      }
      long cost = allocated() - before;
      assertTrue(cost < 64L << 20, i + ": " + cost);
    }
    assertTrue(refused > 500, refused + " refused");
  }

  private static byte[] mutate(byte[] real, SplittableRandom random) {
    byte[] mutated = real.clone();
    int at = random.nextInt(real.length - 8);
    switch (random.nextInt(5)) {
      case 0 -> mutated[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> mutated = Arrays.copyOf(real, at);
      case 2 -> ByteBuffer.wrap(mutated).putInt(at, Integer.MAX_VALUE - random.nextInt(3));
      case 3 -> ByteBuffer.wrap(mutated).putInt(at, random.nextInt(1 << 24));
      default -> {
        for (int i = 0; i < 16; i++) {
          mutated[random.nextInt(real.length)] = (byte) random.nextInt();
        }
      }
    }
    return mutated;
  }

  /** A value that is no more what it was may make an observation fail, which its driver counts. */
  private static void goOn(Engine engine, List<Step> rest) {
    List<String> lines = new ArrayList<>();
    for (Step step : rest) {
      Streams.run(engine, step, lines);
    }
  }

  @Test
  void aTagOfAnyLengthThatAHostMaySetCanBeWritten() throws IOException {
    Snapshot of = snapshot(8);
    Slice longest = new Slice("camera", "\u00e4".repeat(100_000), "day");
    Snapshot long100 =
        new Snapshot(
            of.head(),
            of.windows().stream()
                .map(
                    w ->
                        w.slice().value().equals("cam-1") && w.slice().context().equals("day")
                            ? window(w, longest, w.seen(), w.eValue(), w.sums())
                            : w)
                .toList(),
            of.recents(),
            of.formers(),
            of.histories(),
            of.watches(),
            of.silences(),
            of.freezes(),
            of.tagged(),
            of.cameras());
    Engine engine = engine(8);
    restore(engine, bytes(long100));
    assertTrue(engine.snapshot().windows().stream().anyMatch(w -> w.slice().equals(longest)));
  }

  /** The time ran over, and no checkpoint could be written any more. */
  @Test
  void aClockThatJumpsByCenturiesDoesNotSpoilTheTime() throws IOException {
    Engine engine = engine(8);
    for (int i = 0; i < 200; i++) {
      engine.advance(5, event -> {});
      engine.advance(Long.MAX_VALUE, event -> {});
      engine.advance(Long.MIN_VALUE + 5, event -> {});
    }
    restore(engine(8), bytes(engine.snapshot()));
  }
}
