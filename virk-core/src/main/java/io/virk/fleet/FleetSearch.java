package io.virk.fleet;

import io.virk.detect.Slice;
import io.virk.detect.SliceSelection;
import io.virk.fleet.FleetDrift.Scope;
import io.virk.stats.change.EValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Looks for what has moved in one window: groups against the others first, for what all have in
 * common is no matter there, then all together, then single slices. What is found is taken away
 * before the search goes on.
 *
 * <p>The probability of the window is parted: a third for all together, a third for the groups, a
 * third for the slices, each divided among its own and their tests. Which slices have moved, once
 * one of them is beyond that, e-BH says.
 */
final class FleetSearch {
  /** Findings of a kind in one window. */
  private static final int MOST = 8;

  /** Two shifts are of one cause. */
  static final double SAME = 0.6;

  private final FleetWindow window;
  private final SortedMap<FleetGroup.Key, int[]> members;
  private final Map<FleetGroup.Key, FleetGroup> groups;
  private final FleetGroup all;
  private final FleetSettings settings;
  private final double probability;
  private final int[] everyone;
  private final List<FleetFinding> findings = new ArrayList<>();

  /**
   * Prepares.
   *
   * @param members of every group, slices of the window
   * @param groups that are known
   * @param all the group of all
   * @param probability that the window may spend
   */
  FleetSearch(
      FleetWindow window,
      SortedMap<FleetGroup.Key, int[]> members,
      Map<FleetGroup.Key, FleetGroup> groups,
      FleetGroup all,
      FleetSettings settings,
      double probability) {
    this.window = window;
    this.members = members;
    this.groups = groups;
    this.all = all;
    this.settings = settings;
    this.probability = probability / 3;
    this.everyone = IntStream.range(0, window.slices()).toArray();
  }

  /** Who is in which group. */
  static SortedMap<FleetGroup.Key, int[]> members(FleetWindow window, List<String> keys) {
    SortedMap<FleetGroup.Key, List<Integer>> lists = new TreeMap<>();
    for (int c = 0; c < window.slices(); c++) {
      for (String key : keys) {
        String value = window.reading(c).groups().get(key);
        if (value != null) {
          lists.computeIfAbsent(new FleetGroup.Key(key, value), g -> new ArrayList<>()).add(c);
        }
      }
    }
    SortedMap<FleetGroup.Key, int[]> members = new TreeMap<>();
    lists.forEach((key, of) -> members.put(key, of.stream().mapToInt(c -> c).toArray()));
    return members;
  }

  /** Where slices that have not moved are, in every test. */
  static double[] others(FleetWindow window, int[] slices, double[] medians) {
    double[] others = new double[window.tests()];
    boolean many = 3 * slices.length > window.slices();
    for (int k = 0; k < others.length; k++) {
      others[k] = many ? window.medianOfOthers(slices, k) : medians[k];
    }
    return others;
  }

  /** Of all slices in every test. */
  static double[] medians(FleetWindow window) {
    int[] everyone = IntStream.range(0, window.slices()).toArray();
    double[] medians = new double[window.tests()];
    for (int k = 0; k < medians.length; k++) {
      medians[k] = window.median(everyone, k);
    }
    return medians;
  }

  /** Whether a group can be compared with others. */
  static boolean isGroup(int[] slices, int among) {
    return slices.length >= FleetGroup.FEWEST && among - slices.length >= FleetGroup.FEWEST;
  }

  /** The means of a group as seen from the others. */
  static double[] contrasts(FleetWindow window, int[] slices, double[] others) {
    double[] contrasts = new double[window.tests()];
    for (int k = 0; k < contrasts.length; k++) {
      contrasts[k] = window.mean(slices, k) - others[k];
    }
    return contrasts;
  }

  List<FleetFinding> search() {
    if (window.slices() >= FleetGroup.FEWEST) {
      for (int i = 0; i < MOST && searchGroups(); i++) {
        // until there is no more
      }
      for (int i = 0; i < MOST && searchAll(); i++) {
        // a second one may lie behind the first
      }
    }
    searchSlices();
    return findings;
  }

  private boolean searchGroups() {
    int judged = 0;
    FleetGroup.Key clearest = null;
    int test = -1;
    double most = 0;
    double[] medians = medians(window);
    for (Map.Entry<FleetGroup.Key, int[]> entry : members.entrySet()) {
      FleetGroup group = groups.get(entry.getKey());
      int[] slices = entry.getValue();
      if (group == null || group.isLearning() || !isGroup(slices, window.slices())) {
        continue;
      }
      judged++;
      double[] others = others(window, slices, medians);
      double[] contrasts = contrasts(window, slices, others);
      for (int k = 0; k < contrasts.length; k++) {
        double deviate = window.cautious(k, group.deviate(contrasts[k], slices.length, k));
        double far = window.sided(k, deviate);
        if (far > most && window.isAlike(slices, k, others[k]) && window.isLarge(slices, k, true)) {
          most = far;
          test = k;
          clearest = entry.getKey();
        }
      }
    }
    double p = test < 0 ? 1 : window.pValue(test, most);
    if (p > probability / Math.max(1, judged) / window.tests()) {
      return false;
    }
    int[] slices = members.get(clearest);
    double[] others = others(window, slices, medians);
    double far = window.median(slices, test) - others[test];
    int[] moved = window.moved(slices, test, far, others[test]);
    SortedSet<String> value = new TreeSet<>(List.of(clearest.value()));
    add(new Found(Scope.GROUP, clearest.key(), value, slices, others), moved, test, p);
    return true;
  }

