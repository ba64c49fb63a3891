package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
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
import org.junit.jupiter.api.Test;

/** What counts as one drift, and what as two. */
class TrackedEpisodesTest {
  private static final Slice A = new Slice("camera", "a");
  private static final Slice B = new Slice("camera", "b");

  private DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
  private boolean isAnother;
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
}
