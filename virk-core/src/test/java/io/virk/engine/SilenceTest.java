package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.virk.detect.ClosingReason;
import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.DriftTransition.Kind;
import io.virk.scenes.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Drifts of slices that are not heard of any more. */
class SilenceTest {
  private static final Slice A = new Slice("camera", "a");
  private static final Slice B = new Slice("camera", "b");
  private static final Slice C = new Slice("camera", "c");

  private final DriftTracker tracker = new DriftTracker(new EmissionPolicy(1, 1, 2, 10, 0));
  private int window;

  private List<DriftTransition> window(Slice slice, Verdict verdict) {
    return window(tracker, slice, verdict, onset -> fail("attribution was asked"));
  }

  /** As the engine does it: the window first, then what has become silent by it. */
  private List<DriftTransition> window(
      DriftTracker of, Slice slice, Verdict verdict, DriftAttribution attribution) {
    WindowBounds bounds =
        Results.bounds(10L * window, 10L * window + 9, 1000L * window, 1000L * window + 900);
    window++;
    DetectionResult result = Results.of(slice, "noise", "mean-shift", verdict, 2, 1, 0.01, bounds);
    List<DriftTransition> transitions = new ArrayList<>();
    of.accept(slice, List.of(result), attribution).ifPresent(transitions::add);
    transitions.addAll(of.closeSilent(slice.context(), s -> false, bounds.last()));
    return transitions;
  }

  /** Cameras in turn; how many windows pass until something happens. */
  private int windowsUntilSomethingHappens(int limit, Verdict verdict, Slice... inTurn) {
    for (int i = 0; i < limit; i++) {
      List<DriftTransition> transitions = window(inTurn[i % inTurn.length], verdict);
      if (!transitions.isEmpty()) {
        assertEquals(1, transitions.size());
        assertEquals(Kind.CLOSED, transitions.get(0).kind());
        closed = transitions.get(0).drift();
        return i + 1;
      }
    }
    return limit;
  }

  private Drift closed;

  @Test
  void aSliceThatMissesTenTurnsEndsItsDrift() {
    window(B, Verdict.NORMAL);
    window(C, Verdict.NORMAL);
    assertEquals(Kind.OPENED, window(A, Verdict.DRIFT).get(0).kind());
    // three slices: ten turns of three windows
    assertEquals(31, windowsUntilSomethingHappens(100, Verdict.NORMAL, B, C));
    assertEquals(Set.of(A), closed.closing().orElseThrow().silent());
    assertEquals(ClosingReason.SILENT, closed.closing().orElseThrow().reason());
    assertEquals(10L * (window - 1) + 9, closed.closing().orElseThrow().at().sequence());
    assertEquals(List.of(), tracker.open());
    // it comes back as it went: a new drift
    assertEquals(2, window(A, Verdict.DRIFT).get(0).drift().number());
  }

  @Test
  void aSliceThatComesSeldomIsNotSilent() {
    for (int turn = 0; turn < 8; turn++) {
      for (int i = 0; i < 50; i++) {
        assertEquals(List.of(), window(B, Verdict.NORMAL));
      }
      // its pace is known from the second window on
      assertEquals(
          turn < 2 ? List.of() : List.of(turn == 2 ? Kind.OPENED : Kind.UPDATED),
          window(A, turn < 2 ? Verdict.NORMAL : Verdict.DRIFT).stream()
              .map(DriftTransition::kind)
              .toList());
    }
    assertEquals(511, windowsUntilSomethingHappens(1000, Verdict.NORMAL, B));
  }

  @Test
  void recoveryIsRecovery() {
    window(B, Verdict.NORMAL);
    window(A, Verdict.DRIFT);
    window(A, Verdict.NORMAL);
    assertEquals(
        ClosingReason.RECOVERED,
        window(A, Verdict.NORMAL).get(0).drift().closing().orElseThrow().reason());
    assertEquals(100, windowsUntilSomethingHappens(100, Verdict.NORMAL, B), "once is enough");
  }

  @Test
  void theOthersMustHaveRecovered() {
    window(tracker, Slice.ALL, Verdict.DRIFT, onset -> new TreeSet<>(List.of(A, B)));
    window(B, Verdict.DRIFT);
    assertEquals(50, windowsUntilSomethingHappens(50, Verdict.WARNING, B), "still a trace");
    assertTrue(tracker.open().get(0).isOpen());
    assertEquals(2, windowsUntilSomethingHappens(50, Verdict.NORMAL, B));
    assertEquals(
        Set.of(A), closed.closing().orElseThrow().silent(), "the recovered one is not silent");
  }

  @Test
  void windowsOfTooLittleDataAreSilence() {
    window(A, Verdict.DRIFT);
    assertEquals(11, windowsUntilSomethingHappens(50, Verdict.INSUFFICIENT_DATA, A));
    assertEquals(Set.of(A), closed.closing().orElseThrow().silent());
  }

  @Test
  void windowsOfTooLittleDataAreNotCalm() {
    DriftTracker twoOfTwo = new DriftTracker(new EmissionPolicy(2, 2, 1));
    window(twoOfTwo, A, Verdict.DRIFT, onset -> fail("asked"));
    window(twoOfTwo, A, Verdict.INSUFFICIENT_DATA, onset -> fail("asked"));
    assertEquals(
        Kind.OPENED, window(twoOfTwo, A, Verdict.DRIFT, onset -> fail("asked")).get(0).kind());
  }

  @Test
  void anotherContextDoesNotMakeItSilent() {
    Slice night = A.in("night");
    window(B.in("night"), Verdict.NORMAL);
    window(night, Verdict.DRIFT);
    assertEquals(1000, windowsUntilSomethingHappens(1000, Verdict.NORMAL, A.in("day")));
    assertEquals(1, tracker.open().size());
    assertEquals(31, windowsUntilSomethingHappens(1000, Verdict.NORMAL, B.in("night")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 30})
  void itGoesOnFromItsState(int before) {
    window(B, Verdict.NORMAL);
    window(C, Verdict.NORMAL);
    window(A, Verdict.DRIFT);
    windowsUntilSomethingHappens(before, Verdict.NORMAL, B, C);
    DriftTracker next = new DriftTracker(new EmissionPolicy(1, 1, 2, 10, 0));
    next.restore(tracker.state());
    for (int i = before; i < 30; i++) {
      assertEquals(List.of(), window(next, B, Verdict.NORMAL, onset -> fail("asked")));
    }
    assertEquals(
        Set.of(A),
        window(next, B, Verdict.NORMAL, onset -> fail("asked"))
            .get(0)
            .drift()
            .closing()
            .orElseThrow()
            .silent());
  }
}
