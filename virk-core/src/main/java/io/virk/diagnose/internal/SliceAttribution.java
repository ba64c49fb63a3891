package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Says which slices carry a change that shows in all observations: those whose own mean has moved
 * at least half as far, in standard deviations of their own baseline, as that of the slice that
 * moved most.
 */
public final class SliceAttribution {
  private static final int MINIMUM_ROWS = 3;
  private static final double SHARE = 0.5;

  private SliceAttribution() {}

  /**
   * Attributes a drift.
   *
   * @param all whose window it is: all observations, or all of a context
   * @param key the tag by which observations are sliced
   * @param window a window of all observations. Not modified.
   * @param results what the detectors found in it
   * @param baseline the rows that a slice is compared with
   * @return the slices; all alone if all moved, or if it cannot be told
   */
  public static SortedSet<Slice> attribute(
      Slice all,
      String key,
      SignalTable window,
      List<DetectionResult> results,
      Function<Slice, SignalTable> baseline) {
    Map<String, List<Integer>> rows = new TreeMap<>();
    for (int i = 0; i < window.rows(); i++) {
      if (window.slice(i) != null) {
        rows.computeIfAbsent(window.slice(i), v -> new ArrayList<>()).add(i);
      }
    }
    rows.values().removeIf(r -> r.size() < MINIMUM_ROWS);
    TreeSet<Slice> noneStandsOut = new TreeSet<>(List.of(all));
    List<ScalarSignal> drifted =
        results.stream()
            .filter(r -> r.verdict() == Verdict.DRIFT)
            .flatMap(r -> window.schema().scalar(r.signal()).stream())
            .distinct()
            .toList();
    if (rows.size() < 2 || drifted.isEmpty()) {
      return noneStandsOut;
    }
    Map<Slice, Double> moved = new TreeMap<>();
    rows.forEach(
        (value, own) -> {
          Slice slice = new Slice(key, value, all.context());
          SignalTable part = window.take(own.stream().mapToInt(i -> i).toArray());
          SignalTable reference = baseline.apply(slice);
          double distance = 0;
          for (ScalarSignal signal : drifted) {
            double deviations = Changes.of(signal, reference, part).deviations();
            distance = Math.max(distance, Math.abs(deviations));
          }
          moved.put(slice, distance);
        });
    double most = moved.values().stream().mapToDouble(d -> d).max().orElse(0);
    TreeSet<Slice> carriers = new TreeSet<>();
    moved.forEach(
        (slice, distance) -> {
          if (distance >= SHARE * most) {
            carriers.add(slice);
          }
        });
    return carriers.isEmpty() || carriers.size() == moved.size() ? noneStandsOut : carriers;
  }
}
