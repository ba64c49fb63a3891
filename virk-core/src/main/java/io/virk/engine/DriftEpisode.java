package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Onset;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.engine.TrackerState.EpisodeState;
import io.virk.engine.TrackerState.PulseState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** An episode that is open: its evidence, and what was last heard of each of its slices. */
final class DriftEpisode {
  private final Map<String, DetectionResult> strongest = new LinkedHashMap<>();
  private final Map<Slice, Pulse> pulses = new TreeMap<>();
  private final int reopened;
  private Drift drift;
  private int windows;

  /** What was last heard of a slice. */
  private static final class Pulse {
    /** Calm windows in a row. */
    private int calm;

    /** Of so many parts a window has, at whose ends it is looked at, one is new each time. */
    private int parts;

    /** The turn of the last window that said something of what drifted. */
    private long heard;

    /** The last observation of that window. */
    private long sequence;

    /** Whether any of its windows has drifted. */
    private boolean drifted;

    /** Signals and detectors of the drift that its windows had a verdict on, each as a key. */
    private final SortedSet<String> judged;

    Pulse(
        int calm,
        int parts,
        long heard,
        long sequence,
        boolean drifted,
        Collection<String> judged) {
      this.drifted = drifted;
      this.calm = calm;
      this.parts = parts;
      this.heard = heard;
      this.sequence = sequence;
      this.judged = new TreeSet<>(judged);
    }

    /** Whether it was calm as long as so many windows last, or a part of a window less. */
    private boolean isCalm(int recovery) {
      return calm >= (parts == 1 ? recovery : Math.max(1, (long) parts * (recovery - 1)));
    }

    private void hear(long turn, List<DetectionResult> results) {
      heard = turn;
      sequence = results.get(0).sample().bounds().last().sequence();
    }
  }

  /**
   * Begins one.
   *
   * @param opening its first snapshot; the evidence may be in any order
   * @param turn the windows of a context so far
   * @param reopened how often it was closed and is open again
   */
  DriftEpisode(Drift opening, ToLongFunction<String> turn, int reopened) {
    drift = opening;
    this.reopened = reopened;
    windows = opening.windows();
    opening
        .slices()
        .forEach(
            s ->
                pulses.put(s, new Pulse(0, 1, turn.applyAsLong(s.context()), 0, false, List.of())));
    note(opening.evidence());
    opening.evidence().stream()
        .filter(r -> isOfDrift(r) && pulses.containsKey(r.slice()))
        .forEach(r -> pulses.get(r.slice()).judged.add(key(r)));
    drift = open(drift.onset(), drift.selection());
  }

  /** As it is now. */
  Drift drift() {
    return drift;
  }

  /** How often it was closed and is open again. */
  int reopened() {
    return reopened;
  }

  /** What reopened it is more of its evidence. */
  Drift goOn(List<DetectionResult> results, int itsWindows) {
    windows += itsWindows;
    note(results);
    drift = open(drift.onset(), drift.selection());
    return drift;
  }

  /** A window that it covers has drifted. */
  Drift drifted(Slice slice, List<DetectionResult> results, long turn) {
    windows++;
    return alarmed(slice, results, turn);
  }

  /** Takes another slice in, some of whose windows have drifted. */
  Drift grow(Slice slice, List<DetectionResult> results, int itsWindows, long turn) {
    SortedSet<Slice> slices = new TreeSet<>(drift.slices());
    slices.add(slice);
    drift = drift.withSlices(slices);
    pulses.put(slice, new Pulse(0, 1, turn, 0, false, List.of()));
    windows += itsWindows;
    return alarmed(slice, results, turn);
  }

  /** An alarm has come between windows. */
  Drift alarmed(Slice slice, List<DetectionResult> results, long turn) {
    note(results);
    drift = open(drift.onset(), drift.selection());
    Pulse pulse = pulse(slice, turn);
    pulse.calm = 0;
    pulse.drifted = true;
    pulse.hear(turn, results);
    judged(results).forEach(r -> pulse.judged.add(key(r)));
    return drift;
  }

