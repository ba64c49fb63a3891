package io.virk.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.EmissionPolicy;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.engine.DriftTransition.Kind;
import io.virk.scenes.Results;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DriftTrackerTest {
  private static final Slice A = new Slice("camera", "a");
  private static final Slice B = new Slice("camera", "b");
  private static final Slice C = new Slice("camera", "c");

  private int window;

  /** What has closed is never reopened. */
  private static EmissionPolicy never(int required, int among, int recovery) {
    return new EmissionPolicy(required, among, recovery, 10, 0);
  }

  private DetectionResult result(Slice slice, String signal, Verdict verdict, double statistic) {
    return Results.of(
        slice,
        signal,
        "mean-shift",
        verdict,
        statistic,
        1,
        0.01,
        Results.bounds(10L * window, 10L * window + 9, 1000L * window, 1000L * window + 900));
  }

  private Optional<DriftTransition> one(DriftTracker tracker, Slice slice, Verdict verdict) {
    return one(tracker, slice, verdict, onset -> fail("attribution was asked"));
  }

  private Optional<DriftTransition> one(
      DriftTracker tracker, Slice slice, Verdict verdict, DriftAttribution attribution) {
    window++;
    List<DetectionResult> results =
        List.of(
            result(slice, "noise", Verdict.NORMAL, 0.1),
            result(slice, "brightness", verdict, verdict == Verdict.DRIFT ? 2 : 0.7));
    return tracker.accept(slice, results, attribution);
  }

  private static DriftAttribution carriers(Slice... slices) {
    return onset -> new TreeSet<>(List.of(slices));
  }

  private static Kind kind(Optional<DriftTransition> transition) {
    return transition.map(DriftTransition::kind).orElse(null);
  }

  /** Of forty cameras in the same light one may be first by chance; on call is told once. */
  @Test
  void slicesThatBeganToDriftBeforeAnEpisodeOpenedJoinIt() {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    one(tracker, A, Verdict.DRIFT);
    one(tracker, B, Verdict.DRIFT);
    assertEquals(Kind.OPENED, one(tracker, A, Verdict.DRIFT).orElseThrow().kind());
    one(tracker, C, Verdict.DRIFT); // began later
    DriftTransition grown = one(tracker, B, Verdict.DRIFT).orElseThrow();
    assertEquals(Kind.UPDATED, grown.kind());
    assertEquals(Set.of(A, B), grown.drift().slices());
    assertEquals(4, grown.drift().windows());
    DriftTransition second = one(tracker, C, Verdict.DRIFT).orElseThrow();
    assertEquals(Kind.OPENED, second.kind());
    assertEquals(Set.of(C), second.drift().slices());
    // it is over when both of its slices are calm
    one(tracker, A, Verdict.NORMAL);
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    one(tracker, B, Verdict.NORMAL);
    DriftTransition over = one(tracker, B, Verdict.NORMAL).orElseThrow();
    assertEquals(Kind.CLOSED, over.kind());
    assertEquals(Set.of(A, B), over.drift().slices());
  }

  private Optional<DriftTransition> two(
      DriftTracker tracker, Slice slice, Verdict brightness, Verdict noise) {
    window++;
    return tracker.accept(
        slice,
        List.of(result(slice, "brightness", brightness, 2), result(slice, "noise", noise, 2)),
        onset -> fail("attribution was asked"));
  }

  /** The reference of one camera may be too short for a signal that drifted in another. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aSignalThatWasNeverJudgedInASliceDoesNotKeepItsDriftOpen(boolean restored) {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    two(tracker, A, Verdict.DRIFT, Verdict.NORMAL);
    two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.DRIFT);
    assertEquals(Kind.OPENED, kind(two(tracker, A, Verdict.DRIFT, Verdict.NORMAL)));
    assertEquals(Kind.UPDATED, kind(two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.DRIFT)));
    if (restored) {
      DriftTracker next = new DriftTracker(EmissionPolicy.DEFAULT);
      next.restore(tracker.state());
      tracker = next;
    }
    two(tracker, A, Verdict.NORMAL, Verdict.NORMAL);
    two(tracker, A, Verdict.NORMAL, Verdict.NORMAL);
    two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.NORMAL);
    // what was judged and is not any more may still drift
    assertEquals(
        Optional.empty(), two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.INSUFFICIENT_DATA));
    two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.NORMAL);
    assertEquals(Kind.CLOSED, kind(two(tracker, B, Verdict.INSUFFICIENT_DATA, Verdict.NORMAL)));
  }

  @Test
  void nothingButTooLittleDataIsNotCalm() {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    one(tracker, Slice.ALL, Verdict.DRIFT);
    one(tracker, Slice.ALL, Verdict.DRIFT, carriers(A, B));
    for (int i = 0; i < 4; i++) {
      assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
      assertEquals(Optional.empty(), one(tracker, B, Verdict.INSUFFICIENT_DATA));
    }
  }

  @Test
  void twoOfThreeOpenAndTwoCalmOnesClose() {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    assertEquals(Optional.empty(), one(tracker, A, Verdict.DRIFT)); // 1
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    DriftTransition opened = one(tracker, A, Verdict.DRIFT).orElseThrow(); // 3
    assertEquals(Kind.OPENED, opened.kind());
    Drift drift = opened.drift();
    assertEquals(1, drift.number());
    assertEquals(Set.of(A), drift.slices());
    assertEquals(10, drift.onset().best().sequence());
    assertEquals(1000, drift.onset().best().epochMillis());
    assertEquals(39, drift.opened().sequence());
    assertEquals(3900, drift.opened().epochMillis());
    assertEquals(2, drift.windows());
    assertTrue(drift.isOpen());
    assertEquals(1, drift.evidence().size());
    assertEquals(List.of(drift), tracker.open());

    assertEquals(Kind.UPDATED, kind(one(tracker, A, Verdict.DRIFT)));
    assertEquals(3, tracker.open().get(0).windows());
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    assertEquals(Optional.empty(), one(tracker, A, Verdict.WARNING)); // a trace: not calm
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    Drift closed = one(tracker, A, Verdict.NORMAL).orElseThrow().drift();
    assertFalse(closed.isOpen());
    assertEquals(1, closed.number());
    assertEquals(10L * window + 9, closed.closing().orElseThrow().at().sequence());
    assertEquals(List.of(), tracker.open());
  }

  @Test
  void oneOfFourDoesNotOpen() {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    for (int i = 0; i < 40; i++) {
      Verdict verdict = i % 3 == 0 ? Verdict.DRIFT : Verdict.NORMAL;
      assertEquals(Optional.empty(), one(tracker, A, verdict), "window " + i);
    }
  }

  @Test
  void windowsOfOtherSlicesDoNotCount() {
    DriftTracker tracker = new DriftTracker(EmissionPolicy.DEFAULT);
    assertEquals(Optional.empty(), one(tracker, A, Verdict.DRIFT));
    assertEquals(Optional.empty(), one(tracker, B, Verdict.DRIFT));
    assertEquals(Optional.empty(), one(tracker, Slice.ALL, Verdict.DRIFT));
    assertEquals(Kind.OPENED, kind(one(tracker, B, Verdict.DRIFT)));
  }

  @Test
  void eachSliceHasAnEpisodeOfItsOwn() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 1));
    assertEquals(1, one(tracker, A, Verdict.DRIFT).orElseThrow().drift().number());
    assertEquals(2, one(tracker, B, Verdict.DRIFT).orElseThrow().drift().number());
    assertEquals(Kind.UPDATED, kind(one(tracker, A, Verdict.DRIFT)));
    DriftTransition closed = one(tracker, A, Verdict.NORMAL).orElseThrow();
    assertEquals(Kind.CLOSED, closed.kind());
    assertEquals(1, closed.drift().number());
    assertEquals(2, tracker.open().get(0).number());
    assertEquals(3, one(tracker, A, Verdict.DRIFT).orElseThrow().drift().number());
  }

  @Test
  void aDriftOfAllIsAttributedAndItsSlicesAreSetApart() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 1));
    DriftTransition opened = one(tracker, Slice.ALL, Verdict.DRIFT, carriers(A, B)).orElseThrow();
    assertEquals(Set.of(A, B), opened.drift().slices());
    assertEquals("camera=a, camera=b", opened.drift().where());
    assertTrue(tracker.isAnySetApart(Slice.ALL));
    // closes when every one of its slices is calm
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    assertEquals(Optional.empty(), one(tracker, Slice.ALL, Verdict.NORMAL));
    assertEquals(Kind.CLOSED, kind(one(tracker, B, Verdict.NORMAL)));
    assertFalse(tracker.isAnySetApart(Slice.ALL));
  }

  @Test
  void whatIsOpenAlreadyIsNotOpenedAgain() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 1));
    one(tracker, A, Verdict.DRIFT);
    assertEquals(Optional.empty(), one(tracker, Slice.ALL, Verdict.DRIFT, carriers(A)));
    DriftTransition second = one(tracker, Slice.ALL, Verdict.DRIFT, carriers(A, B)).orElseThrow();
    assertEquals(Set.of(B), second.drift().slices());
  }

  @Test
  void aDriftOfAllCoversItsChildren() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 2));
    one(tracker, Slice.ALL, Verdict.DRIFT, carriers(Slice.ALL));
    assertEquals(Kind.UPDATED, kind(one(tracker, A, Verdict.DRIFT)));
    assertFalse(tracker.isAnySetApart(Slice.ALL));
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), one(tracker, B, Verdict.NORMAL), "only all can end it");
    }
    assertEquals(Optional.empty(), one(tracker, Slice.ALL, Verdict.NORMAL));
    assertEquals(Kind.CLOSED, kind(one(tracker, Slice.ALL, Verdict.NORMAL)));
  }

  @Test
  void evidenceIsTheStrongestOfEachSignalAndSorted() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 1));
    tracker.accept(A, List.of(result(A, "noise", Verdict.DRIFT, 3)), onset -> fail("asked"));
    tracker.accept(
        A,
        List.of(
            result(A, "noise", Verdict.DRIFT, 2),
            result(A, "brightness", Verdict.DRIFT, 7),
            result(A, "contrast", Verdict.WARNING, 0.8)),
        onset -> fail("asked"));
    List<DetectionResult> evidence = tracker.open().get(0).evidence();
    assertEquals(
        List.of("brightness", "noise"), evidence.stream().map(DetectionResult::signal).toList());
    assertEquals(3, evidence.get(1).evidence().statistic());
  }

  @Test
  void silenceOfTheSignalThatDriftedIsNoRecovery() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 2));
    one(tracker, A, Verdict.DRIFT);
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), one(tracker, A, Verdict.INSUFFICIENT_DATA));
    }
    assertEquals(1, tracker.open().size());
    assertEquals(Optional.empty(), one(tracker, A, Verdict.NORMAL));
    assertEquals(Kind.CLOSED, kind(one(tracker, A, Verdict.NORMAL)));
  }

  @Test
  void warningsOfOtherSignalsDoNotHoldAnEpisodeOpen() {
    DriftTracker tracker = new DriftTracker(never(1, 1, 1));
    tracker.accept(A, List.of(result(A, "noise", Verdict.DRIFT, 3)), onset -> fail("asked"));
    Optional<DriftTransition> next =
        tracker.accept(
            A,
            List.of(
                result(A, "noise", Verdict.NORMAL, 0.1),
                result(A, "brightness", Verdict.WARNING, 0.7)),
            onset -> fail("asked"));
    assertEquals(Kind.CLOSED, kind(next));
  }

  @Test
  void longMemoriesWork() {
    DriftTracker tracker = new DriftTracker(never(2, 64, 1));
    one(tracker, A, Verdict.DRIFT);
    for (int i = 0; i < 62; i++) {
      one(tracker, A, Verdict.NORMAL);
    }
    Drift drift = one(tracker, A, Verdict.DRIFT).orElseThrow().drift();
    assertEquals(10, drift.onset().best().sequence());
    DriftTracker forgetful = new DriftTracker(never(2, 64, 1));
    one(forgetful, A, Verdict.DRIFT);
    for (int i = 0; i < 63; i++) {
      one(forgetful, A, Verdict.NORMAL);
    }
    assertEquals(Optional.empty(), one(forgetful, A, Verdict.DRIFT));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomVerdictsKeepTheRules(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EmissionPolicy policy = never(random.nextInt(1, 3), random.nextInt(3, 6), random.nextInt(1, 4));
    DriftTracker tracker = new DriftTracker(policy);
    List<Slice> slices = List.of(Slice.ALL, A, B, C);
    Map<Integer, Drift> open = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    for (int i = 0; i < 20_000; i++) {
      Slice slice = slices.get(random.nextInt(slices.size()));
      Verdict verdict = Verdict.values()[random.nextInt(4)];
      List<DriftTransition> transitions = new ArrayList<>();
      one(
              tracker,
              slice,
              verdict,
              onset -> {
                SortedSet<Slice> chosen = new TreeSet<>(List.of(slices.get(random.nextInt(4))));
                if (!chosen.contains(Slice.ALL)) {
                  chosen.add(slices.get(random.nextInt(1, 4)));
                }
                return chosen;
              })
          .ifPresent(transitions::add);
      for (DriftTransition t : transitions) {
        Drift drift = t.drift();
        switch (t.kind()) {
          case OPENED -> {
            assertTrue(seen.add(drift.number()), "a number twice");
            assertEquals(seen.size(), drift.number());
            assertEquals(Verdict.DRIFT, verdict);
            for (Drift other : open.values()) {
              for (Slice s : drift.slices()) {
                assertFalse(other.covers(s), other + " covers " + s + " of " + drift);
              }
            }
            assertTrue(drift.onset().best().sequence() <= drift.opened().sequence());
            assertTrue(drift.windows() >= policy.required() && drift.isOpen());
            open.put(drift.number(), drift);
          }
          case UPDATED -> {
            Drift before = open.put(drift.number(), drift);
            assertTrue(drift.covers(slice));
            if (before.covers(slice)) {
              assertEquals(before.windows() + 1, drift.windows());
              assertEquals(before.slices(), drift.slices());
            } else {
              assertTrue(drift.windows() >= before.windows() + policy.required());
              SortedSet<Slice> grown = new TreeSet<>(before.slices());
              grown.add(slice);
              assertEquals(grown, drift.slices());
              assertEquals(1, tracker.open().stream().filter(d -> d.covers(slice)).count());
            }
          }
          case CLOSED -> {
            assertEquals(Verdict.NORMAL, verdict);
            assertTrue(drift.covers(slice) && !drift.isOpen());
            assertEquals(open.remove(drift.number()).windows(), drift.windows());
          }
          case REOPENED -> throw new AssertionError(t.kind());
        }
      }
      assertEquals(
          new HashSet<>(open.values()), new HashSet<>(tracker.open()), "open after window " + i);
    }
    assertTrue(seen.size() > 30, "the streams must open drifts: " + seen.size());
  }
}
