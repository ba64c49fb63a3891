package io.virk.bench.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows in words. */
public final class HostTable {
  private HostTable() {}

  /** Names of the columns of {@link #cells}; those that begin with "#" are of numbers. */
  public static List<String> columns() {
    return List.of(
        "scenario",
        "#pairs",
        "#inferences a second",
        "#throughput, with / without",
        "#p50",
        "#p99",
        "#p99.9",
        "#p99, with / without",
        "#cores",
        "#CPU, with / without",
        "#VIRK's thread",
        "#its others",
        "#heap, MiB",
        "#pauses, ms",
        "#sampled",
        "#dropped",
        "what it did");
  }

  /** A row's cells. */
  public static List<String> cells(HostRow r) {
    List<String> cells = new ArrayList<>();
    cells.add(r.scenario());
    cells.add(String.valueOf(r.pairs()));
    cells.add(text("%.0f; %.0f", r.with().perSecond(), r.without().perSecond()));
    cells.add(ratio(r.throughput()));
    for (String p : List.of("50", "99", "99.9")) {
      cells.add(
          text(
              "%.2f; %.2f ms",
              r.with().percentiles().get(p) / 1e6, r.without().percentiles().get(p) / 1e6));
    }
    cells.add(ratio(r.p99()));
    cells.add(text("%.2f; %.2f", r.with().cores(), r.without().cores()));
    cells.add(ratio(r.cpu()));
    cells.add(text("%.1f %%", 100 * r.watched().threadShare()));
    cells.add(text("%.1f %%", 100 * r.watched().othersShare()));
    cells.add(text("%.0f", r.with().heapMiB()));
    cells.add(
        text(
            "%d, %.0f; %d, %.0f",
            r.with().collections(),
            r.with().pauseMillis(),
            r.without().collections(),
            r.without().pauseMillis()));
    cells.add(String.valueOf(r.watched().sampled()));
    cells.add(String.valueOf(r.watched().droppedInAll()));
    cells.add(did(r.watched()));
    return cells;
  }

  private static String did(HostRow.Watched w) {
    List<String> parts = new ArrayList<>();
    w.dropped().forEach((reason, n) -> count(parts, n, "dropped: " + reason));
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("windows", w.windows());
    counts.put("drifts", w.drifts());
    counts.put("bundles", w.bundles());
    counts.put("incidents waiting", w.incidentsWaiting());
    counts.put("events dropped", w.eventsDropped());
    counts.put("listener failures", w.listenerFailures());
    counts.put("incident failures", w.incidentFailures());
    counts.forEach((name, n) -> count(parts, n, name));
    return String.join(", ", parts);
  }

  private static void count(List<String> parts, long n, String name) {
    if (n > 0) {
      parts.add(n + " " + name);
    }
  }

  private static String ratio(HostRow.Ratio r) {
    return text("%.3f (%.3f .. %.3f)", r.value(), r.low(), r.high());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** A row in a line of a console. */
  static String line(HostRow r) {
    return text(
        "%-18s %-10s %3d pairs, throughput %s, p99 %s, cpu %s, VIRK's thread %.1f %%: %s",
        r.scenario(),
        r.loop(),
        r.pairs(),
        ratio(r.throughput()),
        ratio(r.p99()),
        ratio(r.cpu()),
        100 * r.watched().threadShare(),
        did(r.watched()));
  }

  /**
   * Rows as a table in Markdown.
   *
   * @param rows of one loop
   */
  public static String markdown(List<HostRow> rows) {
    StringBuilder out = new StringBuilder();
    List<String> names = columns().stream().map(c -> c.replaceFirst("^#", "")).toList();
    out.append("| ").append(String.join(" | ", names)).append(" |\n");
    out.append("|---".repeat(names.size())).append("|\n");
    for (HostRow row : rows) {
      out.append("| ").append(String.join(" | ", cells(row))).append(" |\n");
    }
    return out.toString();
  }
}