  /** Of a slice that is named, or has part in a drift of all. */
  private Pulse pulse(Slice slice, long turn) {
    return pulses.computeIfAbsent(slice, s -> new Pulse(0, 1, turn, 0, false, List.of()));
  }

  /** A window that it covers has not drifted, or not as a window of its own. */
  void followed(Slice slice, List<DetectionResult> results, long turn, int parts) {
    Pulse pulse = pulse(slice, turn);
    pulse.parts = drift.slices().contains(slice) ? parts : 1;
    List<DetectionResult> judged = judged(results);
    if (!judged.isEmpty()) {
      pulse.hear(turn, results);
      judged.forEach(r -> pulse.judged.add(key(r)));
    }
    pulse.calm = isCalm(pulse, results, judged) ? pulse.calm + 1 : 0;
  }

  /** What its reference cannot judge, though another slice drifted in it, is not waited for. */
  private boolean isCalm(Pulse pulse, List<DetectionResult> results, List<DetectionResult> judged) {
    return results.stream().noneMatch(r -> r.verdict() == Verdict.DRIFT)
        && judged.stream().allMatch(r -> r.verdict() == Verdict.NORMAL)
        && results.stream()
            .filter(r -> isOfDrift(r) && r.verdict() == Verdict.INSUFFICIENT_DATA)
            .noneMatch(r -> judged.isEmpty() || pulse.judged.contains(key(r)));
  }

  /** Of the signals that drifted, those of which something can be said. */
  private List<DetectionResult> judged(List<DetectionResult> results) {
    return results.stream()
        .filter(r -> isOfDrift(r) && r.verdict() != Verdict.INSUFFICIENT_DATA)
        .toList();
  }

  private boolean isOfDrift(DetectionResult result) {
    return strongest.containsKey(key(result));
  }

  private void note(List<DetectionResult> results) {
    for (DetectionResult result : results) {
      if (result.verdict() == Verdict.DRIFT) {
        strongest.merge(key(result), result, DriftEpisode::stronger);
      }
    }
  }

  private static DetectionResult stronger(DetectionResult a, DetectionResult b) {
    return b.evidence().exceedance() > a.evidence().exceedance() ? b : a;
  }

  private static String key(DetectionResult result) {
    return result.signal() + '/' + result.detector();
  }

  /**
   * Whether so many calm windows in a row were seen of a slice, or later of the same one in another
   * context: a camera that is repaired at night need not be seen by day.
   */
  private boolean isCalm(Slice slice, int recovery) {
    Pulse own = pulses.get(slice);
    return own.isCalm(recovery)
        || pulses.entrySet().stream()
            .anyMatch(
                other ->
                    other.getKey().isSameIn(slice)
                        && other.getValue().isCalm(recovery)
                        && other.getValue().sequence > own.sequence);
  }

  /** Says whether a slice is silent that was last heard at a turn. */
  interface Silence {
    boolean isSilent(Slice slice, long heard);
  }

  /** The slices that have not recovered and are not heard of any more. */
  SortedSet<Slice> silent(int recovery, Silence silence) {
    SortedSet<Slice> silent = new TreeSet<>();
    for (Slice slice : drift.slices()) {
      if (!isCalm(slice, recovery) && silence.isSilent(slice, pulses.get(slice).heard)) {
        silent.add(slice);
      }
    }
    return silent;
  }

  /** Whether every slice that is not silent has recovered. */
  boolean isOver(SortedSet<Slice> silent, int recovery) {
    return drift.slices().stream().allMatch(s -> silent.contains(s) || isCalm(s, recovery));
  }

  /** Whether no other slice has part in it. */
  boolean isOnlyOf(Slice slice) {
    return drift.slices().stream().allMatch(slice::isSameIn);
  }

  /** Whether a slice is in a state that at most half of the others are in that were heard of. */
  boolean isAlone(Slice slice, Predicate<Slice> isInIt) {
    List<Slice> others =
        pulses.keySet().stream()
            .filter(s -> !s.isAll() && !s.equals(slice) && drift.covers(s))
            .toList();
    return 2 * others.stream().filter(isInIt).count() <= others.size();
  }

