package io.virk.diagnose.internal;

import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.Verdict;
import io.virk.signal.ScalarSignal;
import io.virk.signal.SignalTable;
import io.virk.signal.VectorSignal;
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

  /** Deviations that one of many signals counts for. */
  private static final double MOST = 4;

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
    // what images look like as a whole is of all their signals
    List<ScalarSignal> looked =
        drifted.isEmpty() && ofAppearance(window, results)
            ? window.schema().scalars().stream()
                .filter(s -> s.source().equals(VectorSignal.APPEARANCE.source()))
                .toList()
            : List.of();
    if (rows.size() < 2 || drifted.isEmpty() && looked.isEmpty()) {
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
          moved.put(slice, looked.isEmpty() ? distance : distance(looked, reference, part));
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

  private static boolean ofAppearance(SignalTable window, List<DetectionResult> results) {
    return results.stream()
        .filter(r -> r.verdict() == Verdict.DRIFT)
        .anyMatch(r -> r.signal().equals(VectorSignal.APPEARANCE.name()));
  }

  /** The root of the sum of squared changes, without what so few rows scatter by. */
  private static double distance(
      List<ScalarSignal> signals, SignalTable reference, SignalTable part) {
    double sum = 0;
    for (ScalarSignal signal : signals) {
      double deviations = Changes.of(signal, reference, part).deviations();
      if (Double.isFinite(deviations)) {
        deviations = Math.max(-MOST, Math.min(MOST, deviations));
        sum += deviations * deviations - 1.0 / part.rows();
      }
    }
    return Math.sqrt(Math.max(0, sum));
  }
}
