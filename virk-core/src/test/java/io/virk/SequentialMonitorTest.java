package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.SequentialDetector;
import io.virk.detect.Verdict;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequential detectors in a monitor. */
@Tag("slow")
class SequentialMonitorTest {
  private static final int WINDOW = 32;
  private static final Baseline BASELINE = Baselines.ofTwoCameras(WINDOW, 1600);

  @TempDir private Path folder;

  private static MonitorBuilder builder(EventLog log) {
    return Monitor.builder(BASELINE)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sequential(
            SequentialDetector.named("e-detector"),
            SequentialDetector.named("newma"),
            SequentialDetector.named("cusum"))
        .clock(Baselines.CLOCK)
        .listener(log)
        .polled();
  }

  /** Two cameras in turn, the second one moved. */
  private static void observe(Monitor monitor, int from, int to, double moved) {
    for (int i = from; i < to; i++) {
      Observation o = Baselines.vector(6, i, i % 2 == 1 ? moved : 0);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + i % 2)
          .commit();
      monitor.poll(1);
    }
  }

  @Test
  void aDriftOpensBetweenWindowsAndClosesWhenItIsOver() {
    EventLog log = new EventLog();
    try (Monitor monitor = builder(log).start()) {
      observe(monitor, 0, 200, 0);
      assertEquals(List.of(), log.opened);
      observe(monitor, 200, 700, 2);
      assertEquals(1, log.opened.size(), "one drift, and it is not told again");
      var drift = log.opened.get(0).drift();
      assertEquals("camera=cam-1", drift.where());
      assertTrue(drift.opened().sequence() < 200 + WINDOW, () -> "late: " + drift);
      assertEquals(200, drift.onset().best().sequence(), 10);
      assertTrue(
          SequentialDetector.all().stream()
              .anyMatch(d -> d.name().equals(drift.evidence().get(0).detector())));
      assertEquals(List.of(), log.closed);
      observe(monitor, 700, 1400, 0);
      assertEquals(1, log.closed.size());
      assertEquals(1, log.opened.size());
      assertEquals(List.of(), log.failures);
    }
  }

  @Test
  void windowsTellHowTheyStand() {
    EventLog log = new EventLog();
    try (Monitor monitor = builder(log).start()) {
      observe(monitor, 0, 128, 0);
    }
    Set<String> told =
        log.windows.get(0).results().stream()
            .map(r -> r.signal() + '/' + r.detector())
            .collect(Collectors.toSet());
    for (String key :
        List.of(
            "mahalanobis/cusum",
            "energy/cusum",
            "confidence/cusum",
            "mahalanobis/e-detector",
            "energy/e-detector",
            "embedding/newma")) {
      assertTrue(told.contains(key), key + " in " + told);
    }
    assertTrue(log.windows.stream().noneMatch(w -> w.verdict() == Verdict.DRIFT));
  }

  @Test
  void windowsAndWatchesShareTheAllowance() {
    EventLog with = new EventLog();
    EventLog without = new EventLog();
    try (Monitor monitor = builder(with).start()) {
      observe(monitor, 0, 4 * WINDOW, 0);
    }
    try (Monitor monitor =
        Monitor.builder(BASELINE)
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .listener(without)
            .polled()
            .start()) {
      observe(monitor, 0, 4 * WINDOW, 0);
    }
    DetectionResult shared = firstOfAll(with);
    DetectionResult alone = firstOfAll(without);
    assertTrue(shared.evidence().threshold() > alone.evidence().threshold());
    assertEquals(alone.evidence().statistic(), shared.evidence().statistic());
  }

  private static DetectionResult firstOfAll(EventLog log) {
    return log.windows.stream()
        .filter(w -> w.slice().isAll())
        .findFirst()
        .orElseThrow()
        .results()
        .get(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 205, 230, 400, 660})
  void theyGoOnFromACheckpoint(int stop) {
    EventLog whole = new EventLog();
    EventLog parts = new EventLog();
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor = builder(whole).start()) {
      observe(monitor, 0, 200, 0);
      observe(monitor, 200, 600, 1.5);
      observe(monitor, 600, 900, 0);
    }
    try (Monitor monitor = builder(parts).start()) {
      observe(monitor, 0, Math.min(200, stop), 0);
      observe(monitor, 200, Math.min(600, stop), 1.5);
      observe(monitor, 600, stop, 0);
      monitor.checkpoint(file);
    }
    try (Monitor monitor = builder(parts).restore(file).start()) {
      observe(monitor, stop, 200, 0);
      observe(monitor, Math.max(200, stop), 600, 1.5);
      observe(monitor, Math.max(600, stop), 900, 0);
    }
    assertEquals(
        whole.windows.stream().map(WindowJudged::results).toList(),
        parts.windows.stream().map(WindowJudged::results).toList());
    assertEquals(
        whole.opened.stream().map(DriftOpened::drift).toList(),
        parts.opened.stream().map(DriftOpened::drift).toList());
    assertEquals(
        whole.closed.stream().map(DriftClosed::drift).toList(),
        parts.closed.stream().map(DriftClosed::drift).toList());
  }

  @Test
  void whatCannotBePromisedIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Monitor.builder(BASELINE)
                    .sequential(
                        SequentialDetector.named("cusum"), SequentialDetector.named("cusum"))
                    .start());
    assertTrue(e.getMessage().contains("two of a name"), e.getMessage());
    e = assertThrows(IllegalArgumentException.class, () -> SequentialDetector.named("ewma"));
    assertTrue(e.getMessage().contains("one of [e-detector, newma, cusum]"), e.getMessage());
  }
}
