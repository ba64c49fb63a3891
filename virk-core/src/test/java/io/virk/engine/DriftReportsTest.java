package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.detect.WindowPolicy;
import io.virk.diagnose.Playbook;
import io.virk.event.DriftClosed;
import io.virk.event.DriftOpened;
import io.virk.event.Failed;
import io.virk.event.MonitorEvent;
import io.virk.event.internal.Failures;
import io.virk.scenes.Baselines;
import io.virk.scenes.Results;
import io.virk.signal.ScalarSignal;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import io.virk.signal.internal.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DriftReportsTest {
  private int explained;

  /** 16 rows in which energy is moved, from a number on. */
  private static SignalTable rows(int from, double moved) {
    SignalTable rows = new SignalTable(Schemas.STANDARD, 16);
    for (int i = 0; i < 16; i++) {
      double energy = moved + (i % 2 == 0 ? 1 : -1);
      rows.append(Values.set(Values.numbered(from + i), ScalarSignal.ENERGY, energy));
    }
    return rows;
  }

  private void update(DriftReports reports, Drift drift, int window, double moved) {
    SignalTable rows = rows(16 * window, moved);
    reports.updated(
        drift,
        Optional.of(new Judge.Judgement(Slice.ALL, rows, List.of(energy(rows)), Optional.empty())));
  }

  private static DetectionResult energy(SignalTable rows) {
    return Results.of(
        Slice.ALL, "energy", "mean-shift", Verdict.DRIFT, 3, 2, 1e-6, WindowBounds.of(rows));
  }

  /** An explanation takes as long as hundreds of judgements. */
  @Test
  void whatLooksTheSameIsExplainedOnceInEight() {
    DriftReports reports =
        new DriftReports(
            "m",
            (drift, kind, reference, rows, sample) -> {
              explained++;
              return CourseTest.named(0.9, 0.05, 2);
            },
            Playbook.standard(),
            Baselines.ofVectors(),
            Recorder.NONE,
            new TaggedRows(Schemas.STANDARD),
            new Failures("m", event -> {}));
    DriftTracker tracker = new DriftTracker(new EmissionPolicy(1, 1, 1));
    Drift drift =
        tracker
            .accept(
                Slice.ALL, List.of(energy(rows(0, 20))), onset -> new TreeSet<>(List.of(Slice.ALL)))
            .orElseThrow()
            .drift();
    reports.opened(drift, window(rows(0, 20)), s -> null, tracker);
    for (int window = 1; window <= 20; window++) {
      update(reports, drift, window, 20);
    }
    assertEquals(1 + 4 + 2, explained, "as it opens, while it is young, and every eighth");
    update(reports, drift, 21, 40);
    update(reports, drift, 22, 40);
    assertEquals(1 + 4 + 2 + 2, explained, "it moves");
  }

  private static SliceWindow window(SignalTable rows) {
    SliceWindow window =
        new SliceWindow(Slice.ALL, WindowPolicy.DEFAULT.resolve(16), Schemas.STANDARD, 0);
    for (int i = 0; i < rows.rows(); i++) {
      window.append(
          Values.set(Values.numbered(i), ScalarSignal.ENERGY, rows.scalar(ScalarSignal.ENERGY)[i]),
          0,
          new SplittableRandom(1));
    }
    return window;
  }

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
            Recorder.NONE,
            new TaggedRows(Schemas.STANDARD),
            new Failures("m", events::add));
    SliceWindow window = window(rows(0, 0));
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

    DriftOpened opened = reports.opened(drift, window, s -> null, tracker);
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
