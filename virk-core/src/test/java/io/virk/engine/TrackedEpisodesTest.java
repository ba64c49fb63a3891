package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.engine.DriftTransition.Kind;
import io.virk.scenes.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as one drift, and what as two. */
class TrackedEpisodesTest {
  private static final Slice A = new Slice("camera", "a");
  private static final Slice B = new Slice("camera", "b");

  private DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
  private boolean isAnother;

  /** Whether windows that drift show another fault than the drift that covers them. */
  private boolean isOnTop;

  /** Slices that can be seen to recover by their own windows. */
  private SortedSet<Slice> among = new TreeSet<>();

  private int window;

  private Optional<DriftTransition> one(Slice slice, String signal, Verdict verdict) {
    window++;
    DetectionResult result =
        Results.of(
            slice,
            signal,
            "mean-shift",
            verdict,
            verdict == Verdict.DRIFT ? 2 : 0.1,
            1,
            0.01,
            Results.bounds(10L * window, 10L * window + 9, 1000L * window, 1000L * window + 900));
    return tracker.accept(
        slice,
        List.of(result),
        new DriftAttribution() {
          @Override
          public SortedSet<Slice> carriers(long onset) {
            return new TreeSet<>(List.of(slice));
          }

          @Override
          public boolean isAnother(Drift drift, boolean apart) {
            return isAnother;
          }

          @Override
          public List<DetectionResult> onTop(Drift drift) {
            return isOnTop ? List.of(result) : List.of();
          }

          @Override
          public SortedSet<Slice> among(Slice slice) {
            return among;
          }
        });
  }

