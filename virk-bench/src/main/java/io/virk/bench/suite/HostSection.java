package io.virk.bench.suite;

import io.virk.bench.host.HostRow;
import io.virk.bench.host.HostTable;
import io.virk.page.Chart;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host with VIRK beside the host without it, as a section of the page. */
final class HostSection {
  private static final List<String> POINTS = List.of("50", "90", "95", "99", "99.9", "99.99");
  private static final int SCENARIOS = 5;
  private static final double MILLI = 1e6;

  private HostSection() {}

  /** Writes it; nothing where no host was run. */
  static void write(Page page, List<HostRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    Map<String, List<HostRow>> loops = new LinkedHashMap<>();
    rows.forEach(r -> loops.computeIfAbsent(r.loop(), k -> new ArrayList<>()).add(r));
    page.section(
        "A host",
        "A model in a loop with VIRK and without it, in turn; two values in a cell are with and"
            + " without, ratios have 95 % intervals. Latency of arrivals counts from when an"
            + " inference was due.",
        p ->
            loops.forEach(
                (loop, of) -> {
                  HostRow first = of.get(0);
                  p.body()
                      .element(
                          "h3",
                          loop
                              + ", "
                              + first.threads()
                              + " threads"
                              + (first.perSecond() > 0
                                  ? ", " + Math.round(first.perSecond()) + " a second"
                                  : ""));
                  p.table(HostTable.columns(), of.stream().map(HostTable::cells).toList());
                  for (int from = 0; from < of.size(); from += SCENARIOS) {
                    p.chart(chart(loop, of.subList(from, Math.min(of.size(), from + SCENARIOS))));
                  }
                }));
  }

  /** Percentiles of some scenarios with VIRK, and of the host without it beside the first. */
  private static Chart chart(String loop, List<HostRow> rows) {
    double[] x =
        POINTS.stream().mapToDouble(s -> -Math.log10(1 - Double.parseDouble(s) / 100)).toArray();
    List<Chart.Series> series = new ArrayList<>();
    series.add(series("without VIRK", 1, rows.get(0).without()));
    for (HostRow row : rows) {
      series.add(series(row.scenario(), series.size() + 1, row.with()));
    }
    return new Chart(
        "Latency, " + loop + ": " + rows.get(0).scenario() + " ..",
        "Percentiles of the latency of an inference by scenario.",
        "nines: 2 is the 99th percentile, 3 the 99.9th",
        "ms",
        Chart.Axes.LOG_Y,
        x,
        series,
        List.of());
  }

  private static Chart.Series series(String name, int tone, HostRow.Side side) {
    double[] y =
        POINTS.stream()
            .mapToDouble(s -> side.percentiles().getOrDefault(s, Double.NaN) / MILLI)
            .toArray();
    return new Chart.Series(name, Chart.Style.LINE, tone, y);
  }
}
