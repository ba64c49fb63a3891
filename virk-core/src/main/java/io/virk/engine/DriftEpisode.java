package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Position;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.detect.Verdict;
import io.virk.detect.WindowBounds;
import io.virk.engine.DriftTracker.PulseState;
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
import java.util.function.ToLongFunction;

/** An episode that is open: its evidence, and what was last heard of each of its slices. */
final class DriftEpisode {
  private final Map<String, DetectionResult> strongest = new LinkedHashMap<>();
  private final Map<Slice, Pulse> pulses = new TreeMap<>();
  private Drift drift;
  private int windows;

  /** What was last heard of a slice. */
  private static final class Pulse {
    /** Calm windows in a row. */
    private int calm;

    /** The turn of the last window that said something of what drifted. */
    private long heard;

    /** Signals and detectors of the drift that its windows had a verdict on, each as a key. */
    private final SortedSet<String> judged;

    Pulse(int calm, long heard, Collection<String> judged) {
      this.calm = calm;
      this.heard = heard;
      this.judged = new TreeSet<>(judged);
    }
  }

  /**
   * Begins one.
   *
   * @param opening its first snapshot; the evidence may be in any order
   * @param turn the windows of its context so far
   */
  DriftEpisode(Drift opening, long turn) {
    drift = opening;
    windows = opening.windows();
    opening.slices().forEach(s -> pulses.put(s, new Pulse(0, turn, List.of())));
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
    pulses.put(slice, new Pulse(0, turn, List.of()));
    windows += itsWindows - 1;
    return drifted(slice, results, turn);
  }

  /** An alarm has come between windows. */
  Drift alarmed(Slice slice, List<DetectionResult> results, long turn) {
    note(results);
    drift = open(drift.onset(), drift.selection());
    Pulse pulse = pulses.get(slice);
    if (pulse != null) {
      pulse.calm = 0;
      pulse.heard = turn;
      judged(results).forEach(r -> pulse.judged.add(key(r)));
    }
    return drift;
  }

  /** A window that it covers has not drifted. */
  void followed(Slice slice, List<DetectionResult> results, long turn) {
    Pulse pulse = pulses.get(slice);
    if (pulse == null) {
      return; // a slice of a drift of all, which all alone can end
    }
    List<DetectionResult> judged = judged(results);
    if (!judged.isEmpty()) {
      pulse.heard = turn;
      judged.forEach(r -> pulse.judged.add(key(r)));
    }
    pulse.calm = isCalm(pulse, results, judged) ? pulse.calm + 1 : 0;
  }

  /** What its reference cannot judge, though another slice drifted in it, is not waited for. */
  private boolean isCalm(Pulse pulse, List<DetectionResult> results, List<DetectionResult> judged) {
    return judged.stream().allMatch(r -> r.verdict() == Verdict.NORMAL)
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

  /** Whether so many calm windows in a row were seen of a slice. */
  private boolean isCalm(Slice slice, int recovery) {
    return pulses.get(slice).calm >= recovery;
  }

  /**
   * The slices that have not recovered and were not heard of for longer than is usual for them.
   *
   * @param patience turns that may pass
   */
  SortedSet<Slice> silent(int recovery, long turn, ToLongFunction<Slice> patience) {
    SortedSet<Slice> silent = new TreeSet<>();
    pulses.forEach(
        (slice, pulse) -> {
          if (!isCalm(slice, recovery) && turn - pulse.heard > patience.applyAsLong(slice)) {
            silent.add(slice);
          }
        });
    return silent;
  }

  /** Whether every slice that is not silent has recovered. */
  boolean isOver(SortedSet<Slice> silent, int recovery) {
    return pulses.keySet().stream().allMatch(s -> silent.contains(s) || isCalm(s, recovery));
  }

  Drift locateOnset(Position onset) {
    drift = open(onset, drift.selection());
    return drift;
  }

  Drift select(SliceSelection selection) {
    drift = open(drift.onset(), selection);
    return drift;
  }

  private Drift open(Position onset, SliceSelection selection) {
    return snapshot(onset, Optional.empty(), selection);
  }

  /** Its last snapshot. */
  Drift close(WindowBounds last, SortedSet<Slice> silent) {
    return snapshot(
        drift.onset(), Optional.of(new Drift.Closing(last.last(), silent)), drift.selection());
  }

  private Drift snapshot(
      Position onset, Optional<Drift.Closing> closing, SliceSelection selection) {
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

  List<PulseState> pulses() {
    return pulses.entrySet().stream()
        .map(
            p ->
                new PulseState(
                    p.getKey(), p.getValue().calm, p.getValue().heard, p.getValue().judged))
        .toList();
  }

  void restore(List<PulseState> state) {
    state.forEach(
        p ->
            pulses.computeIfPresent(
                p.slice(), (s, old) -> new Pulse(p.calm(), p.heard(), p.judged())));
  }
}