  /** What happens in so many windows. */
  private List<Kind> windows(Slice slice, String signal, Verdict verdict, int n) {
    List<Kind> kinds = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      one(slice, signal, verdict).ifPresent(t -> kinds.add(t.kind()));
    }
    return kinds;
  }

  private List<Kind> drifting(Slice slice, int n) {
    return windows(slice, "noise", Verdict.DRIFT, n);
  }

  private List<Kind> calm(Slice slice, int n) {
    return windows(slice, "noise", Verdict.NORMAL, n);
  }

  @Test
  void aSecondFaultIsItsOwnThoughItsWindowBeganBefore() {
    drifting(A, 1);
    drifting(B, 1);
    drifting(A, 1);
    isAnother = true;
    assertEquals(List.of(Kind.OPENED), drifting(B, 1));
    assertEquals(Set.of(A), tracker.open().get(0).slices());
    assertEquals(Set.of(B), tracker.open().get(1).slices());
  }

  @Test
  void aFaultInTwoContextsIsOneDriftThatIsOverWhereItWasSeenLast() {
    Slice day = A.in("day");
    Slice night = A.in("night");
    assertEquals(List.of(Kind.OPENED), drifting(day, 2));
    assertEquals(List.of(Kind.UPDATED), drifting(night, 2));
    assertEquals(Set.of(day, night), tracker.open().get(0).slices());
    assertEquals(List.of(Kind.UPDATED), drifting(night, 1));
    DriftTracker next = new DriftTracker(EmissionPolicy.DEFAULT);
    next.restore(tracker.state());
    assertEquals(List.of(Kind.CLOSED), calm(night, 2), "by day nobody looks now");
    tracker = next;
    assertEquals(List.of(Kind.CLOSED), calm(night, 2), "restored");
  }

  @Test
  void aRecoveryByDayIsNoneByNight() {
    Slice day = A.in("day");
    Slice night = A.in("night");
    drifting(day, 2);
    drifting(night, 2);
    assertEquals(List.of(Kind.CLOSED), calm(day, 2), "the later word counts");
    drifting(day, 2);
    drifting(night, 2);
    assertEquals(1, tracker.open().size());
    calm(day, 1);
    drifting(night, 1);
    assertEquals(List.of(), calm(day, 1));
  }

  @Test
  void anotherFaultInAnotherContextIsAnotherDrift() {
    drifting(A.in("day"), 2);
    isAnother = true;
    assertEquals(List.of(Kind.OPENED), drifting(A.in("night"), 2));
  }

  @Test
  void allObservationsOfTwoContextsAreOneDriftToo() {
    assertEquals(List.of(Kind.OPENED), drifting(Slice.ALL.in("day"), 2));
    assertEquals(List.of(Kind.UPDATED), drifting(Slice.ALL.in("night"), 2));
    assertEquals("all in day, all in night", tracker.open().get(0).where());
  }

  @Test
  void whatComesBackSoonIsTheSameAndClosesLaterEachTime() {
    drifting(A, 2);
    assertEquals(List.of(Kind.CLOSED), calm(A, 2));
    calm(A, 14);
    assertEquals(List.of(Kind.REOPENED), drifting(A, 2));
    Drift drift = tracker.open().get(0);
    assertEquals(1, drift.number());
    assertEquals(10, drift.onset().best().sequence(), "as it was");
    assertEquals(4, drift.windows());
    DriftTracker next = new DriftTracker(EmissionPolicy.DEFAULT);
    next.restore(tracker.state());
    assertEquals(List.of(), calm(A, 3));
    assertEquals(List.of(Kind.CLOSED), calm(A, 1));
    assertEquals(List.of(Kind.REOPENED), drifting(A, 2));
    assertEquals(List.of(), calm(A, 7));
    assertEquals(List.of(Kind.CLOSED), calm(A, 1));
    tracker = next;
    assertEquals(List.of(), calm(A, 3), "restored");
    assertEquals(List.of(Kind.CLOSED), calm(A, 1), "restored");
    assertEquals(List.of(Kind.REOPENED), drifting(A, 2), "restored");
  }

  @Test
  void whatComesBackLateOrDifferentIsAnother() {
    drifting(A, 2);
    calm(A, 2 + 16);
    assertEquals(List.of(Kind.OPENED), drifting(A, 2), "late");
    calm(A, 2);
    assertEquals(
        List.of(Kind.OPENED), windows(A, "brightness", Verdict.DRIFT, 2), "another signal");
    windows(A, "brightness", Verdict.NORMAL, 2);
    isAnother = true;
    assertEquals(List.of(Kind.OPENED), windows(A, "brightness", Verdict.DRIFT, 2), "another cause");
    isAnother = false;
    assertEquals(List.of(Kind.OPENED), windows(B, "brightness", Verdict.DRIFT, 2), "another slice");
    assertEquals(5, tracker.open().get(1).number());
  }

  private static final List<Slice> EIGHT =
      IntStream.rangeClosed(1, 8).mapToObj(i -> new Slice("camera", "" + i)).toList();

  private static final Slice THREE = EIGHT.get(2);

  private static final List<Slice> OTHERS = EIGHT.stream().filter(s -> !s.equals(THREE)).toList();

  /** A drift of all eight cameras, each of which can be seen to recover or not. */
  private void allDrift(boolean ownWindows) {
    among = new TreeSet<>(ownWindows ? EIGHT : List.of());
    assertEquals(List.of(Kind.OPENED), drifting(Slice.ALL, 2));
    round(true, EIGHT);
  }

  /** A window of each; what becomes of the drifts. */
  private List<Kind> round(boolean drifting, List<Slice> slices) {
    List<Kind> kinds = new ArrayList<>();
    for (Slice slice : slices) {
      kinds.addAll(drifting ? drifting(slice, 1) : calm(slice, 1));
      tracker.closeSilent("", s -> false, new Position(10L * window, 0)).stream()
          .forEach(t -> kinds.add(t.kind()));
    }
    kinds.removeIf(k -> k == Kind.UPDATED);
    return kinds;
  }

  private List<Kind> onTop(Slice slice) {
    isOnTop = true;
    List<Kind> kinds = round(true, List.of(slice));
    isOnTop = false;
    return kinds;
  }

  private List<Set<Slice>> whose() {
    return tracker.open().stream().map(d -> Set.copyOf(d.slices())).toList();
  }

  private void restore(boolean restored) {
    if (restored) {
      DriftTracker next = new DriftTracker(EmissionPolicy.DEFAULT);
      next.restore(tracker.state());
      tracker = next;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSecondFaultOfOneCameraOnTopOfADriftOfAllIsItsOwn(boolean restored) {
    allDrift(true);
    assertEquals(List.of(), onTop(THREE));
    assertEquals(List.of(), round(true, OTHERS));
    restore(restored);
    assertEquals(List.of(Kind.OPENED), onTop(THREE));
    assertEquals(List.of(Set.copyOf(OTHERS), Set.of(THREE)), whose());
    Drift second = tracker.open().get(1);
    assertEquals(110, second.onset().best().sequence(), "the first of its windows");
    assertEquals(2, second.windows());
    restore(restored);
    round(true, EIGHT);
    assertEquals(List.of(), round(false, OTHERS));
    assertEquals(List.of(), round(true, List.of(THREE)));
    assertEquals(List.of(Kind.CLOSED), round(false, OTHERS), "the others have recovered");
    assertEquals(List.of(Set.of(THREE)), whose());
    assertEquals(List.of(), round(true, List.of(THREE)));
    assertEquals(List.of(Kind.CLOSED), calm(THREE, 2));
  }

  @Test
  void oneWindowOrOneOfManyThatChangeAlikeIsNoSecondFault() {
    allDrift(true);
    assertEquals(List.of(), onTop(THREE));
    round(true, EIGHT);
    round(true, EIGHT);
    assertEquals(List.of(), onTop(THREE), "three windows later");
    round(true, EIGHT);
    round(true, EIGHT);
    allChange();
    allChange();
    assertEquals(List.of(Set.of(Slice.ALL)), whose());
  }

  private void allChange() {
    isOnTop = true;
    assertEquals(List.of(), round(true, EIGHT));
    isOnTop = false;
  }

  @Test
  void aSecondFaultOfTwoCamerasIsOne() {
    Slice five = EIGHT.get(4);
    allDrift(true);
    onTop(THREE);
    onTop(five);
    assertEquals(List.of(Kind.OPENED), onTop(THREE));
    assertEquals(List.of(), onTop(five), "it grows");
    assertEquals(List.of(6, 2), whose().stream().map(Set::size).toList());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theOneThatIsLeftWhenTheOthersRecoverIsItsOwn(boolean restored) {
    allDrift(true);
    assertEquals(List.of(), round(false, OTHERS));
    assertEquals(List.of(), round(true, List.of(THREE)));
    restore(restored);
    assertEquals(
        List.of(), drifting(Slice.ALL, 1).stream().filter(k -> k != Kind.UPDATED).toList());
    assertEquals(List.of(), round(false, OTHERS));
    assertEquals(List.of(Kind.OPENED, Kind.CLOSED), round(true, List.of(THREE)));
    assertEquals(List.of(Set.of(THREE)), whose());
    assertEquals(List.of(Kind.CLOSED), calm(THREE, 2));
  }

  /** Its windows alone have drifted. */
  @Test
  void whatWasNeverOfAllIsNotDivided() {
    among = new TreeSet<>(EIGHT);
    drifting(Slice.ALL, 2);
    for (int i = 0; i < 4; i++) {
      round(false, OTHERS);
      assertEquals(List.of(), round(true, List.of(THREE)));
    }
    assertEquals(List.of(Set.of(Slice.ALL)), whose());
  }

  @Test
  void whereHalfAreLeftNobodyIs() {
    allDrift(true);
    for (int i = 0; i < 4; i++) {
      round(false, EIGHT.subList(0, 3));
      assertEquals(List.of(), round(true, EIGHT.subList(3, 8)));
    }
    assertEquals(List.of(Set.of(Slice.ALL)), whose());
  }

  /** Too few observations of the others: only all of them together can be seen to recover. */
  @Test
  void whereOthersHaveNoWindowsOfTheirOwnTheDriftOfAllGoesOnWithoutTheOne() {
    allDrift(false);
    onTop(THREE);
    assertEquals(List.of(Kind.OPENED), onTop(THREE));
    assertEquals(List.of(Set.of(Slice.ALL), Set.of(THREE)), whose());
    assertFalse(tracker.isAnySetApart(Slice.ALL), "all are judged");
    assertTrue(tracker.isNamed(THREE), "without it");
    assertEquals(List.of(Kind.CLOSED), calm(Slice.ALL, 2));
    assertEquals(List.of(Set.of(THREE)), whose());
    assertTrue(tracker.isAnySetApart(Slice.ALL));
  }
}
