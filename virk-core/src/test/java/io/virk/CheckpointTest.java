package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.Slice;
import io.virk.detect.WindowPolicy;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A monitor that is stopped anywhere and goes on from its checkpoint says what it had said. */
@Tag("slow")
class CheckpointTest {
  static final int LENGTH = 400;

  @TempDir private Path folder;

  static MonitorBuilder builder(EventLog log) {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .listener(log)
        .clock(Baselines.CLOCK)
        .polled();
  }

  /** Two cameras; one of them moves and comes back. */
  static void observe(Monitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean moved = i % 2 == 1 && i >= 120 && i < 280;
      Observation o = Baselines.vector(21, i, moved ? 3 : 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + i % 2)
          .commit();
      monitor.poll(1);
    }
  }

  private static List<List<DetectionResult>> results(EventLog log) {
    return log.windows.stream().map(WindowJudged::results).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 119, 150, 200, 255, 300, 399})
  void itGoesOnWhereItStopped(int stop) {
    goesOn(stop, 256);
    goesOn(stop, 0); // with sums of random features
  }

  private void goesOn(int stop, int embeddedSlices) {
    EventLog whole = new EventLog();
    try (Monitor monitor = builder(whole).embeddedSlices(embeddedSlices).start()) {
      observe(monitor, 0, LENGTH);
    }
    assertEquals(1, whole.opened.size());
    assertEquals(1, whole.closed.size());

    Path file = folder.resolve("monitor.checkpoint");
    EventLog parts = new EventLog();
    try (Monitor monitor = builder(parts).embeddedSlices(embeddedSlices).start()) {
      observe(monitor, 0, stop);
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder(parts).embeddedSlices(embeddedSlices).restore(file).start()) {
      observe(monitor, stop, LENGTH);
      assertEquals(List.of(), monitor.status().judged().open());
    }
    assertEquals(results(whole), results(parts));
    assertEquals(
        whole.opened.stream().map(DriftOpened::drift).toList(),
        parts.opened.stream().map(DriftOpened::drift).toList());
    assertEquals(whole.closed.get(0).drift(), parts.closed.get(0).drift());
    assertEquals(whole.closed.get(0).diagnosis(), parts.closed.get(0).diagnosis());
    assertEquals(whole.updated.size(), parts.updated.size());
  }

  /** Windows that time closes, with or without a sample of what they saw. */
  @ParameterizedTest
  @CsvSource({"true, 77", "true, 230", "false, 77", "false, 230"})
  void itGoesOnWhereItStoppedWhenTimeClosesWindows(boolean sampled, int stop) {
    WindowPolicy windows =
        sampled
            ? WindowPolicy.ofTime(Duration.ofSeconds(50))
            : WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(20));
    long[] seconds = {5};
    EventLog whole = new EventLog();
    try (Monitor monitor = timed(whole, windows, seconds).start()) {
      observeTimed(monitor, 0, LENGTH, seconds);
    }
    Path file = folder.resolve("monitor.checkpoint");
    EventLog parts = new EventLog();
    seconds[0] = 5;
    try (Monitor monitor = timed(parts, windows, seconds).start()) {
      observeTimed(monitor, 0, stop, seconds);
      monitor.checkpoint(file);
    }
    seconds[0] += 10_000; // another process, another clock
    try (Monitor monitor = timed(parts, windows, seconds).restore(file).start()) {
      observeTimed(monitor, stop, LENGTH, seconds);
    }
    assertEquals(results(whole), results(parts));
    assertTrue(whole.windows.size() > 10, "" + whole.windows.size());
    assertEquals(whole.closed.size(), parts.closed.size());
  }

  private static MonitorBuilder timed(EventLog log, WindowPolicy windows, long[] seconds) {
    return builder(log).windows(windows).nanoClock(() -> 1_000_000_000L * seconds[0]);
  }

  private static void observeTimed(Monitor monitor, int from, int to, long[] seconds) {
    for (int i = from; i < to; i++) {
      seconds[0] += 1 + i % 3;
      observe(monitor, i, i + 1);
    }
  }

  @Test
  void noSliceIsLostWhereThereAreAsManyAsThereMayBe() {
    Path file = folder.resolve("monitor.checkpoint");
    EventLog whole = new EventLog();
    try (Monitor monitor = builder(whole).maximumSlices(2).start()) {
      observe(monitor, 0, LENGTH);
    }
    EventLog parts = new EventLog();
    try (Monitor monitor = builder(parts).maximumSlices(2).start()) {
      observe(monitor, 0, 150);
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder(parts).maximumSlices(2).restore(file).start()) {
      observe(monitor, 150, LENGTH);
    }
    assertEquals(results(whole), results(parts));
  }

  @Test
  void whereThereIsRoomForFewerSlicesThoseSeenLastAreKept() {
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = builder(new EventLog()).start()) {
      observe(monitor, 0, 50);
      monitor.checkpoint(file);
    }
    EventLog log = new EventLog();
    try (Monitor monitor = builder(log).maximumSlices(1).restore(file).start()) {
      for (int i = 51; i < 65; i += 2) { // the camera that was seen last, up to its 32nd
        observe(monitor, i, i + 1);
      }
      assertEquals(0, monitor.status().judged().slicesEvicted());
    }
    assertEquals(
        List.of(new Slice("camera", "cam-1")),
        log.windows.stream().map(WindowJudged::slice).filter(s -> !s.isAll()).toList());
  }

  @Test
  void openDriftsAreKnownAtOnceAndAClosedMonitorCanBeKept() {
    Path file = folder.resolve("monitor.checkpoint");
    Monitor first = builder(new EventLog()).start();
    observe(first, 0, 240);
    first.close();
    first.checkpoint(file);
    CheckpointFacts facts = CheckpointFacts.read(file);
    assertEquals(first.status().judged().open(), facts.open());
    assertEquals(240, facts.nextSequence());
    assertEquals("camera", facts.sliceKey());
    try (Monitor monitor = builder(new EventLog()).restore(file).start()) {
      assertEquals(first.status().judged().open(), monitor.status().judged().open());
      assertEquals(1, monitor.status().judged().open().size());
    }
  }

  @Test
  void aMonitorWithAThreadOfItsOwnWritesItToo() {
    Path file = folder.resolve("monitor.checkpoint");
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors()).sampler(Sampler.fraction(1)).fitAccepted().start();
    for (int i = 0; i < 50; i++) {
      monitor.capture().embedding(Baselines.vector(1, i, 0).embedding()).commit();
    }
    monitor.checkpoint(file);
    monitor.close();
    monitor.checkpoint(file);
    Monitor next =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .polled()
            .restore(file)
            .start();
    next.close();
    assertEquals(0, next.status().judged().windows(), "counters begin anew");
  }

  @Test
  void aThreadThatWasInterruptedWritesOneInAFolderThatIsMissing() {
    Path file = folder.resolve("no/such/folder/monitor.checkpoint");
    try (Monitor monitor = builder(new EventLog()).start()) {
      observe(monitor, 0, 20);
      Thread.currentThread().interrupt();
      monitor.checkpoint(file);
      assertTrue(Thread.interrupted(), "the flag is kept");
    }
    builder(new EventLog()).restore(file).start().close();
  }

  private static List<Double> thresholds(EventLog log, int from) {
    return log.windows.stream()
        .skip(from)
        .flatMap(w -> w.results().stream())
        .map(r -> r.evidence().threshold())
        .toList();
  }

  private static void observeTimed(Monitor monitor, int from, int to) {
    for (int i = from; i < to; i++) {
      monitor
          .capture()
          .embedding(Baselines.vector(21, i, 0).embedding())
          .tag("camera", "cam-" + i % 2)
          .time(1_700_000_000_000L + 1000L * i)
          .commit();
      monitor.poll(1);
    }
  }

  /** An account of observations says nothing of milliseconds: 64 of these are not since 1970. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true"})
  void anAllowanceInAnotherUnitBeginsAnew(boolean timedBefore, boolean timedAfter) {
    List<FalseAlarms> by =
        List.of(FalseAlarms.oncePerObservations(100_000), FalseAlarms.oncePer(Duration.ofDays(7)));
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor =
        builder(new EventLog()).falseAlarms(by.get(timedBefore ? 1 : 0)).start()) {
      observeTimed(monitor, 0, 64);
      monitor.checkpoint(file);
    }
    FalseAlarms after = by.get(timedAfter ? 1 : 0);
    EventLog restored = new EventLog();
    try (Monitor monitor = builder(restored).falseAlarms(after).restore(file).start()) {
      observeTimed(monitor, 64, 192);
    }
    EventLog fresh = new EventLog();
    try (Monitor monitor = builder(fresh).falseAlarms(after).start()) {
      observeTimed(monitor, 64, 192);
    }
    // but for what is known of the stream, which stretches them a little; the windows of all of a
    // fresh monitor wait until its cameras are known
    fresh.windows.removeIf(w -> w.slice().isAll());
    restored.windows.removeIf(w -> w.slice().isAll());
    assertEquals(8, fresh.windows.size());
    List<Double> expected = thresholds(fresh, 0);
    List<Double> actual = thresholds(restored, 0);
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(Double.isNaN(expected.get(i)), Double.isNaN(actual.get(i)));
      assertTrue(
          Double.isNaN(actual.get(i)) || Math.abs(actual.get(i) / expected.get(i) - 1) < 0.2);
    }
  }

  @Test
  void aFailedWriteLeavesTheLastCheckpointAndNothingElse() throws IOException {
    Path file = folder.resolve("monitor.checkpoint");
    try (Monitor monitor = builder(new EventLog()).start()) {
      monitor.checkpoint(file);
      Path below = file.resolve("below");
      assertEquals(
          "checkpoint " + below + " cannot be written: " + file + ": exists already",
          assertThrows(java.io.UncheckedIOException.class, () -> monitor.checkpoint(below))
              .getMessage());
      Files.createDirectories(folder.resolve("taken/inside"));
      assertThrows(
          java.io.UncheckedIOException.class, () -> monitor.checkpoint(folder.resolve("taken")));
    }
    try (var left = Files.list(folder)) {
      assertFalse(left.anyMatch(p -> p.getFileName().toString().startsWith(".virk-")));
    }
  }

  /** It waited for ever: the listener for the checkpoint, and that for the listener's round. */
  @Test
  void aThreadThatAListenerWaitsForIsRefusedOneInTime() {
    AtomicReference<Monitor> monitor = new AtomicReference<>();
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            CompletableFuture.runAsync(() -> monitor.get().checkpoint(folder.resolve("never")))
                .exceptionally(
                    e -> {
                      thrown.set(e.getCause());
                      return null;
                    })
                .join();
          }
        };
    monitor.set(
        builder(new EventLog()).closeTimeout(Duration.ofMillis(20)).listener(listener).start());
    observe(monitor.get(), 0, 16);
    observe(monitor.get(), 16, 32);
    monitor.get().close();
    assertEquals(IllegalStateException.class, thrown.get().getClass());
    assertTrue(thrown.get().getMessage().contains("within 20 ms"), thrown.get().getMessage());
    assertFalse(Files.exists(folder.resolve("never")));
  }

  @Test
  void aListenerCannotWriteOneInTheMiddleOfAnObservation() {
    AtomicReference<Monitor> monitor = new AtomicReference<>();
    AtomicReference<RuntimeException> thrown = new AtomicReference<>();
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onWindowJudged(WindowJudged event) {
            try {
              monitor.get().checkpoint(folder.resolve("never"));
            } catch (RuntimeException e) {
              thrown.set(e);
            }
          }
        };
    monitor.set(builder(new EventLog()).listener(listener).start());
    observe(monitor.get(), 0, 32);
    monitor.get().close();
    assertEquals(IllegalStateException.class, thrown.get().getClass());
    assertFalse(Files.exists(folder.resolve("never")));
  }
}
