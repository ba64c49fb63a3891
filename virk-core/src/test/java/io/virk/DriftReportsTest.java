package io.virk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.DriftTracker;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.incident.FlightRecorder;
import io.virk.internal.GuardedListeners;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import io.virk.signal.Values;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DriftReportsTest {
  private final EventLog log = new EventLog();

  @Test
  void aDriftThatCannotBeExplainedIsToldAllTheSame() {
    GuardedListeners<MonitorListener> listeners =
        new GuardedListeners<>(LoggerFactory.getLogger(Monitor.class), "m");
    listeners.add(log);
    DriftReports reports =
        new DriftReports(
            "m",
            (drift, reference, rows) -> {
              throw new IllegalStateException("no words");
            },
            Baselines.ofVectors(),
            new FlightRecorder(0),
            Optional.empty(),
            new Failures("m", listeners, LoggerFactory.getLogger(Monitor.class)),
            LoggerFactory.getLogger(Monitor.class));
    SliceWindow window = new SliceWindow(Slice.ALL, WindowPolicy.DEFAULT.resolve(16), 0, 0);
    for (int i = 0; i < 16; i++) {
      window.append(Values.numbered(i), 0, new SplittableRandom(1));
    }
    DriftTracker tracker = new DriftTracker(new EmissionPolicy(1, 1, 1));
    Drift drift =
        tracker
            .accept(
                Slice.ALL,
                List.of(
                    Results.of(
                        Slice.ALL,
                        "energy",
                        "mean-shift",
                        Verdict.DRIFT,
                        3,
                        2,
                        1e-6,
                        new WindowBounds(0, 15, 0, 15_000))),
                onset -> new TreeSet<>(List.of(Slice.ALL)))
            .orElseThrow()
            .drift();

    DriftOpened opened = reports.opened(drift, window, tracker);
    assertEquals("the whole stream differs from the baseline", opened.diagnosis().headline());
    assertTrue(
        opened.diagnosis().explanation().contains("mean-shift of energy 3.00, threshold 2.00"),
        opened.diagnosis().explanation());
    assertEquals(1, log.failures.size());
    assertEquals(MonitorFailure.Part.EVALUATION, log.failures.get(0).part());
    assertEquals("no words", log.failures.get(0).cause().getMessage());

    DriftClosed closed = reports.closed(drift);
    assertEquals(opened.diagnosis(), closed.diagnosis());
    assertEquals(1, reports.opened());
    assertEquals(1, reports.closed());
  }
}
