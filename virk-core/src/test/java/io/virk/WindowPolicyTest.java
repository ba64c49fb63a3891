package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.capture.Capture;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.event.Failed;
import io.virk.event.WindowJudged;
import io.virk.incident.Recording;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Windows by count, by time and overlapping; slices by the thousand. */
class WindowPolicyTest {
  private final EventLog log = new EventLog();
  private final AtomicLong millis = new AtomicLong(1_000_000);
  private int number;

  private MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .listener(log)
        .clock(() -> Instant.ofEpochMilli(millis.get()))
        .nanoClock(() -> 1_000_000 * millis.get())
        .polled();
  }

  private void observe(Monitor monitor, int count, double moved, String slice) {
    for (int i = 0; i < count; i++) {
      Observation o = Baselines.vector(77, number++, moved);
      Capture capture = monitor.capture().embedding(o.embedding()).logits(o.logits());
      if (slice != null) {
        capture.tag("camera", slice);
      }
      capture.commit();
      monitor.poll(1);
    }
  }

  private List<Integer> sizes() {
    return log.windows.stream().map(w -> w.results().get(0).sample().n()).toList();
  }

  @Test
  void timeClosesAWindowThatIsNotFullWithOrWithoutFurtherObservations() {
    try (Monitor monitor =
        builder().windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(10))).start()) {
      observe(monitor, 16, 0, null);
      assertEquals(List.of(16), sizes());
      observe(monitor, 12, 0, null);
      millis.addAndGet(9_999);
      monitor.poll(1);
      assertEquals(1, log.windows.size());
      millis.addAndGet(600); // windows are looked at every twentieth of their time
      monitor.poll(1);
      assertEquals(List.of(16, 8), sizes(), "as many as half a window, which is calibrated");
      observe(monitor, 3, 0, null);
      millis.addAndGet(20_000);
      observe(monitor, 1, 0, null);
      assertEquals(3, log.windows.size());
      assertTrue(
          log.windows.get(2).results().stream()
              .allMatch(r -> r.verdict() == Verdict.INSUFFICIENT_DATA));
      assertEquals(Verdict.INSUFFICIENT_DATA, log.windows.get(2).verdict());
      millis.addAndGet(100_000);
      monitor.poll(1);
      millis.addAndGet(100_000);
      monitor.poll(1);
      assertEquals(4, log.windows.size(), "an empty window is not judged");
    }
  }

  @Test
  void aClockThatIsSetBackDoesNotStopTimedWindows() {
    AtomicLong wall = new AtomicLong(3_600_000_000L);
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(10)))
            .listener(log)
            .clock(() -> Instant.ofEpochMilli(wall.get()))
            .nanoClock(() -> 1_000_000 * millis.get())
            .polled()
            .start()) {
      for (int i = 0; i < 30; i++) {
        if (i == 10) {
          wall.addAndGet(-3_600_000);
        }
        observe(monitor, 10, 0, null);
        millis.addAndGet(11_000);
        wall.addAndGet(11_000);
        monitor.poll(1);
      }
      assertEquals(30, log.windows.size());
    }
  }

  /** Some cameras of which each is too slow for a window of its own, in turn. */
  private void observeSlow(Monitor monitor, int cameras, int windows, IntToDoubleFunction moved) {
    for (int w = 0; w < windows; w++) {
      for (int i = 0; i < 4 * cameras; i++) {
        observe(monitor, 1, moved.applyAsDouble(i % cameras), "slow-" + i % cameras);
      }
      millis.addAndGet(20_000);
      monitor.poll(1);
    }
  }

  private MonitorBuilder slow() {
    return builder()
        .sliceBy("camera")
        .windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(10)));
  }

  @Test
  void slicesWithTooFewObservationsCountInTheWindowsOfAll() {
    try (Monitor monitor = slow().start()) {
      observeSlow(monitor, 6, 2, camera -> 0);
      List<WindowJudged> own = log.windows.stream().filter(w -> !w.slice().isAll()).toList();
      assertEquals(12, own.size());
      for (WindowJudged window : own) {
        assertEquals(Verdict.INSUFFICIENT_DATA, window.verdict());
        assertEquals(Optional.of(Slice.ALL), window.mergedInto());
        assertEquals(
            "4 observations when the window's time was up (expected: >= 8);"
                + " they count in the windows of all",
            window.results().get(0).reason());
      }
      List<WindowJudged> all = log.windows.stream().filter(w -> w.slice().isAll()).toList();
      assertEquals(2, all.size(), "one of two of 24 observations, as no camera is known yet");
      all.forEach(w -> assertEquals(Optional.empty(), w.mergedInto()));
      assertEquals(List.of(), log.opened);
      observeSlow(monitor, 6, 3, camera -> 4);
      assertEquals(Set.of(Slice.ALL), log.opened.get(0).drift().slices());
    }
  }

  @Test
  void aDriftOfASliceWithTooFewObservationsIsThatOfAllAndCloses() {
    try (Monitor monitor = slow().start()) {
      observeSlow(monitor, 6, 2, camera -> 0);
      observeSlow(monitor, 6, 3, camera -> camera == 0 ? 20 : 0);
      assertEquals(1, log.opened.size());
      assertEquals(Set.of(Slice.ALL), log.opened.get(0).drift().slices());
      observeSlow(monitor, 6, 3, camera -> 0);
      assertEquals(1, log.closed.size(), "by windows of its own it could not be seen to recover");
    }
  }

  @Test
  void whileASliceIsSetApartTheOthersAreInNoWindowOfAll() {
    try (Monitor monitor = slow().start()) {
      for (int w = 0; w < 4; w++) {
        for (int i = 0; i < 16; i++) {
          observe(monitor, 1, w < 1 ? 0 : 4, "moved");
          observe(monitor, 1, 0, "still");
        }
        observe(monitor, 3, 0, "slow");
        millis.addAndGet(20_000);
        monitor.poll(1);
      }
      assertEquals(Set.of(new Slice("camera", "moved")), log.opened.get(0).drift().slices());
      List<WindowJudged> slow =
          log.windows.stream().filter(w -> w.slice().value().equals("slow")).toList();
      assertEquals(Optional.of(Slice.ALL), slow.get(0).mergedInto());
      WindowJudged last = slow.get(slow.size() - 1);
      assertEquals(Optional.empty(), last.mergedInto());
      assertEquals(
          "3 observations when the window's time was up (expected: >= 8)",
          last.results().get(0).reason());
    }
  }

  @Test
  void aShorterWindowStillFindsALargeChange() {
    try (Monitor monitor =
        builder().windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(10))).start()) {
      for (int i = 0; i < 6; i++) {
        observe(monitor, 9, 4, null);
        millis.addAndGet(20_000);
        monitor.poll(1);
      }
      assertEquals(1, monitor.status().judged().driftsOpened());
    }
  }

  @Test
  void aClockThatFailsKeepsNothingFromBeingDrainedAndIsTold() {
    AtomicBoolean fails = new AtomicBoolean();
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .windows(WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(10)))
            .listener(log)
            .nanoClock(
                () -> {
                  if (fails.get()) {
                    throw new IllegalStateException("a clock that fails");
                  }
                  return 0;
                })
            .polled()
            .start()) {
      for (int i = 0; i < 8; i++) {
        monitor.capture().embedding(Baselines.vector(77, i, 0).embedding()).commit();
      }
      fails.set(true);
      assertEquals(8, monitor.poll(100));
      assertEquals(8, monitor.status().judged().observations());
      assertTrue(monitor.status().failures().evaluation() > 0);
      assertEquals(Failed.Part.EVALUATION, log.failures.get(0).part());
      assertTrue(log.failures.get(0).cause().getMessage().contains("a clock that fails"));
    }
  }

  @Test
  void aWindowOfTimeHoldsASampleOfWhatItSaw() {
    try (Monitor monitor = builder().windows(WindowPolicy.ofTime(Duration.ofMinutes(1))).start()) {
      Set<Long> firsts = new HashSet<>();
      for (int minute = 0; minute < 20; minute++) {
        observe(monitor, 300, 0, null);
        millis.addAndGet(60_000);
        monitor.poll(1);
        assertEquals(minute + 1, log.windows.size());
        var result = log.windows.get(minute).results().get(0);
        assertEquals(16, result.sample().n());
        assertTrue(result.sample().bounds().first().sequence() >= 300L * minute);
        assertTrue(result.sample().bounds().last().sequence() < 300L * (minute + 1));
        assertTrue(
            result.sample().bounds().last().sequence() - result.sample().bounds().first().sequence()
                > 150,
            "spread over the minute");
        firsts.add(result.sample().bounds().first().sequence() % 300);
      }
      assertTrue(firsts.size() > 5, "not always the same");
    }
  }

  @Test
  void overlappingWindowsAreJudgedEveryStep() {
    try (Monitor monitor = builder().windows(WindowPolicy.ofCount(16).overlapping(4)).start()) {
      observe(monitor, 40, 0, null);
      assertEquals(7, log.windows.size());
      for (int i = 0; i < 7; i++) {
        var result = log.windows.get(i).results().get(0);
        assertEquals(4L * i, result.sample().bounds().first().sequence());
        assertEquals(4L * i + 15, result.sample().bounds().last().sequence());
        assertEquals(16, result.sample().n());
      }
    }
  }

  @Test
  void whatTheSettingsDoNotAllowIsSaid() {
    assertEquals(
        "window: 7 (expected: 8 .. 1000000)",
        assertThrows(IllegalArgumentException.class, () -> WindowPolicy.ofCount(7)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> WindowPolicy.ofCount(0));
    assertThrows(IllegalArgumentException.class, () -> WindowPolicy.ofTime(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> WindowPolicy.ofCount(16).overlapping(17));
    assertThrows(
        IllegalArgumentException.class,
        () -> WindowPolicy.ofCount(16).orAfter(Duration.ofSeconds(1)).overlapping(4));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().windows(WindowPolicy.ofCount(1000)).start())
            .getMessage()
            .startsWith("the monitor cannot start: window: 1000 (expected: 8 .. "));
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> builder().windows(WindowPolicy.DEFAULT).window(16).start())
            .getMessage()
            .contains("window is set twice"));
  }

  @Test
  void slicesWithoutRoomForEmbeddingsAreJudgedByTheirScalarsAndRandomFeatures() {
    try (Monitor monitor = builder().sliceBy("camera").embeddedSlices(1).start()) {
      observe(monitor, 16, 0, "cam-1");
      observe(monitor, 16, 0, "cam-2");
      for (WindowJudged window : log.windows) {
        if (window.slice().isAll()) {
          continue;
        }
        boolean first = window.slice().value().equals("cam-1");
        Map<String, Boolean> judged = new TreeMap<>();
        window.results().stream()
            .filter(r -> r.signal().equals("embedding"))
            .forEach(r -> judged.put(r.detector(), r.verdict() != Verdict.INSUFFICIENT_DATA));
        assertEquals(
            first
                ? Map.of("mmd", true, "mahalanobis-shift", true)
                : Map.of("random-feature-mmd", true),
            judged);
        window.results().stream()
            .filter(r -> !r.signal().equals("embedding"))
            .forEach(r -> assertTrue(r.verdict() != Verdict.INSUFFICIENT_DATA, r.signal()));
      }
      // a change of the embedding alone is still seen, by its distance
      for (int i = 0; i < 4; i++) {
        observe(monitor, 16, 4, "cam-2");
      }
      assertTrue(monitor.status().judged().driftsOpened() >= 1);
    }
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Tag("slow")
  @Test
  void tenThousandCamerasTakeLessThanEightKilobytesEach() {
    try (Monitor monitor =
        builder()
            .sliceBy("camera")
            .window(32)
            .maximumSlices(10_000)
            .embeddedSlices(0)
            .recording(Recording.of(0))
            .start()) {
      observe(monitor, 100, 0, "cam");
      long before = used();
      long saidBefore = monitor.status().cost().memory();
      for (int i = 0; i < 10_000; i++) {
        observe(monitor, 1, 0, "cam-" + i);
      }
      long used = (used() - before) / 10_000;
      long said = (monitor.status().cost().memory() - saidBefore) / 10_000;
      assertTrue(used <= 8 * 1024, used + " bytes a slice");
      assertTrue(said <= 8 * 1024 && said > used / 2, said + " bytes said of " + used);
      assertEquals(1, monitor.status().judged().slicesEvicted());
      // with a window judged and the next one begun
      before = used();
      saidBefore = monitor.status().cost().memory();
      int judged = 5_000;
      for (int i = 0; i < judged; i++) {
        observe(monitor, 33, 0, "cam-" + i);
        log.windows.clear();
      }
      assertTrue(monitor.status().judged().windows() >= 2 * judged, "all and each slice");
      // the heap is not known to the byte: what is said is what is held to the limit
      long more = (monitor.status().cost().memory() - saidBefore) / judged;
      assertTrue(said + more <= 8 * 1024, said + " and " + more + " bytes a slice");
      used += (used() - before) / judged;
      assertTrue(said + more > 0.8 * used, said + " and " + more + " bytes said of " + used);
    }
  }
}
