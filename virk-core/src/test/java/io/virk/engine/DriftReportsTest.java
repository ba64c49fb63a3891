package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Playbook;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.incident.internal.FlightRecorder;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import io.virk.signal.Schemas;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DriftReportsTest {
  @Test
  void aDriftThatCannotBeExplainedIsToldAllTheSame() {
    List<MonitorEvent> events = new ArrayList<>();
    DriftReports reports =
        new DriftReports(
            "m",
            (drift, kind, reference, rows, sample) -> {
              throw new IllegalStateException("no words");
            },
            Playbook.standard(),
            Baselines.ofVectors(),
            new FlightRecorder(0, false),
            new TaggedRows(Schemas.STANDARD),
            new Failures("m", events::add));
    SliceWindow window =
        new SliceWindow(Slice.ALL, WindowPolicy.DEFAULT.resolve(16), Schemas.STANDARD, 0);
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
                        Results.bounds(0, 15, 0, 15_000))),
                onset -> new TreeSet<>(List.of(Slice.ALL)))
            .orElseThrow()
            .drift();

    DriftOpened opened = reports.opened(drift, window, tracker);
    assertEquals("the whole stream differs from the baseline", opened.diagnosis().headline());
    assertTrue(
        opened.diagnosis().explanation().contains("mean-shift of energy 3.00, threshold 2.00"),
        opened.diagnosis().explanation());
    assertEquals(1, events.size());
    Failed failed = assertInstanceOf(Failed.class, events.get(0));
    assertEquals(Failed.Part.EVALUATION, failed.part());
    assertEquals("no words", failed.cause().getMessage());

    DriftClosed closed = reports.closed(drift);
    assertEquals(opened.diagnosis(), closed.diagnosis());
    assertEquals(1, reports.opened());
    assertEquals(1, reports.closed());
  }
}
