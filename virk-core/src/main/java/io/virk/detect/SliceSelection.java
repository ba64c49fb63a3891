package io.virk.detect;

import io.virk.stats.twosample.MultipleTesting;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which of many slices, judged together, have drifted: e-BH (Wang and Ramdas 2022,
 * doi:10.1111/rssb.12489). Of those that it selects, in the mean at most a given share has not.
 *
 * <p>A slice's p-values become e-values by the calibrator (1 - p + p ln p) / (p (ln p)^2) (Vovk and
 * Wang 2021, doi:10.1214/20-AOS2020), which is never larger than what is valid; their mean over
 * detectors is an e-value again, whatever the dependence of the detectors, and e-BH holds whatever
 * the dependence of the slices: cameras that see the same weather, or a slice and all observations.
 *
 * <p>What this is for, and what not: it says <em>where</em> a change is when many slices are looked
 * at in one go, as when a drift of all observations is attributed. It is no licence to wake anyone:
 * a share of false ones among the selected is not a mean time between false alarms, and repeated
 * every window it would raise one again and again. Whether anyone is woken, the windows decide by
 * the {@link AlarmBudget} that all slices share. The price of validity is power: of K slices, one
 * that drifts alone is selected from an e-value of K / share on, which for ten thousand slices and
 * a share of 0.1 takes a p-value of some 4e-8.
 */
public final class SliceSelection {
  /** Where the calibrator has reached 1 but for rounding. */
  private static final double NEAR_ONE = 1 - 1e-4;

  private SliceSelection() {}

  /**
   * The e-value of one slice's window.
   *
   * @param results of its detectors; those of too little data are left out
   * @return &ge; 0, at most 1 in the mean if nothing has changed; 1 if no result can be used
   */
  public static double eValue(List<DetectionResult> results) {
    double sum = 0;
    int used = 0;
    for (DetectionResult result : results) {
      if (!Double.isNaN(result.pValue())) {
        sum += calibrated(result.pValue());
        used++;
      }
    }
    return used == 0 ? 1 : sum / used;
  }

  /** The integral of k p^(k - 1) over k from 0 to 1. */
  static double calibrated(double p) {
    if (p >= NEAR_ONE) {
      return 0.5;
    }
    double log = Math.log(p);
    return (1 - p + p * log) / (p * log * log);
  }

  /**
   * Selects slices.
   *
   * @param windows the results of one window of every slice that is looked at, selected or not
   * @param share of the selected slices that may be there by chance, in (0, 1)
   * @return some of the slices, often none
   */
  public static SortedSet<Slice> select(Map<Slice, List<DetectionResult>> windows, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: in (0, 1))");
    }
    SortedSet<Slice> selected = new TreeSet<>();
    if (windows.isEmpty()) {
      return selected;
    }
    List<Slice> slices = new ArrayList<>(windows.keySet());
    double[] adjusted =
        MultipleTesting.eBenjaminiHochberg(
            slices.stream().mapToDouble(s -> eValue(windows.get(s))).toArray());
    for (int i = 0; i < adjusted.length; i++) {
      if (adjusted[i] <= share) {
        selected.add(slices.get(i));
      }
    }
    return selected;
  }
}
