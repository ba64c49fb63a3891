package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.scenes.Results;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Alarms between windows. */
class DriftAlarmTest {
  private static final Slice A = new Slice("camera", "a");
  private static final Slice B = new Slice("camera", "b");

  private final DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);

  private static DetectionResult result(
      Slice slice, String detector, Verdict verdict, long first, long last) {
    return Results.of(
        slice,
        "noise",
        detector,
        verdict,
        5,
        5,
        1e-6,
        Results.bounds(first, last, 1000 * first, 1000 * last));
  }

  private Optional<DriftTransition> alarm(Slice slice, long first, long last) {
    return tracker.alarm(
        slice,
        result(slice, "cusum", Verdict.DRIFT, first, last),
        onset -> new TreeSet<>(List.of(B)));
  }

  private Optional<DriftTransition> window(Slice slice, Verdict cusum, int number) {
    long first = 100L * number;
    return tracker.accept(
        slice,
        List.of(
            result(slice, "mean-shift", Verdict.NORMAL, first, first + 99),
            result(slice, "cusum", cusum, first, first + 99)),
        onset -> fail("asked"));
  }

  @Test
  void oneOpensAnEpisodeWithItsOwnOnset() {
    Drift drift = alarm(A, 30, 50).orElseThrow().drift();
    assertEquals(new TreeSet<>(List.of(A)), drift.slices());
    assertEquals(30, drift.onset().best().sequence());
    assertEquals(30_000, drift.onset().best().epochMillis());
    assertEquals(50, drift.opened().sequence());
    assertEquals(0, drift.windows());
    assertEquals("cusum", drift.evidence().get(0).detector());
    assertEquals(
        DriftTransition.Kind.UPDATED, alarm(A, 60, 70).orElseThrow().kind(), "it covers the slice");
  }

  @Test
  void ofAllObservationsItIsAttributed() {
    Drift drift = alarm(Slice.ALL, 30, 50).orElseThrow().drift();
    assertEquals(new TreeSet<>(List.of(B)), drift.slices());
    assertTrue(alarm(Slice.ALL, 30, 60).isEmpty(), "that slice has its episode");
    assertEquals(2, alarm(A, 51, 60).orElseThrow().drift().number());
  }

  /** What happens to many slices at once is told once, whoever sees it first. */
  @Test
  void ofASliceThatBeganToDriftBeforeAnEpisodeOpenedItJoinsThat() {
    alarm(A, 30, 50);
    DriftTransition grown = alarm(B, 35, 60).orElseThrow();
    assertEquals(DriftTransition.Kind.UPDATED, grown.kind());
    assertEquals(1, grown.drift().number());
    assertEquals(new TreeSet<>(List.of(A, B)), grown.drift().slices());
    assertEquals(0, grown.drift().windows());
    assertEquals(1, tracker.open().size());
  }

  @Test
  void calmWindowsCloseItOnceTheEvidenceIsGone() {
    alarm(A, 30, 50);
    assertEquals(DriftTransition.Kind.UPDATED, window(A, Verdict.DRIFT, 1).orElseThrow().kind());
    assertTrue(window(A, Verdict.WARNING, 2).isEmpty());
    assertTrue(window(A, Verdict.NORMAL, 3).isEmpty());
    assertEquals(DriftTransition.Kind.CLOSED, window(A, Verdict.NORMAL, 4).orElseThrow().kind());
  }
}
