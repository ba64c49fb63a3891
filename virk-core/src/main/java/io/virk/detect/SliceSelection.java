package io.virk.detect;

import io.virk.internal.Text;
import io.virk.internal.Words;
import io.virk.stats.change.EValues;
import io.virk.stats.twosample.MultipleTesting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
 * the allowance that all slices share. The price of validity is power: of K slices, one that drifts
 * alone is selected from an e-value of K / share on, which for ten thousand slices and a share of
 * 0.1 takes a p-value of some 4e-8.
 *
 * @param selected those that have drifted, largest e-value first; often none
 * @param among how many slices were looked at
 * @param share of the selected slices that may be there by chance, in the mean
 */
public record SliceSelection(List<Finding> selected, int among, double share) {
  /** Nothing was looked at. */
  public static final SliceSelection NONE = new SliceSelection(List.of(), 0, 0);

  /** Slices that are named in words. */
  private static final int NAMED = 10;

  /**
   * A selected slice.
   *
   * @param slice whose window
   * @param eValue of its window: at most 1 in the mean if nothing has changed
   */
  public record Finding(Slice slice, double eValue) {
    public Finding {
      Objects.requireNonNull(slice, "slice");
    }
  }

  public SliceSelection {
    selected = List.copyOf(selected);
  }

  /**
   * Selects slices. Cost: O(K log K) for K slices.
   *
   * @param eValues of one window of every slice that is looked at, selected or not; &ge; 0
   * @param share of the selected slices that may be there by chance, in (0, 1)
   * @return some of the slices, often none
   */
  public static SliceSelection of(Map<Slice, Double> eValues, double share) {
    if (!(share > 0 && share < 1)) {
      throw new IllegalArgumentException("share: " + share + " (expected: in (0, 1))");
    }
    if (eValues.isEmpty()) {
      return NONE;
    }
    List<Slice> slices = new ArrayList<>(eValues.keySet());
    double[] adjusted =
        MultipleTesting.eBenjaminiHochberg(slices.stream().mapToDouble(eValues::get).toArray());
    List<Finding> selected = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      if (adjusted[i] <= share) {
        selected.add(new Finding(slices.get(i), eValues.get(slices.get(i))));
      }
    }
    selected.sort(
        Comparator.comparingDouble(Finding::eValue).reversed().thenComparing(Finding::slice));
    return new SliceSelection(selected, slices.size(), share);
  }

  /**
   * The e-value of one slice's window.
   *
   * @param results of its detectors; those of too little data are left out
   * @return &ge; 0, at most 1 in the mean if nothing has changed; NaN if no result can be used
   */
  public static double eValue(List<DetectionResult> results) {
    return results.stream()
        .mapToDouble(r -> r.evidence().pValue())
        .filter(p -> !Double.isNaN(p))
        .map(EValues::ofPValue)
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The selected slices.
   *
   * @return without their e-values
   */
  public SortedSet<Slice> slices() {
    SortedSet<Slice> slices = new TreeSet<>();
    selected.forEach(f -> slices.add(f.slice()));
    return slices;
  }

  /**
   * In words.
   *
   * @return for example "camera cam-3 and cam-7 of 40, at most 10 % of them by chance in the mean";
   *     "none of 40" if none is selected
   */
  public String inWords() {
    if (selected.isEmpty()) {
      return Words.of("selection.none", among);
    }
    List<String> names =
        selected.stream().limit(NAMED).map(f -> Text.clean(f.slice().value())).toList();
    int more = selected.size() - NAMED;
    return Words.of(
        "selection.some",
        Text.clean(selected.get(0).slice().key()),
        more > 0 ? Words.of("list.more", Words.commas(names), more) : Words.list(names),
        among,
        String.format(Locale.ROOT, "%.0f", 100 * share));
  }
}
