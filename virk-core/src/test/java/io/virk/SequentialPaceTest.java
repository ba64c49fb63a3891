package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.FalseAlarms;
import io.virk.detect.SequentialDetector;
import io.virk.detect.WindowPolicy;
import io.virk.event.DriftOpened;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Observation;
import io.virk.signal.ScalarSignal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequential detectors where the allowance is counted by the clock or in sampled windows. */
@Tag("slow")
@Tag("once")
class SequentialPaceTest {
  private static final Set<String> SEQUENTIAL =
      SequentialDetector.all().stream().map(SequentialDetector::name).collect(Collectors.toSet());
  private static final Baseline BASELINE = Baselines.ofTwoCameras(8, 2400);

  @TempDir private Path folder;

  private final EventLog log = new EventLog();
  private long now = 1_700_000_000_000L;

  private MonitorBuilder builder(EventLog to) {
    return Monitor.builder(BASELINE)
        .sampler(Sampler.fraction(1))
        .fitAccepted()
        .sequential(SequentialDetector.all().toArray(SequentialDetector[]::new))
        .clock(() -> Instant.ofEpochMilli(now))
        .nanoClock(() -> 1_000_000 * now)
        .listener(to)
        .polled();
  }

  /** Two cameras in turn, both moved, one observation after so many milliseconds. */
  private void observe(Monitor monitor, int from, int to, double moved, long millis) {
    for (int i = from; i < to; i++) {
      now += millis;
      Observation o = Baselines.vector(6, i, moved);
      monitor
          .capture()
          .embedding(o.embedding())
          .logits(o.logits())
          .tag("camera", "cam-" + i % 2)
          .commit();
      monitor.poll(1);
    }
  }

  /** Drifts that a sequential detector opened. */
  private long alarms() {
    return log.opened.stream()
        .filter(o -> SEQUENTIAL.contains(o.drift().evidence().get(0).detector()))
        .count();
  }

  private static void isAtMost(double asked, long alarms) {
    // three standard deviations above what was asked for, were each alarm independent
    assertTrue(alarms <= asked + 3 * Math.sqrt(asked), alarms + " alarms, asked for " + asked);
    assertTrue(alarms > 0, "so rarely that the test says nothing");
  }

  @ParameterizedTest
  @ValueSource(longs = {50, 20_000})
  void byTheClockNoMoreFalseAlarmsThanAskedForAtAnyPace(long millis) {
    int n = 16_000;
    Duration distance = Duration.ofMillis(400 * millis);
    try (Monitor monitor = builder(log).falseAlarms(FalseAlarms.oncePer(distance)).start()) {
      observe(monitor, 0, n, 0, millis);
      isAtMost(n / 400 / 2.0, alarms());
    }
  }

  @Test
  void byTheClockAPaceThatChangesIsFollowed() {
    Duration distance = Duration.ofSeconds(200);
    try (Monitor monitor = builder(log).falseAlarms(FalseAlarms.oncePer(distance)).start()) {
      long begin = now;
      observe(monitor, 0, 6_000, 0, 500);
      observe(monitor, 6_000, 12_000, 0, 10);
      observe(monitor, 12_000, 18_000, 0, 500);
      isAtMost((now - begin) / 2.0 / distance.toMillis(), alarms());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {10, 100})
  void inSampledWindowsNoMoreFalseAlarmsThanAskedForAtAnyPace(long millis) {
    WindowPolicy windows = WindowPolicy.ofTime(Duration.ofSeconds(4));
    try (Monitor monitor =
        builder(log).windows(windows).falseAlarms(FalseAlarms.oncePerWindows(20)).start()) {
      observe(monitor, 0, millis == 10 ? 200_000 : 20_000, 0, millis);
      isAtMost(log.windows.size() / 20.0 / 2, alarms());
    }
  }

  /** Thresholds are those of an allowance in observations that is as large at this pace. */
  @Test
  void theRateIsThatOfThePace() {
    long distance = 1_000_000;
    EventLog counted = new EventLog();
    try (Monitor monitor =
        builder(log).falseAlarms(FalseAlarms.oncePer(Duration.ofMillis(100 * distance))).start()) {
      observe(monitor, 0, 1280, 0, 100);
    }
    long less = Math.round(distance / 0.8 * 64 / 63); // the first run lasts 63 steps, not 64
    try (Monitor monitor =
        builder(counted).falseAlarms(FalseAlarms.oncePerObservations(less)).start()) {
      observe(monitor, 0, 1280, 0, 100);
    }
    List<DetectionResult> byClock = last(log);
    List<DetectionResult> byCount = last(counted);
    assertEquals(byCount.size(), byClock.size());
    int compared = 0;
    for (int i = 0; i < byClock.size(); i++) {
      if (SEQUENTIAL.contains(byClock.get(i).detector())) {
        double expected = byCount.get(i).evidence().threshold();
        assertEquals(
            expected,
            byClock.get(i).evidence().threshold(),
            1e-4 * expected,
            byClock.get(i)::detector);
        compared++;
      }
    }
    assertTrue(compared >= 6);
  }

  private static List<DetectionResult> last(EventLog of) {
    return of.windows.get(of.windows.size() - 1).results();
  }

  @Test
  void aDriftThatOpensBetweenSampledWindowsIsExplainedByTheLastObservations() {
    WindowPolicy windows = WindowPolicy.ofTime(Duration.ofHours(1));
    try (Monitor monitor =
        builder(log).windows(windows).falseAlarms(FalseAlarms.oncePerWindows(100)).start()) {
      observe(monitor, 0, 3000, 0, 10_000);
      assertEquals(List.of(), log.opened);
      observe(monitor, 3000, 3060, 2, 10_000);
      var opened = log.opened.get(0);
      assertTrue(SEQUENTIAL.contains(opened.drift().evidence().get(0).detector()));
      assertEquals(3000, opened.drift().onset().best().sequence(), 10);
      double change =
          opened.diagnosis().changes().stream()
              .filter(c -> c.signal().equals(ScalarSignal.MAHALANOBIS.name()))
              .mapToDouble(c -> Math.abs(c.deviations()))
              .findFirst()
              .orElseThrow();
      assertTrue(change > 1, "the sample of the hour hardly has it: " + change);
    }
  }

  /** A number of windows is no time: what was earned in them is not earned since 1970. */
  @Test
  void anAccountInAnotherUnitBeginsAnew() {
    WindowPolicy windows = WindowPolicy.ofTime(Duration.ofSeconds(20));
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor =
        builder(new EventLog())
            .windows(windows)
            .falseAlarms(FalseAlarms.oncePerWindows(50))
            .start()) {
      observe(monitor, 0, 900, 0, 1000);
      monitor.checkpoint(file);
    }
    FalseAlarms seldom = FalseAlarms.oncePer(Duration.ofDays(365));
    try (Monitor monitor =
        builder(log).windows(windows).falseAlarms(seldom).restore(file).start()) {
      observe(monitor, 900, 2900, 0, 1000);
    }
    assertEquals(0, alarms());
  }