  /** Whether of the slices that were heard of at least half have recovered. */
  private boolean isMostlyCalm(int recovery) {
    long slices = pulses.keySet().stream().filter(s -> !s.isAll()).count();
    long calm =
        pulses.entrySet().stream()
            .filter(p -> !p.getKey().isAll() && p.getValue().isCalm(recovery))
            .count();
    return 2 * calm >= slices;
  }

  /**
   * Of a drift of all, the slices that are left when the others have recovered, by their own
   * windows. Others that have never drifted by themselves say that it was never one of all.
   *
   * @param slice whose window has just drifted
   * @param among the slices of its context that can recover
   * @return none as long as some may recover yet, or fewer have recovered than are left
   */
  SortedSet<Slice> left(Slice slice, Supplier<SortedSet<Slice>> among, int recovery) {
    SortedSet<Slice> left = new TreeSet<>();
    if (!drift.slices().contains(slice.all()) || !isMostlyCalm(recovery)) {
      return left;
    }
    int recovered = 0;
    for (Slice other : among.get()) {
      Pulse pulse = pulses.get(other);
      if (pulse == null) {
        return new TreeSet<>();
      }
      if (pulse.isCalm(recovery)) {
        recovered += pulse.drifted ? 1 : 0;
      } else if (pulse.calm == 0 && pulse.sequence > 0) {
        left.add(other);
      } else {
        return new TreeSet<>();
      }
    }
    return recovered >= left.size() && left.contains(slice) ? left : new TreeSet<>();
  }

  /**
   * Goes on without some slices, which get an episode of their own.
   *
   * @param own those slices
   * @param among the slices of their context that it goes on with, by their own windows, if it is
   *     one of all; empty if they have none: it stays one of all
   * @return whether others are left
   */
  boolean leave(SortedSet<Slice> own, SortedSet<Slice> among) {
    SortedSet<Slice> rest = new TreeSet<>(drift.slices());
    Slice all = own.first().all();
    if (!among.isEmpty() && rest.remove(all)) {
      rest.addAll(among);
    }
    rest.removeAll(own);
    if (rest.isEmpty()) {
      return false;
    }
    long heard = pulses.containsKey(all) ? pulses.get(all).heard : 0;
    rest.forEach(s -> pulse(s, heard));
    own.forEach(pulses::remove);
    drift = drift.withSlices(rest);
    return true;
  }

  Drift locateOnset(Onset onset) {
    drift = open(onset, drift.selection());
    return drift;
  }

  Drift select(SliceSelection selection) {
    drift = open(drift.onset(), selection);
    return drift;
  }

  private Drift open(Onset onset, SliceSelection selection) {
    return snapshot(onset, Optional.empty(), selection);
  }

  /** Its last snapshot. */
  Drift close(Position last, SortedSet<Slice> silent) {
    return snapshot(drift.onset(), Optional.of(new Drift.Closing(last, silent)), drift.selection());
  }

  private Drift snapshot(Onset onset, Optional<Drift.Closing> closing, SliceSelection selection) {
    List<DetectionResult> evidence = new ArrayList<>(strongest.values());
    evidence.sort(
        Comparator.comparingDouble((DetectionResult r) -> r.evidence().exceedance())
            .reversed()
            .thenComparing(DriftEpisode::key));
    return new Drift(
        drift.number(),
        drift.slices(),
        onset,
        drift.opened(),
        closing,
        windows,
        evidence,
        selection);
  }

  /** What is to be remembered of it. */
  EpisodeState state() {
    List<PulseState> states = new ArrayList<>();
    pulses.forEach(
        (slice, p) ->
            states.add(
                new PulseState(slice, p.calm, p.parts, p.heard, p.sequence, p.drifted, p.judged)));
    return new EpisodeState(drift, states, reopened);
  }

  void restore(List<PulseState> state) {
    state.forEach(
        p ->
            pulses.put(
                p.slice(),
                new Pulse(p.calm(), p.parts(), p.heard(), p.sequence(), p.drifted(), p.judged())));
  }
}
