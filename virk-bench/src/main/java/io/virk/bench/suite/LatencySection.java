package io.virk.bench.suite;

import io.virk.page.Chart;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Percentiles of the calls of rows that are sampled, but for those of a size that is swept. */
final class LatencySection {
  private static final List<String> POINTS = List.of("50", "90", "99", "99.9", "99.99");
  private static final int LINES = 6;

  private LatencySection() {}

  /** Writes it; nothing where no calls were sampled. */
  static void write(Page page, List<Row> rows) {
    Map<String, List<Row>> sampled = new TreeMap<>();
    for (Row row : rows) {
      if (row.usual() && !row.percentiles().isEmpty() && !row.group().equals("ceilings")) {
        sampled.computeIfAbsent(row.type(), k -> new ArrayList<>()).add(row);
      }
    }
    if (sampled.isEmpty()) {
      return;
    }
    page.section(
        "Percentiles of latency",
        "Of single calls, at the usual sizes. To the right: nines, 2 is the 99th percentile, 3 the"
            + " 99.9th. A thousand calls have one beyond the 99.9th: of rows that take longer than"
            + " a millisecond the right end is the slowest call.",
        p ->
            sampled.forEach(
                (type, of) -> {
                  for (int from = 0; from < of.size(); from += LINES) {
                    p.chart(chart(type, of.subList(from, Math.min(of.size(), from + LINES))));
                  }
                }));
  }

  private static Chart chart(String type, List<Row> rows) {
    double[] x =
        POINTS.stream().mapToDouble(s -> -Math.log10(1 - Double.parseDouble(s) / 100)).toArray();
    List<Double> times = new ArrayList<>();
    rows.forEach(r -> POINTS.forEach(s -> times.add(r.percentiles().get(s))));
    Times.Unit unit = Times.unit(times);
    List<Chart.Series> series = new ArrayList<>();
    for (Row row : rows) {
      double[] y =
          POINTS.stream()
              .mapToDouble(s -> row.percentiles().getOrDefault(s, Double.NaN) / unit.nanos())
              .toArray();
      series.add(new Chart.Series(row.title(), Chart.Style.LINE, series.size() + 1, y));
    }
    return new Chart(
        type + (series.size() == 1 ? "." + series.get(0).name() : ""),
        "Percentiles of a call.",
        "nines",
        unit.word(),
        Chart.Axes.LOG_Y,
        x,
        series,
        List.of());
  }
}
