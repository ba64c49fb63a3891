package io.virk.engine;

import io.virk.detect.Drift;
import io.virk.detect.Slice;
import io.virk.engine.TrackerState.HistoryState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The last windows of every slice, and how many windows have ended in each context, by which
 * silence is counted. VIRK's thread alone.
 */
final class SliceHistories {
  private final int among;
  private final Map<Slice, SliceHistory> histories = new HashMap<>();

  /** How many windows have ended in each context. */
  private final Map<String, Long> turns = new HashMap<>();

  /**
   * Of nothing yet.
   *
   * @param among windows of a slice that are looked back at
   */
  SliceHistories(int among) {
    this.among = among;
  }

  /** A window has ended in a context; how many have by now. */
  long next(String context) {
    return turns.merge(context, 1L, Long::sum);
  }

  /** Windows that have ended in a context. */
  long turn(String context) {
    return turns.getOrDefault(context, 0L);
  }

  SliceHistory of(Slice slice) {
    return histories.computeIfAbsent(slice, s -> new SliceHistory(among));
  }

  /** Turns without a word after which a slice is silent. */
  long patience(Slice slice, int silence) {
    SliceHistory history = histories.get(slice);
    long pace = history == null ? 0 : history.pace();
    return silence * Math.max(pace, histories.size());
  }

  /** Windows from before an episode's beginning or end say nothing about what follows. */
  void forget(Drift drift) {
    histories.forEach(
        (slice, history) -> {
          if (slice.isAll() && drift.isOf(slice.context()) || drift.covers(slice)) {
            history.clear();
          }
        });
  }

  void forget(Slice slice) {
    histories.remove(slice);
  }

  Map<String, Long> turns() {
    return new TreeMap<>(turns);
  }

  List<HistoryState> state() {
    List<HistoryState> all = new ArrayList<>();
    histories.forEach((slice, history) -> all.add(history.state(slice)));
    all.sort(Comparator.comparing(HistoryState::slice));
    return all;
  }

  /** Goes on from turns and windows that were remembered. */
  void restore(Map<String, Long> keptTurns, List<HistoryState> kept) {
    turns.clear();
    keptTurns.forEach(
        (context, n) ->
            turns.put(context, TrackerState.counted("turns", Objects.requireNonNull(n, "turns"))));
    histories.clear();
    kept.forEach(this::restore);
  }

  /** Goes on with the last windows of one slice. */
  void restore(HistoryState state) {
    SliceHistory history = new SliceHistory(among);
    history.restore(state);
    histories.put(Objects.requireNonNull(state.slice(), "slice"), history);
  }
}
