package io.virk.bench.suite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Which rows are run. The first value of a parameter is the usual one. The full plan has every
 * benchmark at the usual values, and then each parameter through its other values, one at a time:
 * curves, not the product of all. The quick plan has each benchmark once, at the smallest of the
 * numbers and the first of the words.
 */
public final class Plan {
  private Plan() {}

  /** All benchmarks that JMH's processor found. */
  static List<BenchmarkListEntry> entries() {
    Set<BenchmarkListEntry> found =
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
                List.of(".*"),
                List.of());
    List<BenchmarkListEntry> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparing((BenchmarkListEntry e) -> Group.ofBenchmark(e.getUsername()))
            .thenComparing(BenchmarkListEntry::getUsername)
            .thenComparing(BenchmarkListEntry::getMode));
    return sorted;
  }

  /**
   * The rows of some groups.
   *
   * @param groups of which they are
   * @param quick whether each benchmark is run once, and small
   * @return in the order of the groups
   */
  public static List<PlannedRow> of(Set<Group> groups, boolean quick) {
    List<PlannedRow> rows = new ArrayList<>();
    for (BenchmarkListEntry entry : entries()) {
      Group group = Group.ofBenchmark(entry.getUsername());
      if (groups.contains(group)) {
        Map<String, String[]> values = entry.getParams().orElse(Map.of());
        List<String> flags = List.copyOf(entry.getJvmArgsPrepend().orElse(List.of()));
        boolean usual = true;
        for (Map<String, String> one : quick ? List.of(smallest(values)) : star(values)) {
          rows.add(new PlannedRow(group, entry.getUsername(), entry.getMode(), one, flags, usual));
          usual = false;
        }
      }
    }
    return rows;
  }

  /** The smallest numbers and pictures, the first words. */
  static Map<String, String> smallest(Map<String, String[]> values) {
    Map<String, String> smallest = new TreeMap<>();
    values.forEach(
        (name, all) ->
            smallest.put(
                name,
                Arrays.stream(all).allMatch(v -> CostCurves.size(v).isPresent())
                    ? Arrays.stream(all)
                        .min(Comparator.comparing(v -> CostCurves.size(v).orElseThrow()))
                        .orElseThrow()
                    : all[0]));
    return smallest;
  }

  /** The first value of each, then the other values of each alone. */
  static List<Map<String, String>> star(Map<String, String[]> values) {
    Map<String, String> usual = new TreeMap<>();
    values.forEach((name, all) -> usual.put(name, all[0]));
    List<Map<String, String>> rows = new ArrayList<>(List.of(usual));
    for (String name : usual.keySet()) {
      String[] all = values.get(name);
      for (int i = 1; i < all.length; i++) {
        Map<String, String> one = new TreeMap<>(usual);
        one.put(name, all[i]);
        rows.add(one);
      }
    }
    return rows;
  }
}
