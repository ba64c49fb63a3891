package io.virk.bench.suite;

import io.virk.page.Chart;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;

/** How cost grows: one chart for each class and parameter with three sizes or more. */
final class CostCurves {
  private static final int LINES = 6;
  private static final int FEWEST_SIZES = 3;

  private CostCurves() {}

  /** Writes them; nothing where no size was swept. */
  static void write(Page page, List<Row> rows) {
    Map<String, List<Row>> classes = new TreeMap<>();
    rows.forEach(r -> classes.computeIfAbsent(r.type(), k -> new ArrayList<>()).add(r));
    List<Chart> charts = new ArrayList<>();
    classes.forEach(
        (type, of) -> {
          TreeSet<String> names = new TreeSet<>();
          of.forEach(r -> names.addAll(r.parameters().keySet()));
          names.forEach(name -> charts.addAll(charts(type, name, of)));
        });
    if (!charts.isEmpty()) {
      page.section(
          "How cost grows",
          "Least time of an operation by size. Both axes are logarithms: a straight line that"
              + " goes up one decade for each decade to the right is a cost that grows as the size"
              + " does, a steeper one a cost that grows faster.",
          p -> charts.forEach(p::chart));
    }
  }

  private static List<Chart> charts(String type, String name, List<Row> rows) {
    Map<String, TreeMap<Double, Double>> lines = new TreeMap<>();
    boolean pixels = false;
    for (Row row : rows) {
      String value = row.parameters().getOrDefault(name, "");
      OptionalDouble size = size(value);
      if (size.isPresent() && size.getAsDouble() > 0) {
        pixels |= value.contains("x");
        Map<String, String> others = new TreeMap<>(row.parameters());
        others.remove(name);
        String line = row.method() + (others.isEmpty() ? "" : ", " + Row.words(others));
        lines
            .computeIfAbsent(line, k -> new TreeMap<>())
            .merge(size.getAsDouble(), row.least(), Math::min);
      }
    }
    lines.values().removeIf(points -> points.size() < FEWEST_SIZES);
    List<Chart> charts = new ArrayList<>();
    List<String> all = new ArrayList<>(lines.keySet());
    for (int from = 0; from < all.size(); from += LINES) {
      Map<String, TreeMap<Double, Double>> some = new TreeMap<>();
      all.subList(from, Math.min(all.size(), from + LINES)).forEach(l -> some.put(l, lines.get(l)));
      charts.add(chart(type, name, pixels ? "pixels" : name, some));
    }
    return charts;
  }

  private static Chart chart(
      String type, String name, String xLabel, Map<String, TreeMap<Double, Double>> lines) {
    TreeSet<Double> sizes = new TreeSet<>();
    List<Double> times = new ArrayList<>();
    lines
        .values()
        .forEach(
            points -> {
              sizes.addAll(points.keySet());
              times.addAll(points.values());
            });
    Times.Unit unit = Times.unit(times);
    List<Chart.Series> series = new ArrayList<>();
    lines.forEach(
        (line, points) -> {
          double[] y =
              sizes.stream()
                  .mapToDouble(s -> points.getOrDefault(s, Double.NaN) / unit.nanos())
                  .toArray();
          series.add(new Chart.Series(line, Chart.Style.LINE, series.size() + 1, y));
        });
    String line = series.size() == 1 ? "." + series.get(0).name() : "";
    return new Chart(
        type + line + " by " + name,
        "Time of an operation by " + name + ".",
        xLabel,
        unit.word(),
        Chart.Axes.LOGS,
        sizes.stream().mapToDouble(Double::doubleValue).toArray(),
        series,
        List.of());
  }

  /** Of "1000" 1,000, of "320x240" 76,800; of words nothing. */
  static OptionalDouble size(String value) {
    if (value.matches("[0-9]+x[0-9]+")) {
      String[] sides = value.split("x");
      return OptionalDouble.of(Double.parseDouble(sides[0]) * Double.parseDouble(sides[1]));
    }
    return value.matches("[0-9.]+")
        ? OptionalDouble.of(Double.parseDouble(value))
        : OptionalDouble.empty();
  }
}
