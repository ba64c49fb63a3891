package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowPolicy;
import io.virk.event.Fit;
import io.virk.event.StreamFitted;
import io.virk.scenes.Results;
import io.virk.signal.Schemas;
import io.virk.signal.SignalTable;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittingTest {
  private final Fitting fitting = new Fitting(false);
  private int window;

  private static DetectionResult result(String signal, Verdict verdict, int window) {
    return Results.of(
        Slice.ALL,
        signal,
        "mean-shift",
        verdict,
        verdict == Verdict.DRIFT ? 3 : 0.5,
        1,
        0.01,
        Results.bounds(16L * window, 16L * window + 15, 0, 0));
  }

  private Optional<StreamFitted> window(Verdict energy) {
    List<DetectionResult> results =
        List.of(result("energy", energy, window), result("confidence", Verdict.NORMAL, window));
    window++;
    return fitting.judged(
        "m",
        new SliceWindow(Slice.ALL, WindowPolicy.DEFAULT.resolve(16), Schemas.STANDARD, 0),
        new Judge.Judgement(
            Slice.ALL, new SignalTable(Schemas.STANDARD, 1), results, Optional.empty()));
  }

  /** The fourth window was calm, and what did not drift in it was told as moved. */
  @Test
  void whatHasMovedIsWhatDriftsInTheWindowThatDecides() {
    assertEquals(Optional.empty(), window(Verdict.DRIFT));
    assertEquals(Optional.empty(), window(Verdict.NORMAL));
    assertEquals(Optional.empty(), window(Verdict.DRIFT));
    assertEquals(Optional.empty(), window(Verdict.NORMAL), "the next one decides");
    StreamFitted moved = window(Verdict.DRIFT).orElseThrow();
    assertEquals(Fit.MOVED, moved.fit());
    assertEquals(List.of("energy"), moved.moved().stream().map(DetectionResult::signal).toList());
  }

  @Test
  void twoCalmWindowsInARowFit() {
    window(Verdict.DRIFT);
    window(Verdict.NORMAL);
    window(Verdict.DRIFT);
    window(Verdict.NORMAL);
    assertEquals(Fit.FITS, window(Verdict.NORMAL).orElseThrow().fit());
  }
}
