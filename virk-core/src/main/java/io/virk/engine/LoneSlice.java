package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.baseline.content.DetectorSet;
import io.virk.baseline.content.Reference;
import io.virk.detect.Slice;
import io.virk.signal.SignalTable;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The slice that has a window of all to itself: one camera sends, the others are down, or not
 * connected yet, or send in turn for a long time each. Compared with the mixture of all cameras it
 * would be narrower, and moved; its own reference says better what has happened to it, and its own
 * windows hold the same observations.
 */
final class LoneSlice {
  private final Optional<String> key;
  private final Predicate<Slice> hasWindow;

  /**
   * Looks for it.
   *
   * @param key of the tag by which slices are told apart; empty if they are not
   * @param hasWindow whether a slice has a window of its own: there may be no room for it
   */
  LoneSlice(Optional<String> key, Predicate<Slice> hasWindow) {
    this.key = key;
    this.hasWindow = hasWindow;
  }

  /**
   * Finds it.
   *
   * @param slice whose window it is
   * @param rows of the window, at least one. Not modified.
   * @param baseline by which it would be judged
   * @return empty if there are several, the slice has no window, or by its own reference not every
   *     signal can be judged that can be by the reference of all
   */
  Optional<Slice> of(Slice slice, SignalTable rows, Baseline baseline) {
    String value = rows.rows() == 0 || !slice.isAll() ? null : rows.slice(0);
    if (key.isEmpty() || value == null) {
      return Optional.empty();
    }
    for (int i = 1; i < rows.rows(); i++) {
      if (!value.equals(rows.slice(i))) {
        return Optional.empty();
      }
    }
    Slice lone = new Slice(key.get(), value, slice.context());
    if (!hasWindow.test(lone)) {
      return Optional.empty();
    }
    Reference own = baseline.reference(lone);
    Reference all = baseline.reference(slice);
    boolean isJudged = own != all && signals(own).containsAll(signals(all));
    return isJudged ? Optional.of(lone) : Optional.empty();
  }

  private static Set<String> signals(Reference reference) {
    DetectorSet detectors = reference.detectors(true);
    return detectors.list().stream().map(d -> d.signal().name()).collect(Collectors.toSet());
  }
}
