package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.event.WindowJudged;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MonitorMetricsTest {
  private final Monitor monitor =
      Monitor.builder(Baselines.ofVectors())
          .name("m")
          .sampler(Sampler.fraction(1))
          .fitAccepted()
          .slots(4)
          .polled()
          .start();
  private final MonitorStatus status = monitor.status();
  private final MeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    monitor.close();
  }

  private static DetectionResult result(
      Slice slice, String signal, Verdict verdict, double statistic, double threshold) {
    return Results.of(
        slice,
        signal,
        "ks",
        verdict,
        statistic,
        threshold,
        0.5,
        Results.bounds(0, 31, 1000, 4_500));
  }

  private static WindowJudged window(Slice slice, Verdict verdict, double statistic) {
    return new WindowJudged(
        "m", slice, List.of(result(slice, "noise", verdict, statistic, 2)), Optional.empty(), true);
  }

  private static Slice camera(int number) {
    return new Slice("camera", "cam-" + number);
  }

  private static double statistic(MeterRegistry registry, String name, String slice) {
    return registry
        .get(name)
        .tags("monitor", "m", "slice", slice, "signal", "noise", "detector", "ks")
        .gauge()
        .value();
  }

  private double sum(String... observations) {
    return Stream.of(observations)
        .flatMap(what -> registry.get("virk.observations." + what).meters().stream())
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }

  private List<String> slices() {
    return new ArrayList<>(
        new TreeSet<>(
            registry.getMeters().stream()
                .filter(meter -> meter.getId().getName().equals("virk.verdict"))
                .map(meter -> meter.getId().getTag("slice"))
                .toList()));
  }

  @Test
  void countersAreThoseOfTheStatus() {
    try (MonitorMetrics metrics = MonitorMetrics.of(monitor)) {
      metrics.bindTo(registry);
      for (int i = 0; i < 6; i++) {
        monitor.capture().embedding(Baselines.vector(2, i, 0).embedding()).commit();
      }
      assertEquals(4, monitor.poll(10));
      monitor.capture().close();
      assertEquals(1, registry.get("virk.running").tag("monitor", "m").gauge().value());
      assertEquals(7, registry.get("virk.observations.sampled").functionCounter().count());
      assertEquals(
          2,
          registry
              .get("virk.observations.dropped")
              .tag("reason", "no_slot")
              .functionCounter()
              .count());
      assertEquals(1, registry.get("virk.observations.aborted").functionCounter().count());
      assertEquals(4, registry.get("virk.observations.drained").functionCounter().count());
      monitor.capture().commit();
      assertEquals(1, registry.get("virk.observations.waiting").gauge().value());
      assertEquals(
          registry.get("virk.observations.sampled").functionCounter().count(),
          sum("dropped", "aborted", "orphaned", "drained", "waiting"),
          "nothing is missing");
      assertEquals(
          monitor.status().cost().memory(), registry.get("virk.memory").gauge().value(), "bytes");
      assertEquals("bytes", registry.get("virk.memory").gauge().getId().getBaseUnit());
      FunctionTimer drain = registry.get("virk.drain.time").functionTimer();
      assertEquals(4, drain.count());
      assertEquals(
          monitor.status().cost().worked().toNanos(), drain.totalTime(TimeUnit.NANOSECONDS), 1);
      assertEquals(
          List.of("embedder", "evaluation", "incident", "input", "learning", "listener", "summary"),
          registry.find("virk.failures").meters().stream()
              .map(meter -> meter.getId().getTag("part"))
              .sorted()
              .toList());
      monitor.close();
      assertEquals(0, registry.get("virk.running").gauge().value());
    }
  }

  @Test
  void whatIsLostOrWaitsOutsideTheObservationsIsMeteredToo() {
    MonitorStatus.Captured captured =
        new MonitorStatus.Captured(9, 1, 9, 0, 9, Map.of(), 0, 0, 2, 0, 4);
    MonitorStatus.Events events =
        new MonitorStatus.Events(3, 4, 5, Optional.empty(), 6, 7, 9, 10, 8, 11, 12);
    MonitorStatus busy =
        new MonitorStatus(
            "m",
            status.state(),
            status.learning(),
            status.sight(),
            captured,
            status.judged(),
            events,
            status.cost(),
            status.failures(),
            status.feedback(),
            status.performance());
    try (MonitorMetrics metrics = new MonitorMetrics(() -> busy, 10)) {
      metrics.bindTo(registry);
      assertEquals(2, registry.get("virk.observations.orphaned").functionCounter().count());
      assertEquals(3, registry.get("virk.events.waiting").tag("monitor", "m").gauge().value());
      assertEquals(
          4, registry.get("virk.events.dropped").tag("kind", "window").functionCounter().count());
      assertEquals(
          5, registry.get("virk.events.dropped").tag("kind", "other").functionCounter().count());
      assertEquals(7, registry.get("virk.incidents.waiting").gauge().value());
      assertEquals(9, registry.get("virk.incidents.spooled").gauge().value());
      assertEquals(10, registry.get("virk.incidents.lost").functionCounter().count());
      assertEquals(11, registry.get("virk.summaries.waiting").gauge().value());
      assertEquals(12, registry.get("virk.summaries.lost").functionCounter().count());
    }
  }

  @Test
  void failuresAreCountedByPart() {
    try (MonitorMetrics metrics = MonitorMetrics.of(monitor)) {
      metrics.bindTo(registry);
      monitor.capture().embedding(new float[] {1, 2, 3, Float.NaN}).commit();
      monitor.poll(1);
      assertEquals(1, registry.get("virk.failures").tag("part", "input").functionCounter().count());
      assertEquals(
          0, registry.get("virk.failures").tag("part", "embedder").functionCounter().count());
    }
  }

  @Test
  void everyVerdictHasItsNumber() {
    assertEquals(
        List.of(-1, 0, 1, 2),
        List.of(Verdict.INSUFFICIENT_DATA, Verdict.NORMAL, Verdict.WARNING, Verdict.DRIFT).stream()
            .map(StatisticGauges::number)
            .toList());
  }

  @Test
  void theLastWindowIsShown() {
    try (MonitorMetrics metrics = new MonitorMetrics(() -> status, 10)) {
      metrics.judged(window(Slice.ALL, Verdict.NORMAL, 1));
      metrics.bindTo(registry); // also what was judged before
      metrics.judged(window(camera(7), Verdict.WARNING, 1.5));
      metrics.judged(window(camera(7), Verdict.DRIFT, 3));
      assertEquals(List.of("all", "camera=cam-7"), slices());
      assertEquals(1, statistic(registry, "virk.statistic", "all"));
      assertEquals(0, statistic(registry, "virk.verdict", "all"));
      assertEquals(3, statistic(registry, "virk.statistic", "camera=cam-7"));
      assertEquals(2, statistic(registry, "virk.threshold", "camera=cam-7"));
      assertEquals(2, statistic(registry, "virk.verdict", "camera=cam-7"));
      assertEquals(
          4.5,
          registry
              .get("virk.window.timestamp")
              .tag("slice", "camera=cam-7")
              .timeGauge()
              .value(TimeUnit.SECONDS));
    }
  }

  @Test
  void tooLittleDataIsNoStatistic() {
    try (MonitorMetrics metrics = new MonitorMetrics(() -> status, 10)) {
      metrics.bindTo(registry);
      metrics.judged(window(Slice.ALL, Verdict.DRIFT, 5));
      metrics.judged(window(Slice.ALL, Verdict.INSUFFICIENT_DATA, Double.NaN));
      assertTrue(Double.isNaN(statistic(registry, "virk.statistic", "all")));
      assertEquals(-1, statistic(registry, "virk.verdict", "all"));
    }
  }

  @Test
  void theSeriesAreBoundedAndTheLeastRecentlyJudgedGoes() {
    try (MonitorMetrics metrics = new MonitorMetrics(() -> status, 2)) {
      metrics.bindTo(registry);
      metrics.judged(window(camera(1), Verdict.NORMAL, 1));
      metrics.judged(window(camera(2), Verdict.NORMAL, 1));
      metrics.judged(window(camera(1), Verdict.NORMAL, 1));
      metrics.judged(window(camera(3), Verdict.NORMAL, 1));
      assertEquals(List.of("camera=cam-1", "camera=cam-3"), slices());
      assertEquals(2, registry.find("virk.window.timestamp").meters().size());
      assertEquals(2, registry.find("virk.statistic").meters().size());
      assertEquals(2, registry.find("virk.threshold").meters().size());
      assertEquals(1, registry.get("virk.series.evicted").functionCounter().count());
      metrics.judged(window(camera(2), Verdict.WARNING, 1.5));
      assertEquals(List.of("camera=cam-2", "camera=cam-3"), slices());
      assertEquals(1.5, statistic(registry, "virk.statistic", "camera=cam-2"));
    }
  }

  @Test
  void oneStatisticOfASliceMayGoWhileAnotherStays() {
    try (MonitorMetrics metrics = new MonitorMetrics(() -> status, 2)) {
      metrics.bindTo(registry);
      metrics.judged(
          new WindowJudged(
              "m",
              camera(1),
              List.of(
                  result(camera(1), "noise", Verdict.NORMAL, 1, 2),
                  result(camera(1), "energy", Verdict.NORMAL, 1, 2),
                  result(camera(1), "margin", Verdict.NORMAL, 1, 2)),
              Optional.empty(),
              true));
      assertEquals(2, registry.find("virk.statistic").meters().size());
      assertNotNull(registry.find("virk.window.timestamp").meter());
    }
  }

  @Test
  void closingAndUnbindingRemoveTheMeters() {
    MeterRegistry other = new SimpleMeterRegistry();
    MonitorMetrics metrics = new MonitorMetrics(() -> status, 10);
    metrics.bindTo(registry);
    metrics.bindTo(other);
    metrics.judged(window(Slice.ALL, Verdict.NORMAL, 1));
    int bound = other.getMeters().size();
    assertTrue(bound > 10);
    metrics.unbind(registry);
    metrics.unbind(registry);
    assertEquals(List.of(), registry.getMeters());
    assertEquals(bound, other.getMeters().size());
    metrics.bindTo(registry);
    assertEquals(bound, registry.getMeters().size());
    metrics.close();
    metrics.close();
    assertEquals(List.of(), registry.getMeters());
    assertEquals(List.of(), other.getMeters());
    metrics.judged(window(Slice.ALL, Verdict.NORMAL, 1));
    assertEquals(List.of(), other.getMeters());
    assertThrows(IllegalStateException.class, () -> metrics.bindTo(registry));
  }

  @Test
  void aClosedBinderListensNoLonger() {
    MonitorMetrics metrics = MonitorMetrics.of(monitor);
    metrics.bindTo(registry);
    metrics.close();
    for (int i = 0; i < 16; i++) {
      monitor.capture().embedding(Baselines.vector(2, i, 0).embedding()).commit();
      monitor.poll(1);
    }
    assertEquals(1, monitor.status().judged().windows());
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void metersLiveAsLongAsTheMonitorAndDoNotKeepIt() {
    Monitor kept = DriftingMonitor.start("kept", new MonitorListener() {});
    bindAndForget(kept);
    WeakReference<Monitor> forgotten =
        bindAndForget(DriftingMonitor.start("forgotten", new MonitorListener() {}));
    DriftingMonitor.calm(kept);
    for (int i = 0; forgotten.get() != null && i < 100; i++) {
      System.gc();
    }
    assertNull(forgotten.get());
    assertEquals(10, registry.get("virk.windows").tag("monitor", "kept").functionCounter().count());
    assertEquals(1, registry.get("virk.running").tag("monitor", "kept").gauge().value());
    for (Gauge gauge : registry.get("virk.statistic").tag("monitor", "kept").gauges()) {
      assertTrue(gauge.value() >= 0, gauge.getId().toString()); // NaN once forgotten
    }
    kept.close();
  }

  /** The host keeps the registry and, of two monitors, one. */
  private WeakReference<Monitor> bindAndForget(Monitor monitor) {
    MonitorMetrics.of(monitor).bindTo(registry);
    return new WeakReference<>(monitor);
  }

  @Test
  void bindingTwiceIsHarmlessAndTheSameNameTwiceIsRefused() {
    try (MonitorMetrics metrics = new MonitorMetrics(() -> status, 10);
        MonitorMetrics namesake = new MonitorMetrics(() -> status, 10)) {
      metrics.bindTo(registry);
      List<Meter> meters = registry.getMeters();
      metrics.bindTo(registry);
      assertEquals(meters, registry.getMeters());
      IllegalArgumentException refused =
          assertThrows(IllegalArgumentException.class, () -> namesake.bindTo(registry));
      assertTrue(refused.getMessage().startsWith("monitor: m (expected:"), refused.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new MonitorMetrics(() -> status, 0));
  }

  @Test
  void filtersThatRenameOrDenyAreObeyedAndCleanedUpAfter() {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    registry
        .config()
        .commonTags("service", "line-3")
        .meterFilter(MeterFilter.denyNameStartsWith("virk.threshold"));
    composite.add(registry);
    MonitorMetrics metrics = new MonitorMetrics(() -> status, 10);
    metrics.bindTo(composite);
    metrics.judged(window(Slice.ALL, Verdict.NORMAL, 1));
    assertEquals(1, registry.find("virk.statistic").tag("service", "line-3").meters().size());
    assertEquals(0, registry.find("virk.threshold").meters().size());
    metrics.close();
    assertEquals(List.of(), composite.getMeters());
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void windowsAndBindingsMayComeFromManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    MonitorMetrics metrics = new MonitorMetrics(() -> status, 20);
    try {
      List<Future<?>> all = new ArrayList<>();
      all.add(
          threads.submit(
              () ->
                  IntStream.range(0, 3000)
                      .forEach(i -> metrics.judged(window(camera(i % 37), Verdict.NORMAL, i)))));
      all.add(
          threads.submit(
              () ->
                  IntStream.range(0, 300)
                      .forEach(
                          i -> {
                            metrics.bindTo(registry);
                            metrics.unbind(registry);
                          })));
      all.add(
          threads.submit(
              () ->
                  IntStream.range(0, 3000)
                      .forEach(i -> registry.getMeters().forEach(Meter::measure))));
      for (Future<?> each : all) {
        each.get(30, TimeUnit.SECONDS);
      }
      metrics.bindTo(registry);
      assertEquals(20, registry.find("virk.statistic").meters().size());
    } finally {
      threads.shutdownNow();
      metrics.close();
    }
    assertEquals(List.of(), registry.getMeters());
  }
}