  private static FalseAlarms allowance(FalseAlarms.Unit unit) {
    return new FalseAlarms(unit, unit == FalseAlarms.Unit.TIME ? 10_000_000 : 50, 0);
  }

  @ParameterizedTest
  @CsvSource({"TIME, 900", "TIME, 2100", "WINDOWS, 900", "WINDOWS, 2100"})
  void theyGoOnFromACheckpoint(FalseAlarms.Unit unit, int stop) {
    EventLog parts = new EventLog();
    Path file = folder.resolve("checkpoint");
    FalseAlarms allowance = allowance(unit);
    WindowPolicy windows =
        unit == FalseAlarms.Unit.TIME
            ? WindowPolicy.DEFAULT
            : WindowPolicy.ofTime(Duration.ofSeconds(20));
    long begin = now;
    try (Monitor monitor = builder(log).windows(windows).falseAlarms(allowance).start()) {
      observe(monitor, 0, 2000, 0, 1000);
      observe(monitor, 2000, 2600, 1.5, 200);
    }
    now = begin;
    try (Monitor monitor = builder(parts).windows(windows).falseAlarms(allowance).start()) {
      observe(monitor, 0, Math.min(2000, stop), 0, 1000);
      observe(monitor, 2000, stop, 1.5, 200);
      monitor.checkpoint(file);
    }
    try (Monitor monitor =
        builder(parts).windows(windows).falseAlarms(allowance).restore(file).start()) {
      observe(monitor, stop, 2000, 0, 1000);
      observe(monitor, Math.max(2000, stop), 2600, 1.5, 200);
    }
    assertTrue(sequential(log).size() > 0 && log.opened.size() > 0);
    assertEquals(sequential(log), sequential(parts));
    assertEquals(
        log.opened.stream().map(DriftOpened::drift).toList(),
        parts.opened.stream().map(DriftOpened::drift).toList());
  }

  @Test
  void anAllowanceThatWasChangedHoldsFromTheRestartOn() {
    Path file = folder.resolve("checkpoint");
    try (Monitor monitor =
        builder(new EventLog())
            .falseAlarms(FalseAlarms.oncePer(Duration.ofSeconds(2000)))
            .start()) {
      observe(monitor, 0, 100, 0, 1000);
      monitor.checkpoint(file);
    }
    FalseAlarms rarer = FalseAlarms.oncePerObservations(2_000_000);
    EventLog fresh = new EventLog();
    try (Monitor monitor = builder(fresh).falseAlarms(rarer).start()) {
      observe(monitor, 100, 200, 0, 1000);
    }
    try (Monitor monitor = builder(log).falseAlarms(rarer).restore(file).start()) {
      observe(monitor, 100, 200, 0, 1000);
    }
    // either threshold of a two-sided CUSUM may be told
    assertEquals(thresholds(fresh, "newma"), thresholds(log, "newma"));
    assertEquals(thresholds(fresh, "e-detector"), thresholds(log, "e-detector"));
  }

  private static Set<Double> thresholds(EventLog of, String detector) {
    return sequential(of).stream()
        .filter(r -> r.detector().equals(detector))
        .map(r -> r.evidence().threshold())
        .collect(Collectors.toSet());
  }

  /** What sequential detectors said. */
  private static List<DetectionResult> sequential(EventLog of) {
    return of.windows.stream()
        .flatMap(w -> w.results().stream())
        .filter(r -> SEQUENTIAL.contains(r.detector()))
        .toList();
  }
}
