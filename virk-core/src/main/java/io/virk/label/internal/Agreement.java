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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How far labels of the same observations agree: by the labels that there are, nothing dense. */
final class Agreement {
  /** With fewer an interval says nothing. */
  private static final int LEAST = 20;

  /** Labellers whose pairs are compared. */
  private static final int MOST_LABELLERS = 100;

  /** Categories that two may use: a table of them is their square. */
  private static final int MOST_CATEGORIES = 2_000;

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
    Set<String> busiest = busiest();
    Map<Two, Integer> sizes = new HashMap<>();
    each(busiest, (two, a, b) -> sizes.merge(two, 1, Integer::sum));
    Map<Two, Map<Long, Integer>> tables = new HashMap<>();
    sizes.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<Two, Integer> e) -> -e.getValue())
                .thenComparing(e -> e.getKey().first())
                .thenComparing(e -> e.getKey().second()))
        .limit(most)
        .forEach(e -> tables.put(e.getKey(), new HashMap<>()));
    each(
        busiest,
        (two, a, b) -> {
          Map<Long, Integer> table = tables.get(two);
          if (table != null) {
            table.merge((long) a << 32 | b & 0xFFFF_FFFFL, 1, Integer::sum);
          }
        });
    List<Pair> pairs = new ArrayList<>();
    tables.forEach((two, table) -> pairs.add(new Pair(two.first(), two.second(), kappa(table))));
    pairs.sort(
        Comparator.comparingDouble((Pair p) -> p.kappa().value())
            .thenComparing(Pair::first)
            .thenComparing(Pair::second));
    return pairs;
  }

  /** Those who labelled most observations: pairs of all would be the square of them. */
  private Set<String> busiest() {
    Map<String, Integer> counts = new HashMap<>();
    units.forEach(unit -> unit.forEach(l -> counts.merge(l.label().labeller(), 1, Integer::sum)));
    return counts.entrySet().stream()
        .sorted(
            Comparator.comparingInt((Map.Entry<String, Integer> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .limit(MOST_LABELLERS)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Takes the labels that two gave an observation. */
  private interface Both {
    void accept(Two two, int first, int second);
  }

  private void each(Set<String> labellers, Both both) {
    for (List<Labelled> unit : units) {
      List<Labelled> of =
          unit.stream().filter(l -> labellers.contains(l.label().labeller())).toList();
      for (int i = 0; i < of.size(); i++) {
        for (int j = i + 1; j < of.size(); j++) {
          String first = of.get(i).label().labeller();
          Two two = Two.of(first, of.get(j).label().labeller());
          int a = of.get(i).actual();
          int b = of.get(j).actual();
          both.accept(two, two.first().equals(first) ? a : b, two.first().equals(first) ? b : a);
        }
      }
    }
  }

  /** Of the categories that the two use: a table of all may be too large. */
  private static Kappa kappa(Map<Long, Integer> counts) {
    int[] used =
        counts.keySet().stream()
            .flatMapToInt(ab -> IntStream.of((int) (ab >> 32), (int) (long) ab))
            .distinct()
            .sorted()
            .toArray();
    int n = counts.values().stream().mapToInt(Integer::intValue).sum();
    if (used.length > MOST_CATEGORIES) {
      return new Kappa(Double.NaN, UNKNOWN, n);
    }
    long[] table = new long[used.length * used.length];
    counts.forEach(
        (ab, count) -> {
          int row = Arrays.binarySearch(used, (int) (ab >> 32));
          table[row * used.length + Arrays.binarySearch(used, (int) (long) ab)] = count;
        });
    CohenKappa.Result found = CohenKappa.ofConfusion(table, used.length, CohenKappa.Weights.NONE);
    return new Kappa(
        found.kappa(), n < LEAST ? UNKNOWN : found.interval(Performance.CONFIDENCE), n);
  }
}
