package io.virk.stats.agreement;

import java.util.Arrays;

/** What nominal alpha is made of, by groups of units: ratings by category, and disagreements. */
final class NominalSums {
  private final int[] categories;

  /** [groups x categories] row-major. */
  private final double[] counts;

  private final double[] observed;

  NominalSums(int[][] units, int groups) {
    categories =
        Arrays.stream(units)
            .filter(unit -> unit.length > 1)
            .flatMapToInt(Arrays::stream)
            .distinct()
            .sorted()
            .toArray();
    counts = new double[Math.multiplyExact(groups, categories.length)];
    observed = new double[groups];
    for (int i = 0; i < units.length; i++) {
      if (units[i].length > 1) {
        add(units[i], i % groups);
      }
    }
  }

  private void add(int[] unit, int group) {
    int[] sorted = unit.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double equal = 0;
    int from = 0;
    for (int i = 1; i <= sorted.length; i++) {
      if (i == sorted.length || sorted[i] != sorted[from]) {
        double many = i - from;
        equal += many * many;
        counts[group * categories.length + Arrays.binarySearch(categories, sorted[from])] += many;
        from = i;
      }
    }
    observed[group] += (n * n - equal) / (n - 1);
  }

  /** Without one of the groups; of all of them without -1. */
  double alpha(int without) {
    double disagreement = 0;
    double all = 0;
    double squares = 0;
    for (int g = 0; g < observed.length; g++) {
      disagreement += g == without ? 0 : observed[g];
    }
    for (int c = 0; c < categories.length; c++) {
      double count = 0;
      for (int g = 0; g < observed.length; g++) {
        count += g == without ? 0 : counts[g * categories.length + c];
      }
      all += count;
      squares += count * count;
    }
    double expected = all * all - squares;
    return expected > 0 ? 1 - disagreement * (all - 1) / expected : Double.NaN;
  }
}
