package io.virk.bench.suite;

import io.virk.page.Chart;
import io.virk.page.Html;
import io.virk.page.Numbers;
import io.virk.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Results as one page: where they come from, how cost grows with size, how much of the machine's
 * ceiling is reached, peers, percentiles of latency, and all rows.
 */
public final class ResultsPage {
  private static final int TONES = 6;
  private static final int FEWEST_SIZES = 3;

  private final Results results;
  private final Page page = new Page("VIRK benchmarks");

  private ResultsPage(Results results) {
    this.results = results;
  }

  /** The page, as HTML in one file. */
  public static String of(Results results) {
    return new ResultsPage(results).write();
  }

  private String write() {
    Environment e = results.environment();
    List<String> badges = new ArrayList<>();
    if (e.effort().equals(RowRun.Effort.QUICK)) {
      badges.add("bad:quick mode: proves that benchmarks run, figures are worth nothing");
    }
    if (Math.max(e.loadBefore(), e.loadAfter()) > e.cores()) {
      badges.add("bad:busy machine: wall times say what else ran");
    }
    page.head("VIRK benchmarks", results.rows().size() + " rows on " + e.cpu(), true, badges);
    page.section("Where", "", p -> environment(e));
    HostSection.write(page, results.host());
    peers();
    curves();
    shares();
    percentiles();
    for (Group group : Group.values()) {
      rows(group);
    }
    if (!results.leftOut().isEmpty()) {
      page.section(
          "Left out",
          "What did not run, and why.",
          p -> results.leftOut().forEach(line -> p.body().element("p", line)));
    }
    return page.html();
  }

  private void environment(Environment e) {
    List<String> facts = new ArrayList<>();
    facts.addAll(
        List.of("processor", e.cpu() + ", " + e.cores() + " cores, " + String.join(" ", e.simd())));
    facts.addAll(List.of("caches", words(e.caches())));
    facts.addAll(List.of("memory", e.memory() + " MiB"));
    facts.addAll(List.of("system", e.os()));
    facts.addAll(List.of("JDK", e.jdk() + ", " + String.join(", ", e.collector())));
    facts.addAll(List.of("kernels without flags", e.kernels()));
    facts.addAll(List.of("commit", e.commit() + (e.changed() ? ", with changes" : "")));
    facts.addAll(
        List.of(
            "effort",
            String.format(
                Locale.ROOT,
                "%d forks of %d iterations of %d ms, %d before them",
                e.effort().forks(),
                e.effort().iterations(),
                e.effort().millis(),
                e.effort().warmups())));
    facts.addAll(
        List.of(
            "run",
            String.format(
                Locale.ROOT,
                "%s UTC, %.0f s, load %.1f to %.1f",
                e.begun().replaceFirst("T", " ").replaceFirst("[.].*", ""),
                e.seconds(),
                e.loadBefore(),
                e.loadAfter())));
    page.facts(facts);
  }

  private static String words(Map<String, String> sizes) {
    List<String> words = new ArrayList<>();
    sizes.forEach((name, size) -> words.add(name + " " + size));
    return String.join(", ", words);
  }

  private void peers() {
    List<PeerRatio> ratios = PeerRatio.of(results);
    if (ratios.isEmpty() || results.environment().effort().equals(RowRun.Effort.QUICK)) {
      return;
    }
    page.section(
        "Peers",
        "Same data, same answer, which was checked first. Least processor times; above 1 ours is"
            + " faster.",
        p -> {
          List<List<String>> rows = new ArrayList<>();
          for (PeerRatio r : ratios) {
            rows.add(
                List.of(
                    r.what(),
                    r.peer(),
                    Times.text(r.peerNanos()),
                    r.ours(),
                    Times.text(r.ourNanos()),
                    Numbers.text(r.ratio())));
          }
          p.table(
              List.of("what", "peer", "#its time", "form of ours", "#our time", "#ratio"), rows);
        });
  }

  /** One chart for each class and parameter with three numbers or more. */
  private void curves() {
    Map<String, List<Row>> classes = new TreeMap<>();
    results.rows().forEach(r -> classes.computeIfAbsent(r.type(), k -> new ArrayList<>()).add(r));
    List<Chart> charts = new ArrayList<>();
    classes.forEach(
        (type, rows) -> {
          TreeSet<String> names = new TreeSet<>();
          rows.forEach(r -> names.addAll(r.parameters().keySet()));
          names.forEach(name -> charts.addAll(curve(type, name, rows)));
        });
    if (!charts.isEmpty()) {
      page.section(
          "How cost grows",
          "Least time of an operation by size; both axes are logarithms, so that a line of slope 1"
              + " is a cost that grows as the size does.",
          p -> charts.forEach(p::chart));
    }
  }

