package io.virk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.detect.DetectionResult;
import io.virk.event.DriftOpened;
import io.virk.event.WindowJudged;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real monitor that drifts and recovers, as its operator sees it. */
class DriftMetricsTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final List<DriftOpened> opened = new ArrayList<>();
  private final List<WindowJudged> windows = new ArrayList<>();
  private final MonitorListener log =
      new MonitorListener() {
        @Override
        public void onDriftOpened(DriftOpened event) {
          opened.add(event);
        }

        @Override
        public void onWindowJudged(WindowJudged event) {
          windows.add(event);
        }
      };

  private double gauge(String name, DetectionResult of) {
    return registry
        .get(name)
        .tags("slice", of.slice().toString(), "signal", of.signal(), "detector", of.detector())
        .gauge()
        .value();
  }

  private double counter(String name) {
    return registry.get(name).functionCounter().count();
  }

  private double worstVerdict() {
    return registry.find("virk.verdict").gauges().stream()
        .mapToDouble(Gauge::value)
        .max()
        .orElseThrow();
  }

  @Tag("slow")
  @Test
  void aDriftIsSeenInTheGaugesAndRecorded() {
    List<RecordedEvent> events =
        Recordings.during(
            "end-to-end",
            () -> {
              try (Monitor monitor = DriftingMonitor.start("end-to-end", log);
                  MonitorMetrics metrics = MonitorMetrics.of(monitor)) {
                metrics.bindTo(registry);
                DriftingMonitor.calm(monitor);
                assertEquals(0, registry.get("virk.drifts.open").gauge().value());
                assertTrue(worstVerdict() < 2);

                DriftingMonitor.drift(monitor);
                assertEquals(1, opened.size());
                assertEquals(1, registry.get("virk.drifts.open").gauge().value());
                assertEquals(1, counter("virk.drifts.opened"));
                assertEquals(0, counter("virk.drifts.closed"));
                DetectionResult strongest = opened.get(0).drift().evidence().get(0);
                assertEquals(2, gauge("virk.verdict", strongest));
                assertTrue(gauge("virk.statistic", strongest) > gauge("virk.threshold", strongest));
                assertGaugesAreThoseOf(windows.get(windows.size() - 1));

                DriftingMonitor.recover(monitor);
                assertEquals(0, registry.get("virk.drifts.open").gauge().value());
                assertEquals(1, counter("virk.drifts.closed"));
                assertEquals(
                    13,
                    counter("virk.windows"),
                    "it closes within the last one, which begins anew");
                assertEquals(224, counter("virk.observations.drained"));
              }
            });
    assertEquals(List.of(), registry.getMeters());
    assertRecorded(events);
  }

  private void assertGaugesAreThoseOf(WindowJudged last) {
    assertFalse(last.results().isEmpty());
    for (DetectionResult result : last.results()) {
      assertEquals(result.evidence().statistic(), gauge("virk.statistic", result));
      assertEquals(result.evidence().threshold(), gauge("virk.threshold", result));
      assertEquals(StatisticGauges.number(result.verdict()), gauge("virk.verdict", result));
    }
    assertEquals(3 * last.results().size(), registry.getMeters().stream().filter(this::of).count());
  }

  private boolean of(Meter meter) {
    return meter.getId().getTag("detector") != null;
  }

  private void assertRecorded(List<RecordedEvent> events) {
    List<RecordedEvent> drifts = Recordings.named(events, "virk.DriftOpened");
    assertEquals(1, drifts.size());
    DetectionResult strongest = opened.get(0).drift().evidence().get(0);
    assertEquals(opened.get(0).diagnosis().headline(), drifts.get(0).getString("headline"));
    assertEquals(strongest.signal(), drifts.get(0).getString("signal"));
    assertEquals(strongest.evidence().statistic(), drifts.get(0).getDouble("statistic"));
    assertEquals(160, drifts.get(0).getLong("onsetObservation"));
    assertEquals(1, Recordings.named(events, "virk.DriftClosed").size());
    assertEquals(13, Recordings.named(events, "virk.WindowJudged").size());
    assertEquals(
        224,
        Recordings.named(events, "virk.Drain").stream().mapToInt(e -> e.getInt("taken")).sum());
    assertEquals(List.of(), Recordings.named(events, "virk.Failure"));
  }

  @Test
  void dropsAndFailuresAreRecorded() {
    List<RecordedEvent> events =
        Recordings.during(
            "overrun",
            () -> {
              try (Monitor monitor = DriftingMonitor.start("overrun", log)) {
                for (int i = 0; i < 70; i++) {
                  monitor.capture().embedding(new float[] {1, 2, Float.NaN, 4}).commit();
                }
                monitor.poll(1);
              }
            });
    RecordedEvent dropped = Recordings.named(events, "virk.ObservationsDropped").get(0);
    assertEquals("NO_SLOT", dropped.getString("reason"));
    assertEquals(6, dropped.getLong("dropped"));
    RecordedEvent failure = Recordings.named(events, "virk.Failure").get(0);
    assertEquals("INPUT", failure.getString("part"));
  }
}
