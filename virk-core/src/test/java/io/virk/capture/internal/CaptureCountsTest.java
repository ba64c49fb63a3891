package io.virk.capture.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.EventLog;
import io.virk.Monitor;
import io.virk.MonitorListener;
import io.virk.MonitorStatus;
import io.virk.capture.Capture;
import io.virk.capture.CaptureCost;
import io.virk.event.DropReason;
import io.virk.event.ObservationsDropped;
import io.virk.sampling.Sampler;
import io.virk.scenes.Baselines;
import io.virk.signal.Flaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Which captures are taken, which are dropped, and what is told of both. */
class CaptureCountsTest {
  @Test
  void markedInferencesAreKeptButEnterNoWindow() {
    EventLog log = new EventLog();
    Sampler never = Sampler.fraction(0.01, () -> -1L);
    try (Monitor monitor = CaptureFormsTest.vectors(log, never)) {
      for (int i = 0; i < 40; i++) {
        assertFalse(monitor.capture().isSampled());
        monitor.captureAlways().embedding(new float[] {9, 9, 9, 9}).id(i).commit();
        monitor.poll(1);
      }
      MonitorStatus status = monitor.status();
      assertEquals(40, status.judged().observations());
      assertEquals(40, status.captured().marked());
      assertEquals(40, status.captured().sampled());
      assertEquals(0, status.captured().inferences());
      assertEquals(0.01, status.captured().fraction());
      assertEquals(0, log.windows.size());
    }
    try (Monitor monitor = CaptureFormsTest.vectors(log, Sampler.fraction(1))) {
      for (int i = 0; i < 16; i++) {
        monitor.captureAlways().embedding(Baselines.vector(1, i, 0).embedding()).commit();
      }
      monitor.poll(100);
      assertEquals(1, log.windows.size(), "what the sampler chooses anyway is like the others");
      assertEquals(0, monitor.status().captured().marked());
      assertEquals(16, monitor.status().captured().inferences());
    }
  }

  @Test
  void aKindThatIsSampledMoreOftenEntersTheWindowsOfAllByItsWeight() {
    EventLog log = new EventLog();
    Sampler tenth =
        new Sampler() {
          @Override
          public double sample() {
            return 0.1;
          }

          @Override
          public double fraction() {
            return 1;
          }
        };
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(tenth)
            .sliceBy("camera")
            .listener(log)
            .polled()
            .start()) {
      for (int i = 0; i < 16 * 200; i++) {
        monitor
            .capture()
            .embedding(Baselines.vector(8, i, 0).embedding())
            .tag("camera", "rare")
            .commit();
        monitor.poll(1);
      }
      long ofAll = log.windows.stream().filter(w -> w.slice().isAll()).count();
      assertEquals(200, log.windows.size() - ofAll, 8, "its own windows take every observation");
      assertEquals(20, ofAll, 8);
    }
  }

  @Test
  void tagValuesBeyondTheLimitCountAsMissing() {
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .sliceBy("camera")
            .maximumTagValues(3)
            .polled()
            .start()) {
      for (int i = 0; i < 10; i++) {
        monitor.capture().tag("camera", "cam-" + i % 5).commit();
      }
      monitor.poll(100);
      assertEquals(
          Map.of(Flaw.TAG_LIMIT, 4L, Flaw.SLICE_TAG, 4L), monitor.status().judged().flaws());
    }
  }

  @Test
  void capturesAreTimedAndTheirLagIsTold() {
    AtomicLong nanos = new AtomicLong();
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .nanoClock(() -> nanos.getAndAdd(1000))
            .polled()
            .start()) {
      assertEquals(0, monitor.status().cost().capture().count());
      assertEquals(0, monitor.status().cost().capture().meanNanos());
      for (int i = 0; i < 33; i++) {
        monitor.capture().embedding(new float[4]).commit();
      }
      nanos.addAndGet(5_000_000);
      monitor.poll(100);
      CaptureCost cost = monitor.status().cost().capture();
      assertEquals(3, cost.count());
      assertEquals(1000, cost.meanNanos(), 10);
      assertEquals(1000, cost.maxNanos(), 10);
      assertTrue(monitor.status().cost().lag().compareTo(Duration.ofMillis(5)) >= 0);
      assertTrue(monitor.status().cost().worked().toNanos() > 0);
      assertTrue(monitor.status().cost().memory() > 64 * 28);
    }
  }

  @Test
  void dropsAreToldAtOnceAndThenOnceAPeriod() {
    AtomicLong nanos = new AtomicLong();
    List<ObservationsDropped> told = new ArrayList<>();
    MonitorListener listener =
        new MonitorListener() {
          @Override
          public void onObservationsDropped(ObservationsDropped event) {
            told.add(event);
          }
        };
    try (Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .slots(4)
            .lease(Duration.ofHours(1))
            .nanoClock(nanos::get)
            .dropReportPeriod(Duration.ofSeconds(10))
            .listener(listener)
            .polled()
            .start()) {
      Capture held = monitor.capture();
      for (int second = 0; second < 25; second++) {
        for (int i = 0; i < 5; i++) {
          monitor.capture().commit(); // three find a slot
        }
        monitor.poll(100);
        nanos.addAndGet(1_000_000_000L);
      }
      held.close();
      assertEquals(3, told.size());
      assertEquals(2, told.get(0).dropped().get(DropReason.NO_SLOT));
      assertEquals(20, told.get(1).dropped().get(DropReason.NO_SLOT));
      assertEquals(20, told.get(2).dropped().get(DropReason.NO_SLOT));
      assertEquals(0, told.get(2).dropped().get(DropReason.CPU_BUDGET));
      assertEquals(1, told.get(0).held());
      assertEquals(4, told.get(0).slots());
      assertEquals(50, monitor.status().captured().dropped());
    }
  }

  @Test
  void aNanoClockThatThrowsCostsNothing() {
    Monitor monitor =
        Monitor.builder(Baselines.ofVectors())
            .sampler(Sampler.fraction(1))
            .fitAccepted()
            .slots(4)
            .nanoClock(
                () -> {
                  throw new IllegalStateException("no clock");
                })
            .closeTimeout(Duration.ofMinutes(1))
            .start();
    for (int i = 0; i < 4; i++) {
      Capture capture = monitor.capture();
      assertTrue(capture.isSampled());
      capture.embedding(new float[4]).commit();
    }
    monitor.close();
    assertEquals(4, monitor.status().judged().observations());
  }
}
