package io.virk.engine;

import io.virk.baseline.Baseline;
import io.virk.detect.DetectionResult;
import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.diagnose.internal.SliceAttribution;
import io.virk.signal.SignalTable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Says which slices carry a change that shows in all observations: those that e-BH selects by their
 * own last windows, and of slices that had none since the change began, those whose rows in the
 * window of all stand out. VIRK's thread alone.
 */
final class DriftCarriers {
  /** Of the slices that are named, so many need not have drifted, in the mean. */
  static final double FALSE_SHARE = 0.1;

  private final Baseline baseline;
  private final String key;
  private final SliceWindows windows;
  private final Predicate<Slice> isQuiet;

  /**
   * Makes it.
   *
   * @param key the tag by which observations are sliced
   * @param windows of the slices
   * @param isQuiet whether nothing has come of a slice for long: what it looks like by now, nobody
   *     can say, and the others do not wait for it
   */
  DriftCarriers(Baseline baseline, String key, SliceWindows windows, Predicate<Slice> isQuiet) {
    this.baseline = baseline;
    this.key = key;
    this.windows = windows;
    this.isQuiet = isQuiet;
  }

  /**
   * Selects by the slices' own windows. Cost: O(K log K) for K slices.
   *
   * <p>A window enters if its larger part came since the change began: an older one says nothing of
   * it, and whether it enters must not depend on what it looks like. Before most slices have had
   * such a window nobody is selected: a change of all would be put on the first ones.
   *
   * @param all all observations, or all of a context
   * @param onset number of the observation with which the change began
   */
  SliceSelection selection(Slice all, long onset) {
    Map<Slice, SliceWindow> live = live(all);
    return selection(live, eValues(live, onset));
  }

  private static SliceSelection selection(
      Map<Slice, SliceWindow> live, Map<Slice, Double> eValues) {
    return 2 * eValues.size() > live.size()
        ? SliceSelection.of(eValues, FALSE_SHARE)
        : SliceSelection.NONE;
  }

  private Map<Slice, SliceWindow> live(Slice all) {
    Map<Slice, SliceWindow> live = new TreeMap<>();
    for (SliceWindow window : windows.all()) {
      if (window.slice().all().equals(all) && !isQuiet.test(window.slice())) {
        live.put(window.slice(), window);
      }
    }
    return live;
  }

  /**
   * The slices of a context that send something and fit, if all that send something have windows in
   * which they could be seen to recover.
   */
  SortedSet<Slice> among(Slice all) {
    Map<Slice, SliceWindow> live = live(all);
    if (live.values().stream().anyMatch(w -> w.evidence().hasTooFew())) {
      return Collections.emptySortedSet();
    }
    live.values().removeIf(w -> !w.fitting().isArmed());
    return new TreeSet<>(live.keySet());
  }

  private static Map<Slice, Double> eValues(Map<Slice, SliceWindow> live, long onset) {
    Map<Slice, Double> eValues = new TreeMap<>();
    live.forEach((slice, window) -> eValues.put(slice, window.evidence().since(onset)));
    eValues.values().removeIf(e -> e.isNaN());
    return eValues;
  }

  /**
   * Attributes a drift.
   *
   * @param all whose window it is
   * @param rows the window. Not modified.
   * @param results what the detectors found in it
   * @param onset number of the observation with which the change began
   * @return the slices; all alone if all moved, if it cannot be told, or if one of them has no
   *     windows in which it could be seen to recover
   */
  SortedSet<Slice> attribute(
      Slice all, SignalTable rows, List<DetectionResult> results, long onset) {
    SortedSet<Slice> carriers =
        SliceAttribution.attribute(
            all, key, rows, results, slice -> baseline.reference(slice).rows());
    Map<Slice, SliceWindow> live = live(all);
    Map<Slice, Double> eValues = eValues(live, onset);
    SortedSet<Slice> selected = selection(live, eValues).slices();
    if (!selected.isEmpty()) {
      carriers.removeIf(s -> s.isAll() || eValues.containsKey(s));
      carriers.addAll(selected);
    }
    boolean apart =
        carriers.size() < live.size()
            && carriers.stream()
                .allMatch(s -> live.containsKey(s) && !live.get(s).evidence().hasTooFew());
    return apart ? carriers : new TreeSet<>(List.of(all));
  }
}
