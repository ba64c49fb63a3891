package io.virk.engine;

import io.virk.detect.DetectionResult;
import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.engine.TrackerState.ClosedState;
import io.virk.engine.TrackerState.Left;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The episodes that closed lately and may be reopened, a bounded number. VIRK's thread alone. */
final class ClosedEpisodes {
  /** Episodes that are remembered. */
  private static final int MOST = 64;

  private final int reopening;
  private final List<Closed> closed = new ArrayList<>();

  /**
   * One of them.
   *
   * @param drift as it was, open
   * @param left windows that each of its slices may still have
   * @param reopened how often it was reopened before
   */
  record Closed(Drift drift, Map<Slice, Integer> left, int reopened) {}

  ClosedEpisodes(int reopening) {
    this.reopening = reopening;
  }

  /** Remembers one. */
  void add(Drift drift, int reopened) {
    if (reopening == 0) {
      return;
    }
    Map<Slice, Integer> left = new TreeMap<>();
    drift.slices().forEach(slice -> left.put(slice, reopening));
    closed.add(new Closed(drift, left, reopened));
    if (closed.size() > MOST) {
      closed.remove(0);
    }
  }

  /** A window of a slice has been judged that no open episode covers. */
  void judged(Slice slice) {
    if (closed.isEmpty()) {
      return;
    }
    for (Closed one : closed) {
      one.left().computeIfPresent(slice, (s, n) -> n - 1);
      one.left().values().removeIf(n -> n < 0);
    }
    closed.removeIf(one -> one.left().isEmpty());
  }

  /**
   * Takes out the one that goes on: the last that has a slice and a signal in common.
   *
   * @param slices that drift
   * @param results of the window that drifts, or the alarm
   * @param isSame whether it has not another cause
   */
  Optional<Closed> take(
      SortedSet<Slice> slices, List<DetectionResult> results, Predicate<Drift> isSame) {
    Set<String> signals =
        results.stream()
            .filter(r -> r.verdict() == Verdict.DRIFT)
            .map(DetectionResult::signal)
            .collect(Collectors.toSet());
    for (int i = closed.size() - 1; i >= 0; i--) {
      Closed one = closed.get(i);
      if (slices.stream().anyMatch(one.left()::containsKey)
          && one.drift().evidence().stream().anyMatch(e -> signals.contains(e.signal()))
          && isSame.test(one.drift())) {
        closed.remove(i);
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /** The numbers of those that are remembered. */
  Set<Integer> numbers() {
    return closed.stream().map(c -> c.drift().number()).collect(Collectors.toSet());
  }

  List<ClosedState> state() {
    return closed.stream()
        .map(
            c ->
                new ClosedState(
                    c.drift(),
                    c.left().entrySet().stream()
                        .map(l -> new Left(l.getKey(), l.getValue()))
                        .toList(),
                    c.reopened()))
        .toList();
  }

  void restore(List<ClosedState> state) {
    closed.clear();
    for (ClosedState one : state) {
      Map<Slice, Integer> left = new TreeMap<>();
      one.left().forEach(l -> left.put(l.slice(), Math.min(reopening, l.windows())));
      if (reopening > 0 && closed.size() < MOST) {
        closed.add(new Closed(Objects.requireNonNull(one.drift(), "drift"), left, one.reopened()));
      }
    }
  }
}