  private static List<Chart> curve(String type, String name, List<Row> rows) {
    Map<String, TreeMap<Double, Double>> lines = new TreeMap<>();
    for (Row row : rows) {
      String value = row.parameters().get(name);
      if (value != null && value.matches("[0-9.]+") && Double.parseDouble(value) > 0) {
        Map<String, String> others = new TreeMap<>(row.parameters());
        others.remove(name);
        String line = row.method() + (others.isEmpty() ? "" : " " + others);
        lines
            .computeIfAbsent(line, k -> new TreeMap<>())
            .merge(Double.valueOf(value), row.least(), Math::min);
      }
    }
    lines.values().removeIf(points -> points.size() < FEWEST_SIZES);
    List<Chart> charts = new ArrayList<>();
    List<String> all = new ArrayList<>(lines.keySet());
    for (int from = 0; from < all.size(); from += TONES) {
      List<String> some = all.subList(from, Math.min(all.size(), from + TONES));
      TreeSet<Double> sizes = new TreeSet<>();
      some.forEach(line -> sizes.addAll(lines.get(line).keySet()));
      double[] x = sizes.stream().mapToDouble(Math::log10).toArray();
      List<Chart.Series> series = new ArrayList<>();
      for (String line : some) {
        double[] y =
            sizes.stream()
                .mapToDouble(s -> Math.log10(lines.get(line).getOrDefault(s, Double.NaN)))
                .toArray();
        series.add(new Chart.Series(line, Chart.Style.LINE, series.size() + 1, y));
      }
      charts.add(
          new Chart(
              type + " by " + name,
              "Time of an operation by " + name + ".",
              "log10 of " + name,
              "log10 of ns",
              false,
              x,
              series,
              List.of()));
    }
    return charts;
  }

  private void shares() {
    List<Row> rows = results.rows().stream().filter(r -> r.work() != null).toList();
    if (rows.isEmpty()) {
      return;
    }
    page.section(
        "Share of the ceiling",
        "The least time in which this machine could do the same, by rows of this run, over the"
            + " least time that was measured. Above 1: work that was thought necessary is saved.",
        p -> {
          Html html =
              p.body().open("div", "class", "scroll").open("table").open("thead").open("tr");
          for (String column : List.of("row", "ceiling", "could take", "takes", "share", "")) {
            html.element("th", column, "scope", "col");
          }
          html.close().close().open("tbody");
          for (Row row : rows) {
            html.open("tr").element("td", name(row));
            html.element("td", row.work().ceiling());
            html.element("td", Times.text(row.work().nanos()), "class", "n");
            html.element("td", Times.text(row.least()), "class", "n");
            html.element("td", Numbers.percent(row.work().share()), "class", "n");
            html.open("td").bar(row.work().share(), row.kernels().equals("scalar") ? 2 : 1);
            html.close().close();
          }
          html.close().close().close();
        });
  }

  private void percentiles() {
    Map<String, List<Row>> sampled = new TreeMap<>();
    for (Row row : results.rows()) {
      if (row.percentiles().size() > FEWEST_SIZES && row.group().equals(Group.HOT_PATH.word())) {
        sampled.computeIfAbsent(row.type(), k -> new ArrayList<>()).add(row);
      }
    }
    if (sampled.isEmpty()) {
      return;
    }
    page.section(
        "Percentiles of latency",
        "Of sampled calls. To the right: nines, 2 is the 99th percentile, 3 the 99.9th.",
        p ->
            sampled.forEach(
                (type, rows) -> {
                  for (int from = 0; from < rows.size(); from += TONES) {
                    chart(p, type, rows.subList(from, Math.min(rows.size(), from + TONES)));
                  }
                }));
  }

  private static void chart(Page p, String type, List<Row> rows) {
    List<String> points = List.of("50", "90", "99", "99.9", "99.99");
    double[] x =
        points.stream().mapToDouble(s -> -Math.log10(1 - Double.parseDouble(s) / 100)).toArray();
    List<Chart.Series> series = new ArrayList<>();
    for (Row row : rows) {
      double[] y =
          points.stream()
              .mapToDouble(s -> Math.log10(row.percentiles().getOrDefault(s, Double.NaN)))
              .toArray();
      String name = row.method() + (row.parameters().isEmpty() ? "" : " " + row.parameters());
      series.add(new Chart.Series(name, Chart.Style.LINE, series.size() + 1, y));
    }
    p.chart(
        new Chart(
            type, "Percentiles of a call.", "nines", "log10 of ns", false, x, series, List.of()));
  }

  private void rows(Group group) {
    List<Row> rows = results.rows().stream().filter(r -> r.group().equals(group.word())).toList();
    if (rows.isEmpty()) {
      return;
    }
    page.section(
        group.word(),
        group.question() + ".",
        p -> {
          List<List<String>> cells = new ArrayList<>();
          for (Row r : rows) {
            cells.add(
                List.of(
                    name(r),
                    r.kernels(),
                    Times.text(r.least()),
                    Times.text(r.median()),
                    Times.text(r.mean())
                        + (r.high() == null ? "" : " +- " + Times.text(r.high() - r.mean())),
                    Times.text(r.cpu()),
                    Numbers.text(r.allocated()),
                    String.format(Locale.ROOT, "%.1f", r.loadAfter())));
          }
          p.table(
              List.of("row", "kernels", "#least", "#median", "#mean", "#cpu", "#bytes", "#load"),
              cells);
        });
  }

  private static String name(Row row) {
    return row.benchmark()
        + (row.parameters().isEmpty() ? "" : " " + row.parameters())
        + (row.mode().equals("sample") ? " (calls)" : "");
  }
}
