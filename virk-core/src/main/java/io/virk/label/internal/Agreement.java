package io.virk.label.internal;

import io.virk.label.AnnotationQuality.Kappa;
import io.virk.label.AnnotationQuality.Pair;
import io.virk.label.Labelled;
import io.virk.label.Performance;
import io.virk.stats.Interval;
import io.virk.stats.agreement.CohenKappa;
import io.virk.stats.agreement.FleissKappa;
import io.virk.stats.agreement.KrippendorffAlpha;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How far labels of the same observations agree: by the labels that there are, nothing dense. */
final class Agreement {
  /** With fewer an interval says nothing. */
  private static final int LEAST = 20;

  /** Pairs of labellers of one observation: of a crowd those of the first. */
  private static final int MOST_OF_UNIT = 20;

  /** Cells of a table of kappa; the newest observations that fit. */
  private static final int MOST_CELLS = 10_000_000;

  private static final Interval UNKNOWN = new Interval(Double.NaN, Double.NaN);

  private final List<List<Labelled>> units;
  private final int[][] ratings;
  private final int[] categories;

  /** Whose labels are compared. */
  private record Two(String first, String second) {
    static Two of(String one, String other) {
      return one.compareTo(other) < 0 ? new Two(one, other) : new Two(other, one);
    }
  }

  /**
   * Of labels.
   *
   * @param units each of one observation, of two labellers at least, one of each
   */
  Agreement(List<List<Labelled>> units) {
    this.units = units;
    this.ratings =
        units.stream()
            .map(unit -> unit.stream().mapToInt(Labelled::actual).toArray())
            .toArray(int[][]::new);
    this.categories =
        Arrays.stream(ratings).flatMapToInt(Arrays::stream).distinct().sorted().toArray();
  }

  double alpha() {
    return KrippendorffAlpha.nominal(ratings);
  }

  Interval interval() {
    return units.size() < LEAST
        ? UNKNOWN
        : KrippendorffAlpha.nominalInterval(ratings, Performance.CONFIDENCE);
  }

  /** Of observations with as many labels as most have. */
  Kappa fleiss() {
    Map<Integer, Integer> sizes = new HashMap<>();
    Arrays.stream(ratings).forEach(r -> sizes.merge(r.length, 1, Integer::sum));
    int size =
        sizes.entrySet().stream()
            .max(Map.Entry.<Integer, Integer>comparingByValue().thenComparing(e -> -e.getKey()))
            .map(Map.Entry::getKey)
            .orElse(0);
    if (size == 0) {
      return Kappa.NONE;
    }
    int many = Math.min(sizes.get(size), Math.max(1, MOST_CELLS / categories.length));
    int[] counts = new int[many * categories.length];
    int row = 0;
    for (int u = ratings.length - 1; u >= 0 && row < many; u--) {
      if (ratings[u].length == size) {
        for (int rating : ratings[u]) {
          counts[row * categories.length + place(rating)]++;
        }
        row++;
      }
    }
    FleissKappa.Result found = FleissKappa.of(counts, many, categories.length);
    return new Kappa(
        found.kappa(), many < LEAST ? UNKNOWN : found.interval(Performance.CONFIDENCE), many);
  }

  private int place(int category) {
    return Arrays.binarySearch(categories, category);
  }

  /** Those with most observations in common, the one that agrees least first. */
  List<Pair> pairs(int most) {
    Map<Two, List<int[]>> both = new HashMap<>();
    for (List<Labelled> unit : units) {
      int n = Math.min(MOST_OF_UNIT, unit.size());
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          add(both, unit.get(i), unit.get(j));
        }
      }
    }
    Comparator<Map.Entry<Two, List<int[]>>> bySize =
        Comparator.comparingInt(e -> -e.getValue().size());
    List<Pair> pairs = new ArrayList<>();
    both.entrySet().stream()
        .sorted(
            bySize.thenComparing(e -> e.getKey().first()).thenComparing(e -> e.getKey().second()))
        .limit(most)
        .forEach(
            e -> pairs.add(new Pair(e.getKey().first(), e.getKey().second(), kappa(e.getValue()))));
    pairs.sort(Comparator.comparingDouble(p -> p.kappa().value()));
    return pairs;
  }

  private void add(Map<Two, List<int[]>> both, Labelled one, Labelled other) {
    String first = one.label().labeller();
    Two two = Two.of(first, other.label().labeller());
    int a = place(one.actual());
    int b = place(other.actual());
    both.computeIfAbsent(two, t -> new ArrayList<>())
        .add(two.first().equals(first) ? new int[] {a, b} : new int[] {b, a});
  }

  /** Of the categories that the two use: a table of all may be too large. */
  private static Kappa kappa(List<int[]> labels) {
    int[] used = labels.stream().flatMapToInt(Arrays::stream).distinct().sorted().toArray();
    int[] first = labels.stream().mapToInt(l -> Arrays.binarySearch(used, l[0])).toArray();
    int[] second = labels.stream().mapToInt(l -> Arrays.binarySearch(used, l[1])).toArray();
    CohenKappa.Result found = CohenKappa.of(first, second, used.length, CohenKappa.Weights.NONE);
    return new Kappa(
        found.kappa(),
        labels.size() < LEAST ? UNKNOWN : found.interval(Performance.CONFIDENCE),
        labels.size());
  }
}
