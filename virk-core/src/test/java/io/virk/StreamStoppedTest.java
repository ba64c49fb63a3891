package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.ClosingReason;
import io.virk.detect.Slice;
import io.virk.event.StreamResumed;
import io.virk.event.StreamStopped;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams and cameras that stop, by the clock. */
class StreamStoppedTest {
  private static final Slice TWO = new Slice("camera", "cam-2");

  private final EventLog log = new EventLog();
  private long seconds = 5;
  private int number;

  private MonitorBuilder builder() {
    return Monitor.builder(Baselines.ofVectors())
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sliceBy("camera")
        .listener(log)
        .clock(Baselines.CLOCK)
        .nanoClock(() -> 1_000_000_000L * seconds)
        .polled();
  }

  /** One a second, of cameras in turn. */
  private void observe(Monitor monitor, int n, double moved, String... cameras) {
    for (int i = 0; i < n; i++) {
      seconds++;
      Observation o = Baselines.vector(31, number++, moved);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", cameras[i % cameras.length])
          .commit();
      monitor.poll(1);
    }
  }

  private void nothing(Monitor monitor, int passing) {
    for (int i = 0; i < passing; i++) {
      seconds++;
      monitor.poll(1);
    }
  }

  private List<String> stopped() {
    return log.stopped.stream().map(StreamStopped::inWords).toList();
  }

  private List<String> resumed() {
    return log.resumed.stream().map(StreamResumed::inWords).toList();
  }

  @Test
  void aCameraThatStopsIsToldOnceAndWhenItIsBack() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 200, 0, "cam-1", "cam-2");
      observe(monitor, 39, 0, "cam-1");
      assertEquals(List.of(), stopped(), "twenty of its intervals are 40 s");
      observe(monitor, 61, 0, "cam-1");
      assertEquals(
          List.of("camera=cam-2 has sent nothing for 41.0 s; it used to send one every 2.0 s"),
          stopped());
      assertEquals(List.of(TWO), monitor.status().judged().silent());
      assertTrue(monitor.status().text().contains("camera=cam-2 has stopped"));
      observe(monitor, 2, 0, "cam-1", "cam-2");
      assertEquals(List.of("camera=cam-2 sends again, after 102.0 s"), resumed());
      assertEquals(List.of(), monitor.status().judged().silent());
      observe(monitor, 200, 0, "cam-1", "cam-2");
    }
    assertEquals(1, log.stopped.size());
    assertEquals(1, log.resumed.size());
  }

  @Test
  void aWholeStreamThatStopsIsToldAloneAndItsDriftsClose() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 200, 0, "cam-1", "cam-2");
      observe(monitor, 64, 4, "cam-1", "cam-2");
      assertEquals(1, monitor.status().judged().open().size());
      long last = number - 1;
      nothing(monitor, 20);
      assertEquals(1, monitor.status().judged().open().size());
      nothing(monitor, 1000);
      assertEquals(
          List.of("the whole stream has sent nothing for 21.0 s; it used to send one every 1.0 s"),
          stopped());
      assertEquals(List.of(), monitor.status().judged().open());
      assertEquals(
          ClosingReason.SILENT, log.closed.get(0).drift().closing().orElseThrow().reason());
      assertEquals(last, log.closed.get(0).drift().closing().orElseThrow().at().sequence());
      observe(monitor, 100, 0, "cam-1", "cam-2");
      assertEquals(List.of("the whole stream sends again, after 17.0 min"), resumed());
    }
    assertEquals(1, log.stopped.size(), "its cameras are not told one by one, nor later");
  }

  /** The status said that one drift had opened, and two had closed. */
  @Test
  void aDriftThatGoesOnAfterASilenceIsTheSame() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 200, 0, "cam-1", "cam-2");
      observe(monitor, 64, 4, "cam-1", "cam-2");
      nothing(monitor, 1000);
      observe(monitor, 64, 4, "cam-1", "cam-2");
      observe(monitor, 300, 0, "cam-1", "cam-2");
      String text = monitor.status().text();
      assertTrue(text.contains("; 1 drift opened, 1 reopened, 2 closed"), text);
    }
  }

  @Test
  void theDriftOfACameraThatStopsClosesByTheClock() {
    try (Monitor monitor = builder().start()) {
      observe(monitor, 200, 0, "cam-1", "cam-2");
      for (int i = 0; i < 64; i++) {
        observe(monitor, 1, i % 2 == 1 ? 5 : 0, "cam-" + (1 + i % 2));
      }
      assertEquals(Set.of(TWO), monitor.status().judged().open().get(0).slices());
      observe(monitor, 60, 0, "cam-1");
      assertEquals(List.of(), monitor.status().judged().open());
      assertEquals(Set.of(TWO), log.closed.get(0).drift().closing().orElseThrow().silent());
    }
  }

  @Test
  void burstsAreAPaceToo() {
    try (Monitor monitor = builder().start()) {
      for (int burst = 0; burst < 20; burst++) {
        observe(monitor, 100, 0, "cam-1");
        nothing(monitor, 300);
      }
    }
    assertTrue(log.stopped.size() <= 3, stopped() + ": it learns");
  }

  @Test
  void itGoesOnFromACheckpoint(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = builder().start()) {
      observe(monitor, 200, 0, "cam-1", "cam-2");
      observe(monitor, 30, 0, "cam-1");
      monitor.checkpoint(file);
    }
    seconds += 100_000; // the time between does not count
    try (Monitor monitor = builder().restore(file).start()) {
      observe(monitor, 9, 0, "cam-1");
      assertEquals(List.of(), stopped());
      observe(monitor, 20, 0, "cam-1");
      assertEquals(1, stopped().size());
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder().restore(file).start()) {
      assertEquals(List.of(TWO), monitor.status().judged().silent());
      observe(monitor, 2, 0, "cam-1", "cam-2");
    }
    assertEquals(1, log.stopped.size());
    assertEquals(1, log.resumed.size());
  }

  /** Those for which there was no room were said to have stopped for ever. */
  @Test
  void whatIsForgottenHasNotStopped(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = builder().start()) {
      observe(monitor, 400, 0, "cam-1", "cam-2", "cam-3", "cam-4");
      observe(monitor, 200, 0, "cam-1");
      assertEquals(3, monitor.status().judged().silent().size());
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder().maximumSlices(2).restore(file).start()) {
      assertEquals(1, monitor.status().judged().silent().size());
      observe(monitor, 2, 0, "cam-5", "cam-6");
      assertEquals(List.of(), monitor.status().judged().silent());
    }
  }

  /** In the file both were a question mark: two windows of one slice, which is refused. */
  @Test
  void tagsThatAreNoTextGoOnAsOneSlice(@TempDir Path folder) {
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = builder().start()) {
      observe(monitor, 20, 0, "\uD800", "\uDC00", "?", "\uD83D\uDE00");
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder().restore(file).start()) {
      observe(monitor, 80, 0, "\uD800", "\uDC00", "?", "\uD83D\uDE00");
    }
    assertEquals(
        Set.of(Slice.ALL, new Slice("camera", "?"), new Slice("camera", "\uD83D\uDE00")),
        log.windows.stream().map(WindowJudged::slice).collect(Collectors.toSet()));
    assertEquals(List.of(), log.failures);
  }
}