  private boolean searchAll() {
    if (all.isLearning()) {
      return false;
    }
    int test = -1;
    double most = 0;
    double[] from = new double[window.tests()];
    for (int k = 0; k < from.length; k++) {
      from[k] = all.centre(k);
      double deviate =
          window.cautious(k, all.deviate(window.mean(everyone, k), everyone.length, k));
      if (window.sided(k, deviate) > most
          && window.isAlike(everyone, k, from[k])
          && window.isLarge(everyone, k, true)) {
        most = window.sided(k, deviate);
        test = k;
      }
    }
    double p = test < 0 ? 1 : window.pValue(test, most);
    if (p > probability / window.tests()) {
      return false;
    }
    double far = window.median(everyone, test) - from[test];
    int[] moved = window.moved(everyone, test, far, from[test]);
    add(new Found(Scope.COMMON, "", new TreeSet<>(), everyone, from), moved, test, p);
    return true;
  }

  /** Who was found, all that are meant and where they would be otherwise. */
  private record Found(
      Scope scope, String key, SortedSet<String> values, int[] slices, double[] from) {}

  private void add(Found found, int[] moved, int test, double p) {
    double[] common = window.common(moved, found.from());
    findings.add(
        new FleetFinding(found.scope(), found.key(), found.values(), moved, common, test, p));
    window.explain(found.slices(), common, found.from()); // of one that has not moved it is nothing
  }

  private void searchSlices() {
    double limit = probability / Math.max(1, window.slices()) / window.tests();
    int[] seeds =
        IntStream.range(0, window.slices()).filter(c -> clearest(c, limit) >= 0).toArray();
    if (seeds.length == 0) {
      return;
    }
    SortedSet<Integer> selected = selected(seeds);
    List<Integer> order = new ArrayList<>(Arrays.stream(seeds).boxed().toList());
    order.sort(Comparator.comparingDouble(c -> -farthest(c)));
    for (int seed : order) {
      if (!selected.contains(seed) || findings.size() >= 3 * MOST) {
        continue;
      }
      double[] direction = window.of(seed);
      int[] alike =
          selected.stream()
              .filter(c -> c == seed || FleetWindow.cosine(direction, window.of(c)) >= SAME)
              .mapToInt(c -> c)
              .toArray();
      int test = clearest(seed, limit);
      if (test < 0) {
        continue; // it was explained
      }
      double p = window.pValue(test, window.z(seed, test));
      double[] unmoved = new double[window.tests()];
      if (3 * alike.length >= window.slices()
          && window.slices() >= FleetGroup.FEWEST
          && window.isAlike(everyone, test, 0)) {
        int[] moved = window.moved(everyone, test, window.median(everyone, test), 0);
        add(new Found(Scope.COMMON, "", new TreeSet<>(), everyone, unmoved), moved, test, p);
        continue;
      }
      double[] common = window.common(alike, unmoved);
      Map.Entry<String, SortedSet<String>> where = where(alike);
      findings.add(
          new FleetFinding(
              where.getValue().isEmpty() ? Scope.SOME : Scope.GROUP,
              where.getKey(),
              where.getValue(),
              alike,
              common,
              test,
              p));
      for (int c : alike) {
        selected.remove(c);
      }
    }
  }

  /** The clearest test of a slice that is beyond a probability; -1 if none is. */
  private int clearest(int c, double limit) {
    int found = -1;
    int[] only = {c};
    for (int k = 0; k < window.tests(); k++) {
      double far = window.sided(k, window.z(c, k));
      if (far > FleetWindow.TELLING
          && (found < 0 || far > Math.abs(window.z(c, found)))
          && window.pValue(k, window.z(c, k)) <= limit
          && window.isLarge(only, k, false)) {
        found = k;
      }
    }
    return found;
  }

  private double farthest(int c) {
    return IntStream.range(0, window.tests())
        .mapToDouble(k -> window.sided(k, window.z(c, k)))
        .max()
        .orElse(0);
  }

  private SortedSet<Integer> selected(int[] seeds) {
    Map<Slice, Integer> number = new HashMap<>();
    Map<Slice, Double> eValues = new HashMap<>();
    for (int c = 0; c < window.slices(); c++) {
      double sum = 0;
      for (int k = 0; k < window.tests(); k++) {
        sum += EValues.ofPValue(window.pValue(k, window.z(c, k)));
      }
      number.put(window.reading(c).slice(), c);
      eValues.put(window.reading(c).slice(), sum / window.tests());
    }
    SortedSet<Integer> selected = new TreeSet<>();
    Arrays.stream(seeds).forEach(selected::add);
    SliceSelection.of(eValues, settings.share())
        .selected()
        .forEach(f -> selected.add(number.get(f.slice())));
    return selected;
  }

  /** A tag whose values say who they are: most that have those, and few that have others. */
  private Map.Entry<String, SortedSet<String>> where(int[] slices) {
    for (String key : settings.groups()) {
      SortedSet<String> values = new TreeSet<>();
      int inside = 0;
      Map<String, Integer> counts = new TreeMap<>();
      for (int c : slices) {
        String value = window.reading(c).groups().get(key);
        if (value != null) {
          counts.merge(value, 1, Integer::sum);
        }
      }
      for (Map.Entry<String, Integer> count : counts.entrySet()) {
        int of = members.get(new FleetGroup.Key(key, count.getKey())).length;
        if (of >= FleetGroup.FEWEST && count.getValue() >= FleetWindow.MOST_OF_IT * of) {
          values.add(count.getKey());
          inside += count.getValue();
        }
      }
      boolean all =
          values.size() == members.keySet().stream().filter(m -> m.key().equals(key)).count();
      if (!values.isEmpty() && !all && inside >= FleetWindow.MOST_OF_IT * slices.length) {
        return Map.entry(key, values);
      }
    }
    return Map.entry("", new TreeSet<>());
  }
}
